"""Prints what django-helpdesk's catalogues make of its own titles, as JSON: title -> translations.

Run by the site's own Python.
"""

import json
from gettext import GNUTranslations
from pathlib import Path

import helpdesk

TITLES = (
    "Ticket placed on hold",
    "Ticket taken off hold",
    "Ticket Opened Via Web",
    "Ticket Escalated",
    "[Merged from #%(id)d] %(title)s",
)
FILES = sorted(Path(helpdesk.__file__).parent.glob("locale/*/LC_MESSAGES/django.mo"))
known = []
for file in FILES:
    with file.open("rb") as opened:
        known.append(GNUTranslations(opened))
print(json.dumps({each: sorted({one.gettext(each) for one in known}) for each in TITLES}))
