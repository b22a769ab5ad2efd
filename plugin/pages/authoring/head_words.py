"""What the fields of a standard's head and of a calendar are called."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.authoring.forms.tables import WEEKLY
from plugin.catalogue.names import AREAS
from plugin.language import N_
from plugin.pages.authoring.layout import Wording
from plugin.pages.authoring.words import FLAG
from standards.schema.calendars import ALWAYS

_HEAD_LABELS: Mapping[str, str] = {
    "title": N_("Title"),
    "languages": N_("Languages"),
    "governance-owner": N_("Who answers for it"),
    "governance-review_by": N_("Looked at again by"),
    "governance-approvals": N_("Who has to approve a version"),
    "governance-own_approval": N_("Who wrote it may approve it"),
    "identification-least_confidence": N_("How sure a visit must be of the employee, 0 to 1"),
}
_CALENDAR_LABELS: Mapping[str, str] = {
    "zone": N_("Time zone"),
    "hours": N_("When it is open"),
    "days": N_("Weekdays"),
    "date": N_("Date"),
    "windows": N_("Hours"),
    "hours-windows": N_("Hours; closed when empty"),
    "overrides-windows": N_("Hours; closed when empty"),
    "holidays-country": N_("Public holidays of"),
    "holidays-subdivision": N_("Part of the country"),
    "holidays-dates": N_("Closed besides on"),
    "holidays-except": N_("Open although a public holiday"),
    "overrides": N_("Other hours on some dates"),
    "breaks": N_("Hours taken out on some dates"),
}
_CALENDAR_HINTS: Mapping[str, str] = {
    "zone": "Europe/Warsaw",
    "windows": "08:00-12:00, 12:30-16:30",
    "hours-windows": "08:00-12:00, 12:30-16:30",
    "overrides-windows": "08:00-12:00, 12:30-16:30",
    "holidays-country": N_("Two letters: PL"),
    "holidays-subdivision": N_("As ISO 3166-2 has it: BY"),
    "holidays-dates": "2027-12-24, 2027-12-31",
    "holidays-except": "2027-11-11",
}
OF_HEAD = Wording(
    _HEAD_LABELS,
    {
        "called": N_("What it is called"),
        "governance": N_("Who answers for it"),
        "identification": N_("Visits"),
    },
    {
        "languages": N_("Two letters each, the first one first: pl, en"),
        "identification-least_confidence": N_("0.7 when empty"),
    },
    {"governance-own_approval": FLAG},
    {"governance-approvals": {str(each): name for each, name in AREAS.items()}},
    dates=frozenset({"governance-review_by"}),
)
OF_CALENDAR = Wording(
    _CALENDAR_LABELS,
    {
        "hours": N_("Opening hours"),
        "holidays": N_("Holidays"),
        "overrides": N_("Other hours on some dates"),
        "breaks": N_("Hours taken out on some dates"),
    },
    _CALENDAR_HINTS,
    {"hours": {WEEKLY: N_("by weekday"), ALWAYS: N_("round the clock")}},
    {},
    dates=frozenset({"date"}),
    bare=frozenset({"hours"}),
)
