"""Standards out of the house and in again: as XLSForm workbooks, and as YAML."""
