"""What is done with the service: run, set up, watched, backed up."""
