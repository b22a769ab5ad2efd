"""What `make bench` measures: our speed beside that of other libraries, in the same run."""
