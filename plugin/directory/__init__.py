"""People, teams and locations, the users who sign in, and what they may do."""
