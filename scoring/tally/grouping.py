"""By what a tally counts: criterion, employee, team, any fact of the contact, or a period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from difflib import get_close_matches
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

from scoring.tally.brief import BriefCard, BriefOccurrence, team_of
from scoring.tally.periods import PERIODS, period_of
from standards.conditions import FACTS, FIELD, Fact
from standards.instants import show_instant

Parts: TypeAlias = "tuple[str | None, ...]"

OF_OCCURRENCE = ("criterion", "employee", "team")
OF_CARD = ("instrument", "standing")
NAMES = (*OF_OCCURRENCE, *OF_CARD, *PERIODS, *FACTS)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The names counted by, in order; `zone` says on which day a contact was opened.

    ValueError for a name that there is none of, naming the nearest.
    """

    names: tuple[str, ...]
    zone: tzinfo = UTC

    def __post_init__(self) -> None:
        for name in self.names:
            _check(name)

    def parts_of(self, card: BriefCard) -> list[Parts]:
        """What each occurrence of the card, in order, is counted under; None: not known."""
        pick, told = _picker(self.names), self._told_by(card)
        return [pick(each + told) for each in card.occurrences]

    def parts_of_whole(self, card: BriefCard) -> Parts:
        """What the card itself is counted under: no criterion, nobody, its contact's team."""
        whole = (None, None, team_of(card.facts), None, 0)
        return _picker(self.names)(whole + self._told_by(card))

    def _told_by(self, card: BriefCard) -> Parts:
        return tuple(self._told(name, card) for name in self.names if name not in OF_OCCURRENCE)

    def _told(self, name: str, card: BriefCard) -> str | None:
        if name in PERIODS:
            return None if card.opened_at is None else period_of(name, card.opened_at, self.zone)
        if name in OF_CARD:
            return str(getattr(card, name))
        return _shown(name, card.facts.get(name))


@cache
def _picker(names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Parts]:
    """Picks the parts from an occurrence with what the card tells behind it."""
    told = (name for name in names if name not in OF_OCCURRENCE)
    order = (*BriefOccurrence._fields, *told)
    places = [order.index(name) for name in names]
    if len(places) < 2:  # of one place itemgetter makes no tuple, of none it makes nothing
        return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))
    return itemgetter(*places)


def _shown(name: str, fact: Fact) -> str | None:
    """The fact as the card shows it; tags in order, so that each contact counts once."""
    if fact is None or isinstance(fact, str):
        return fact or None
    if isinstance(fact, tuple):
        return ", ".join(sorted(fact)) or None
    if isinstance(fact, bool):
        return str(fact).lower()
    return show_instant(int(fact)) if name == "promised_at" else str(fact)


def _check(name: str) -> None:
    if name in NAMES or (name.startswith(FIELD) and name != FIELD):
        return
    near = get_close_matches(name, NAMES, n=1)
    mend = f"did you mean {near[0]}?" if near else f"known are {', '.join(NAMES)};"
    raise ValueError(f"{name!r} is nothing to count by; {mend} a field of your own is fields.NAME")
