"""Workbooks as such: opened under limits, read as sheets, rows and lists of choices."""
