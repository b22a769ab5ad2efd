"""A standard as its readers see it: a page in words, on the terminal or as HTML."""
