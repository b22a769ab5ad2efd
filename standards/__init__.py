"""What good service is, in writing: calendars, kinds of question, criteria, limits. Imports nothing of ours."""
