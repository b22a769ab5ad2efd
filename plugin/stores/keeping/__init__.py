"""Keeping the whole database: backups, seals, the demonstration, how it does."""
