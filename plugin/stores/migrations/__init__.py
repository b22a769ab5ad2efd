"""Numbered changes to what is stored already, and who may make them."""
