"""The pages of what was agreed on: the list, a new one, and one with its history."""
