"""The text of a standard, changed in one place while every other letter stays as it is."""
