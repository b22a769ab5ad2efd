"""What phones may ask for, a file a noun."""
