"""What coordinators say of assignments, and of shoppers who work with ODK Collect."""
