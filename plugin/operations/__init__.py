"""Running the service: backup, logs, metrics."""
