"""The pages, over a house in which contacts were judged."""
