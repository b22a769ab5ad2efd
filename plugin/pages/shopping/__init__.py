"""The pages of mystery shopping: who visits what, and what came of it."""
