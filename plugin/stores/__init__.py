"""Every collection: its documents, indexes and migrations; and the embedded mongod."""
