"""The pages of people: a team side by side, and what one of them is told."""
