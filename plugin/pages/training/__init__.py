"""The pages of training: what one is to know, and who knows what."""
