"""What good service is, in writing: calendars, kinds, criteria, limits. Imports nothing of ours."""
