"""Occurrences of many contacts counted: the only thing that reports read."""
