"""The pages on which a standard is written: a draft begun, edited as form and YAML, and tried."""
