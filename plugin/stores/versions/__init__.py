"""Standards: their published versions, drafts, and what drafts would have said."""
