"""What people agree to do after a report: who may set it, what it must say, how it is closed."""
