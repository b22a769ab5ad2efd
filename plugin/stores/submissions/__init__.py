"""Visits and reviews as they were sent, and their files."""
