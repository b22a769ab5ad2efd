"""The YAML form of a mapping: what may stand where, and what is said when something else does."""
