"""Criteria of a standard as questions of a form."""
