"""The mongod that a trial or a small office runs without installing a database."""
