"""The house's side of mystery shopping: what may be assigned, and how a sheet tells it."""
