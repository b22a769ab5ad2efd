"""The library of criteria: what every standard asks, where it stands, taken into a draft."""
