"""Pages of contacts: which are behind a count, and one with its cards."""
