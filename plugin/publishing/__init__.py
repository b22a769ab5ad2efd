"""A standard comes into force: what is admitted, from when on, and whom it judges anew."""
