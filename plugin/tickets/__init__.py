"""A ticket's way through the service: taken in, judged, filed, and its tags sent."""
