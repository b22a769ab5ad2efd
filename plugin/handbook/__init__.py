"""A standard as a firm hands it out: a handbook of one version, a leaflet of what changed."""
