"""What is odd about a visit, for whoever may look into it: coordinators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import g

from mobile_api.permissions import Action, Scope
from mobile_api.visits.submissions import Mark, MarkKind
from plugin.language import N_, Language
from plugin.pages.counts.measured import lasting
from plugin.pages.shopping.words import MARKS
from plugin.stores.submissions.visits import Visits

FAR, VERY_FAR = N_("at least {metres} m away"), N_("at least {kilometres} km away")
AHEAD, BEHIND = N_("{span} ahead"), N_("{span} behind")
LATE = N_("by {span}")
ASKED = N_("version {version} was asked")
_MANY_METRES = 10_000  # metres, from which on nobody counts single ones


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark in words: what it is, by how much (empty: not said), and the shopper's own words."""

    name: str
    figure: str
    words: str


def marks_seen(visits: Visits, contacts: Iterable[str]) -> Mapping[str, tuple[Mark, ...]]:
    """The marks of those of the contacts that have any; none for whoever is no coordinator."""
    if g.caller.scope(Action.SEE_SUBMISSIONS) is not Scope.ALL:
        return {}
    return visits.marks_of(contacts)


def in_words(marks: Iterable[Mark], language: Language) -> tuple[ShownMark, ...]:
    """The marks in the reader's words."""
    return tuple(
        ShownMark(language.gettext(MARKS[each.mark]), _figure(each, language), each.words or "")
        for each in marks
    )


def _figure(mark: Mark, language: Language) -> str:
    if mark.figure is None:
        return ""
    span = lasting(round(abs(mark.figure)), language)
    match mark.mark:
        case MarkKind.FAR:
            return _away(round(mark.figure), language)
        case MarkKind.CLOCK:
            return language.gettext(AHEAD if mark.figure > 0 else BEHIND, span=span)
        case MarkKind.LATE:
            return language.gettext(LATE, span=span)
        case MarkKind.OLDER_QUESTIONNAIRE:
            return language.gettext(ASKED, version=round(mark.figure))
        case _:
            return ""


def _away(metres: int, language: Language) -> str:
    if metres < _MANY_METRES:
        return language.gettext(FAR, metres=language.number(metres))
    return language.gettext(VERY_FAR, kilometres=language.number(metres // 1_000))
