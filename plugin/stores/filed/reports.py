"""What reports read: the counts of a standard, the contacts behind a count, a contact's cards.

Nothing here writes: the tallies and cards are those that filing a contact leaves behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from plugin.stores.filed.behind import (
    Behind,
    Found,
    Listed,
    found_behind,
    mark_of,
    of_cards,
    of_some,
)
from plugin.stores.filed.cards import COUNTED, bound_in
from plugin.stores.filed.counting import CELL, Counting, Question
from plugin.stores.filed.stretches import Cell, Stretch, Whose
from plugin.stores.filed.tallies import Part, Parts
from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.kinds import Instrument

# Readers of reports find here what they ask with.
__all__ = (
    "Behind", "Cell", "Counted", "Filed", "Found", "Listed", "Question", "Reports", "Stretch",
    "Whose",
)  # fmt: skip

_STANDINGS = {standing.value: standing for standing in Standing}
_INSTRUMENTS = {instrument.value: instrument for instrument in Instrument}
NO_ONLY: Mapping[str, Part] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """The occurrences by criterion, instrument and standing, and the contacts by standing.

    Cells in which nothing is counted are left out.
    """

    cells: Mapping[Cell, Counts]
    contacts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Filed:
    """A card as it was filed: what it rests on, as of when (UTC seconds), and the card itself.

    `bound` are those in grace whom it is of; None: it is counted.
    """

    contact: str
    code: str
    version: int
    instrument: Instrument
    standing: Standing
    as_of: int
    outcome_hash: str
    card: Mapping[str, Any]
    bound: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one database."""

    database: Mongo

    def counted(self, stretch: Stretch, only: Mapping[str, Part] = NO_ONLY) -> Counted:
        """All that was counted of the version in those days; `only` as a `Question` has it."""
        cells: dict[Cell, Counts] = {}
        contacts = Counter[Standing]()
        for parts, counts in Counting(self.database).count(Question(stretch, (), only)).items():
            cell = _cell(parts)
            if cell is None:
                contacts[_STANDINGS[str(parts[-1])]] += counts.contacts
            else:
                cells[cell] = counts
        return Counted(cells, contacts if stretch.whose is None else self._contacts(stretch, only))

    def numbers(self, stretch: Stretch, wanted: Behind) -> Counts:
        """What was counted of that criterion, instrument and those standings, whatever verdict."""
        told = {"criterion": wanted.criterion, "instrument": wanted.instrument.value}
        cells = self.by(Question(stretch, (), {**wanted.only, **told})).get((), {})
        theirs = (counts for cell, counts in cells.items() if cell.standing in wanted.standings)
        return sum(theirs, Counts())

    def by(self, question: Question) -> Mapping[Parts, Mapping[Cell, Counts]]:
        """The occurrences by what the question asks by, and for each by cell."""
        found: defaultdict[Parts, dict[Cell, Counts]] = defaultdict(dict)
        for parts, counts in Counting(self.database).count(question).items():
            cell = _cell(parts)
            if cell is not None:
                found[parts[: len(question.by)]][cell] = counts
        return found

    def by_employee(
        self, stretch: Stretch, employees: Iterable[str]
    ) -> Mapping[str, Mapping[Cell, Counts]]:
        """Of each of these identities what was counted; those without occurrences are left out.

        What the reader may see is not asked here: `stretch.whose` makes no difference.
        """
        theirs = replace(stretch, whose=Whose(frozenset(employees)))
        found = self.by(Question(theirs, ("employee",)))
        return {employee: cells for (employee,), cells in found.items() if employee is not None}

    def undated(self, stretch: Stretch) -> int:
        """How many contacts of the version are in no period, because nobody knows their day."""
        wanted = {"code": stretch.code, "version": stretch.version, "day": None, **COUNTED}
        return self.database.cards.count_documents({**wanted, **of_cards(stretch.whose)})

    def has_any(self, stretch: Stretch) -> bool:
        """Whether any contact was judged by the version in those days."""
        wanted = {**_dated(stretch), **of_cards(stretch.whose)}
        return self.database.cards.find_one(wanted, {"_id": 1}) is not None

    def newest_day(self, code: str, version: int, whose: Whose | None) -> str | None:
        """The last day on which a contact judged by the version was opened; None: no contact."""
        dated = {"code": code, "version": version, "day": {"$gt": ""}, **COUNTED}
        wanted = {**dated, **of_cards(whose)}
        found = self.database.cards.find_one(wanted, {"day": 1}, sort=[("day", -1)])
        return str(found["day"]) if found else None

    def behind(
        self, stretch: Stretch, wanted: Behind, *, after: str | None = None, limit: int = 50
    ) -> Listed:
        """The contacts behind a count, as many as `limit`, from where `after` leads."""
        cards: list[Found] = []
        for found in found_behind(self.database, stretch, wanted, after):
            if len(cards) == limit:
                return Listed(tuple(cards), mark_of(cards[-1]))
            cards.append(found)
        return Listed(tuple(cards), None)

    def cards_of(self, contact: str, whose: Whose | None) -> tuple[Filed, ...]:
        """The contact's cards, by standard; none where the contact is not the reader's to see.

        Those of people in grace are for whoever sees one of these people's.
        """
        wanted = {"contact": contact, **of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("code", 1), ("version", -1)])
        return tuple(each for each in map(_filed, found) if _is_theirs(each, whose))

    def reviews_of(self, contact: str, whose: Whose | None) -> tuple[Filed, ...]:
        """The cards of what reviewers said about the contact."""
        about = {"about": contact, "instrument": Instrument.REVIEW.value, "replaced_by": None}
        told = self.database.visits.find(about, {"_id": 1})
        reviews = [each["_id"] for each in told]
        wanted = {"contact": {"$in": reviews}, **COUNTED, **of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("contact", 1), ("code", 1)])
        return tuple(map(_filed, found))

    def _contacts(self, stretch: Stretch, only: Mapping[str, Part]) -> Mapping[Standing, int]:
        """How many cards in scope there are, by standing."""
        found = self.database.cards.aggregate(
            [
                {"$match": {**_dated(stretch), **of_some(only), **of_cards(stretch.whose)}},
                {"$group": {"_id": "$standing", "contacts": {"$sum": 1}}},
            ]
        )
        return {_STANDINGS[row["_id"]]: int(row["contacts"]) for row in found}


def _dated(stretch: Stretch) -> Document:
    days = {"$gte": stretch.first, "$lte": stretch.last}
    return {"code": stretch.code, "version": stretch.version, "day": days, **COUNTED}


def _cell(parts: Parts) -> Cell | None:
    """The cell that is counted; None where cards are counted and not occurrences."""
    criterion, instrument, standing = parts[-len(CELL) :]
    if criterion is None:
        return None
    return Cell(criterion, _INSTRUMENTS[str(instrument)], _STANDINGS[str(standing)])


def _filed(card: Document) -> Filed:
    return Filed(
        card["contact"],
        card["code"],
        card["version"],
        _INSTRUMENTS[card["instrument"]],
        _STANDINGS[card["standing"]],
        int(card["as_of"]),
        card["outcome_hash"],
        plain(card["card"]),
        bound_in(card),
    )


def _is_theirs(filed: Filed, whose: Whose | None) -> bool:
    """Whether the reader may see the card, as far as it is of people in grace."""
    return filed.bound is None or whose is None or not whose.employees.isdisjoint(filed.bound)
