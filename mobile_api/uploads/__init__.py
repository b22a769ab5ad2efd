"""Files as they are sent, piece by piece."""
