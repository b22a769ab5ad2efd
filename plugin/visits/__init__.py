"""A visit's and a review's way through the service: kept, filed, accepted; and its files."""
