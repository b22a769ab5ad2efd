"""Lines on their way into the order of contacts, each happening told once."""
