"""The page for teams who use ODK Collect: app keys, and what Collect has sent."""
