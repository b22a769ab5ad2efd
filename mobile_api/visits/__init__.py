"""Visits and reviews: taken, judged, marked, accepted, and what is held of them."""
