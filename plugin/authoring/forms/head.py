"""The head of a standard and its calendars as forms, as `criterion` beside it has criteria.

What is written by the service itself, the code and the version, is no part of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.authoring.forms.fields import Fields, Flag, Number, Several, Text, Words
from plugin.authoring.forms.groups import Group, Node, Shown, filled, retaken
from plugin.authoring.forms.tables import DATES, Series, Week
from plugin.authoring.written.head import HEAD_ORDER
from standards.source import Plain


@dataclass(frozen=True, slots=True)
class HeadForm:
    """The form of the head of a standard in these languages, at least one."""

    languages: tuple[str, ...]

    def shown(self, parts: Mapping[str, Plain]) -> Shown:
        """Every field as text; `kept` are those that stay as they are in the YAML."""
        return Group(self._parts).shown(dict(parts), "")

    def taken(self, parts: Mapping[str, Plain], shown: Fields, sent: Fields) -> dict[str, Plain]:
        """What the head is to say: `parts`, with whatever was sent otherwise than `shown`."""
        fields = filled(self.shown(parts).fields, shown, sent)
        return retaken(self._parts, HEAD_ORDER, parts, fields)

    @property
    def _parts(self) -> Mapping[str, Node]:
        words = Words(self.languages)
        governance: dict[str, Node] = {
            "owner": words, "review_by": Text(), "approvals": Several(), "own_approval": Flag(),
        }  # fmt: skip
        return {
            "title": words,
            "languages": Series(empty=True),
            "governance": Group(governance),
            "identification": Group({"least_confidence": Number()}),
        }


@dataclass(frozen=True, slots=True)
class CalendarForm:
    """The form of a calendar, which has no words in the languages of its standard."""

    languages: tuple[str, ...] = ()

    def shown(self, parts: Mapping[str, Plain]) -> Shown:
        """Every field as text; `kept` are those that stay as they are in the YAML."""
        return Group(_CALENDAR).shown(dict(parts), "")

    def taken(self, parts: Mapping[str, Plain], shown: Fields, sent: Fields) -> dict[str, Plain]:
        """What the calendar is to say: `parts`, with whatever was sent otherwise than `shown`."""
        fields = filled(self.shown(parts).fields, shown, sent)
        return retaken(_CALENDAR, CALENDAR_ORDER, parts, fields)


_HOLIDAYS: Mapping[str, Node] = {
    "country": Text(), "subdivision": Text(), "dates": Series(), "except": Series(),
}  # fmt: skip
_CALENDAR: Mapping[str, Node] = {
    "zone": Text(), "hours": Week(), "holidays": Group(_HOLIDAYS), "overrides": DATES,
    "breaks": DATES,
}  # fmt: skip
CALENDAR_ORDER = tuple(_CALENDAR)
