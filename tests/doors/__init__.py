"""What comes in at the service's doors and should not: tables of bad inputs, a file a door."""
