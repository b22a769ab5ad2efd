"""What may be said of many occurrences, a file a question."""
