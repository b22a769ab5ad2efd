"""Scorecards counted into a report, as text, JSON or CSV."""
