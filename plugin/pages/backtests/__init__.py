"""The pages of backtests and recounts, and of how well each criterion works."""
