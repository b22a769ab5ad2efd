"""Scorecards as they stand, what is counted of them, and whoever reads either."""
