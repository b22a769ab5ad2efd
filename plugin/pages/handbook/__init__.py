"""The handbook of a version, and the leaflet of what it changes, as pages and as files."""
