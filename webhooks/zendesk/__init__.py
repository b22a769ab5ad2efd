"""How Zendesk speaks."""
