"""Evidence and scorecards as JSON lines: the public form."""
