"""How Freshdesk speaks."""
