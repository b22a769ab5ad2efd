"""What one person is told of their work: read from the stores, kept, told as JSON."""
