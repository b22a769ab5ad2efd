"""Stand-ins for what is not ours: real servers with state, not mocks."""
