"""What the parts of a handbook and a leaflet are called, on a page and on paper alike."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.catalogue.names import EFFECTS, VERDICTS
from plugin.language import N_, Language

_LABELS: Mapping[str, str] = {
    "handbook": N_("Service handbook"),
    "leaflet": N_("What changes for you"),
    "approved": N_("Approved by"),
    "reading": N_("How to read this handbook"),
    "how": N_(
        "Each chapter is one criterion, on a page of its own: what we promise, why, for which "
        "contacts, how it is measured, and examples of how it is done well and how it is missed."
    ),
    "scored": N_(
        "A criterion that is met earns its whole weight, one that is missed earns nothing, and in "
        "between a part of it. The score of a contact is what was earned out of all that could be "
        "decided; what could not be decided counts neither way. A single critical criterion that "
        "is missed fails the contact, whatever the score."
    ),
    "days": N_(
        "Examples name days of an ordinary week, without holidays; where an example is about a "
        "certain day, it names the date."
    ),
    "contents": N_("Contents"),
    "promise": N_("What we promise"),
    "why": N_("Why"),
    "whom": N_("For which contacts"),
    "opening": N_("Opening hours"),
    "measured": N_("How it is measured"),
    "behind": N_("What stands behind it"),
    "examples": N_("Examples"),
    "goal": N_("Goal"),
    "weight": N_("Weight"),
    "untranslated": N_("Some of the answers are not translated into this language."),
    "calendars": N_("Opening hours and holidays"),
    "day": N_("Day"),
    "holiday": N_("Holiday"),
    "none_closed": N_("No day of these is a holiday in this calendar."),
    "glossary": N_("Words"),
    "index": N_("Index of codes"),
    "code": N_("Code"),
    "criterion": N_("Criterion"),
    "page": N_("Page"),
    "was": N_("until now"),
    "now": N_("from then on"),
    "nothing": N_("nothing"),
    "whole": N_("For the whole standard"),
    "note": N_("Why it changes"),
    "unchanged": N_("Nothing changes for you."),
}


def labels_of(language: Language) -> Mapping[str, str]:
    """The labels by key in the language; verdicts and effects stand under their own words."""
    words = {key: language.gettext(label) for key, label in _LABELS.items()}
    verdicts = {key: language.gettext(name) for key, name in VERDICTS.items()}
    effects = {key.value: language.gettext(name) for key, name in EFFECTS.items()}
    return {**words, **verdicts, **effects}
