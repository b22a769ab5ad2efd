"""The YAML form of a standard: what may stand where, and what is said when something else does.

Every message reads `what is wrong; what would be right`.
"""
