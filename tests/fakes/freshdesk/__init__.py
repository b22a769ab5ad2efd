"""A Freshdesk of our own: a real HTTP server with state that behaves as its documentation says."""
