"""Parts of a standard as fields of a form, out of what is written and back into it."""
