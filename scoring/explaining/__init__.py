"""The arithmetic of a card, step by step, in words that can be put in any language."""
