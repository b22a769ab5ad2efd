"""Pages of document control: what is in force, what is coming, what is written, and by whom."""
