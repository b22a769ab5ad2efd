"""What admins say to the service through the API: standards, the directory, users."""
