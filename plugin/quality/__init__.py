"""How well each criterion of a published version does its work."""
