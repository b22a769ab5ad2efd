"""What team leaders ask of compliance and feedback, and what is agreed after it."""
