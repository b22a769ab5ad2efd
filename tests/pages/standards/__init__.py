"""The pages of document control."""
