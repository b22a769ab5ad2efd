"""The tickets of helpdesks: what was delivered, what happened, what is to be done there."""
