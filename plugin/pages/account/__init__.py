"""The page of one's own account: where one is signed in."""
