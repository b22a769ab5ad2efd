"""A shopper's working day: assignments, briefings, questionnaires, and all of it in one answer."""
