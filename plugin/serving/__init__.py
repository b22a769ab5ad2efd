"""The processes of the service: who starts them, who restarts them, and in which order they end."""
