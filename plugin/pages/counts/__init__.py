"""Pages of what is counted: compliance, one criterion, and their charts."""
