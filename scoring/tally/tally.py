"""Counts the occurrences of many cards by key; exact in every order of adding and taking away.

    tally = Tally(Grouping(("criterion", "employee")))
    tally.subtract(old)    # filing a card: what its last version said goes,
    tally.add(new)         # what it says now comes
    tally.merge(other)     # another part of the contacts, counted elsewhere

Everything counted is a whole number, so any sequence that ends with the same cards ends with the
same tally, and a recount of all cards is equal to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scoring.scorecard import JudgedBy, Standing
from scoring.tally.brief import BriefCard
from scoring.tally.counts import (
    CONTACTS,
    EMPTY,
    LAST_DECIDED,
    MILLIONTHS,
    PLACES,
    Counts,
)
from scoring.tally.grouping import Grouping, Parts

FINAL = frozenset({Standing.FINAL})


class Key(NamedTuple):
    """What is counted together: under one version of one standard, the parts of the grouping."""

    code: str
    version: int
    parts: Parts


@dataclass(slots=True, eq=False)
class Tally:
    """Occurrences by key, of the cards whose standing counts; and all cards by standing.

    A withdrawn card has no findings, so it counts among the contacts alone. With `whole` each card
    whose standing counts is also one of the `contacts` of a row of its own, that of no criterion;
    ValueError when criteria are not counted apart.
    """

    grouping: Grouping
    counting: frozenset[Standing] = FINAL
    whole: bool = False
    contacts: Counter[tuple[JudgedBy, Standing]] = field(default_factory=Counter)
    _rows: dict[tuple[str, int], dict[Parts, list[int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.whole and "criterion" not in self.grouping.names:
            raise ValueError("whole cards have a row of their own only beside rows by criterion")

    def add(self, card: BriefCard) -> None:
        """Counts the card in."""
        self._take(card, 1)

    def subtract(self, card: BriefCard) -> None:
        """Takes the card out again; it may also come before the adding."""
        self._take(card, -1)

    def merge(self, other: Tally) -> None:
        """Counts in all that the other has counted. ValueError when it counts otherwise."""
        if other._counts_by() != self._counts_by():
            raise ValueError("tallies that count by different things cannot be merged")
        _join(self.contacts, other.contacts)
        for standard, theirs in other._rows.items():
            rows = self._rows.setdefault(standard, {})
            for parts, row in theirs.items():
                known = rows.get(parts, EMPTY)
                rows[parts] = [ours + more for ours, more in zip(known, row, strict=True)]

    def rows(self) -> Mapping[Key, Counts]:
        """The counts by key, in the order in which the keys were first seen."""
        return {
            Key(*standard, parts): Counts(*row)
            for standard, rows in self._rows.items()
            for parts, row in rows.items()
            if any(row)
        }

    def __eq__(self, other: object) -> bool:
        """Whether both count by the same, and have counted the same."""
        if not isinstance(other, Tally):
            return NotImplemented
        return (self._counts_by(), self.contacts, self.rows()) == (
            other._counts_by(), other.contacts, other.rows(),
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]  # what it has counted changes

    def _counts_by(self) -> tuple[Grouping, frozenset[Standing], bool]:
        return self.grouping, self.counting, self.whole

    def _take(self, card: BriefCard, sign: int) -> None:
        self.contacts[card.standard, card.standing] += sign
        if card.standing not in self.counting:
            return
        rows = self._rows.setdefault((card.standard.code, card.standard.version), {})
        if self.whole:
            rows.setdefault(self.grouping.parts_of_whole(card), [*EMPTY])[CONTACTS] += sign
        decided = set()
        for parts, each in zip(self.grouping.parts_of(card), card.occurrences, strict=True):
            row = rows.get(parts)
            if row is None:
                row = rows[parts] = [*EMPTY]
            place = PLACES[each.verdict]
            row[place] += sign
            if place <= LAST_DECIDED:
                row[MILLIONTHS] += sign * each.millionths
                decided.add(parts)
        for parts in decided:
            rows[parts][CONTACTS] += sign


def _join(
    ours: Counter[tuple[JudgedBy, Standing]], theirs: Counter[tuple[JudgedBy, Standing]]
) -> None:
    for key, number in theirs.items():
        ours[key] += number
