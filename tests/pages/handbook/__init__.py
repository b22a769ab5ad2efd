"""The pages of handbooks and leaflets."""
