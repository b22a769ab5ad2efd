"""What trainers and approvers say of standards: drafts, checks, backtests, what is published."""
