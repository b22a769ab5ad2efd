"""The demonstration: an invented firm, whose tickets and visits come in as real ones do."""
