"""Mirrors the rooms, a folder each; `house` holds the laws of the house itself."""
