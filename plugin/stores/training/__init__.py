"""Who is to know which version, who does, and whom it binds."""
