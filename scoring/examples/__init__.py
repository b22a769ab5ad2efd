"""The cases a standard tells about itself, turned into evidence."""
