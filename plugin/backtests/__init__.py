"""What a draft would have said of contacts that are judged already."""
