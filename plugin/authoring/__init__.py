"""Writing a standard together: drafts, reviews, approvals, publication."""
