"""Staff know the standard: it is assigned, read, asked about, signed, and reminded of."""
