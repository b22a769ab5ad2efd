"""The messages people read, in Polish and Russian; how to add one is in README.md."""
