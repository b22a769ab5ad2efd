"""What is said of who is to know which version, and who does."""
