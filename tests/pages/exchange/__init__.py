"""The pages of files and of the library."""
