"""Files of an export as rows: CSV, XES, and tables to look things up in."""
