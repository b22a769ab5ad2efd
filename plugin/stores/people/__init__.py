"""Who works where, who signs in, and what they said and agreed."""
