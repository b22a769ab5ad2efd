"""What reports read: the counts of a standard, the contacts behind a count, a contact's cards.

Nothing here writes: the tallies and cards are those that filing a contact leaves behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plugin.stores.filed.cards import COUNTED, bound_in
from plugin.stores.filed.counting import CELL, Counting, Question
from plugin.stores.filed.stretches import Cell, Stretch, Whose
from plugin.stores.filed.tallies import Part, Parts
from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from scoring.judge import Verdict
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
_OF_CARD, _OF_OCCURRENCE = ("location", "channel"), ("employee", "team")
_ENOUGH = 200  # cards read at a time while looking for those whose occurrence is in scope


@dataclass(frozen=True, slots=True)
class Counted:
    """The occurrences by criterion, instrument and standing, and the contacts by standing.

    Cells in which nothing is counted are left out.
    """

    cells: Mapping[Cell, Counts]
    contacts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """Which contacts are looked for: where a criterion has the verdict, of one instrument.

    `only` says which employee, team, location or channel; None there: not known.
    """

    criterion: str
    instrument: Instrument
    verdict: Verdict
    standings: frozenset[Standing]
    only: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A card as it is listed, with the occurrences of the criterion that were looked for."""

    contact: str
    day: str
    verdict: str
    standing: Standing
    score: float | None
    occurrences: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of what was found, newest first; `after` leads on, None where there is no more."""

    cards: tuple[Found, ...]
    after: str | None


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
        return self.database.cards.count_documents({**wanted, **_of_cards(stretch.whose)})

    def has_any(self, stretch: Stretch) -> bool:
        """Whether any contact was judged by the version in those days."""
        wanted = {**_dated(stretch), **_of_cards(stretch.whose)}
        return self.database.cards.find_one(wanted, {"_id": 1}) is not None

    def newest_day(self, code: str, version: int, whose: Whose | None) -> str | None:
        """The last day on which a contact judged by the version was opened; None: no contact."""
        dated = {"code": code, "version": version, "day": {"$gt": ""}, **COUNTED}
        wanted = {**dated, **_of_cards(whose)}
        found = self.database.cards.find_one(wanted, {"day": 1}, sort=[("day", -1)])
        return str(found["day"]) if found else None

    def behind(
        self, stretch: Stretch, wanted: Behind, *, after: str | None = None, limit: int = 50
    ) -> Listed:
        """The contacts behind a count, as many as `limit`, from where `after` leads."""
        cards: list[Found] = []
        for found in self._behind(stretch, wanted, after):
            if len(cards) == limit:
                return Listed(tuple(cards), _mark_of(cards[-1]))
            cards.append(found)
        return Listed(tuple(cards), None)

    def cards_of(self, contact: str, whose: Whose | None) -> tuple[Filed, ...]:
        """The contact's cards, by standard; none where the contact is not the reader's to see.

        Those of people in grace are for whoever sees one of these people's.
        """
        wanted = {"contact": contact, **_of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("code", 1), ("version", -1)])
        return tuple(each for each in map(_filed, found) if _is_theirs(each, whose))

    def reviews_of(self, contact: str, whose: Whose | None) -> tuple[Filed, ...]:
        """The cards of what reviewers said about the contact."""
        about = {"about": contact, "instrument": Instrument.REVIEW.value, "replaced_by": None}
        told = self.database.visits.find(about, {"_id": 1})
        reviews = [each["_id"] for each in told]
        wanted = {"contact": {"$in": reviews}, **COUNTED, **_of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("contact", 1), ("code", 1)])
        return tuple(map(_filed, found))

    def _contacts(self, stretch: Stretch, only: Mapping[str, Part]) -> Mapping[Standing, int]:
        """How many cards in scope there are, by standing."""
        found = self.database.cards.aggregate(
            [
                {"$match": {**_dated(stretch), **_of_some(only), **_of_cards(stretch.whose)}},
                {"$group": {"_id": "$standing", "contacts": {"$sum": 1}}},
            ]
        )
        return {_STANDINGS[row["_id"]]: int(row["contacts"]) for row in found}

    def _behind(self, stretch: Stretch, wanted: Behind, after: str | None) -> Iterator[Found]:
        asked = {
            "code": stretch.code,
            "version": stretch.version,
            "marks": f"{wanted.criterion} {wanted.verdict}",
            "instrument": str(wanted.instrument),
            "standing": {"$in": sorted(wanted.standings)},
            **COUNTED,
            **_of_some(wanted.only),
            **_of_cards(stretch.whose, _from(stretch, after)),
        }
        cards = self.database.cards.find(asked, _shown(wanted.criterion), batch_size=_ENOUGH)
        for card in cards.sort([("day", -1), ("contact", 1)]):
            theirs = _occurrences(card, wanted, stretch.whose)
            if theirs is not None:
                yield _found(card, theirs)


def _dated(stretch: Stretch) -> Document:
    days = {"$gte": stretch.first, "$lte": stretch.last}
    return {"code": stretch.code, "version": stretch.version, "day": days, **COUNTED}


def _from(stretch: Stretch, after: str | None) -> Document:
    """The days to look in, from behind the contact that `after` names."""
    day, _, contact = (after or "").partition(" ")
    if not stretch.first <= day <= stretch.last:
        return {"day": {"$gte": stretch.first, "$lte": stretch.last}}
    older = {"day": {"$gte": stretch.first, "$lt": day}}
    return {"$or": [older, {"day": day, "contact": {"$gt": contact}}]}


def _mark_of(card: Found) -> str:
    return f"{card.day} {card.contact}"


def _of_cards(whose: Whose | None, also: Document | None = None) -> Document:
    if whose is None:
        return also or {}
    one_of = {"employees": sorted(whose.employees), "teams": sorted(whose.teams)}
    theirs = {"$or": [{name: {"$in": ids}} for name, ids in one_of.items()]}
    return {"$and": [theirs, also]} if also else theirs


def _of_some(only: Mapping[str, Part]) -> Document:
    """Cards that may hold what is looked for; those of nobody are told by their occurrences."""
    of_card = {name: only[name] for name in _OF_CARD if name in only}
    return of_card | {f"{name}s": only[name] for name in _OF_OCCURRENCE if only.get(name)}


def _shown(criterion: str) -> Document:
    """Of a card only what a list shows: its findings of the one criterion."""
    of_criterion = {
        "$filter": {
            "input": "$card.findings",
            "cond": {"$eq": ["$$this.criterion", {"$literal": criterion}]},
        }
    }
    told = dict.fromkeys(("contact", "day", "verdict", "standing", "score", "card.facts.group"), 1)
    return {**told, "findings": of_criterion}


def _occurrences(
    card: Document, wanted: Behind, whose: Whose | None
) -> tuple[Mapping[str, Any], ...] | None:
    """The occurrences looked for that are the reader's to see; None where there are none.

    Empty where the finding has that verdict without any occurrence: it is the team's.
    """
    happened = [each for finding in card["findings"] for each in finding["occurrences"]]
    if not happened:
        nobodys = {"employee": None, "team": card["card"]["facts"].get("group")}
        return () if _is_among(nobodys, wanted.only, whose) else None
    theirs = tuple(
        each
        for each in happened
        if (each["verdict"] or Verdict.NOT_APPLICABLE) == wanted.verdict
        and _is_among(each, wanted.only, whose)
    )
    return theirs or None


def _is_among(each: Mapping[str, Any], only: Mapping[str, Part], whose: Whose | None) -> bool:
    seen = whose is None or whose.holds(each["employee"], each["team"])
    return seen and all(each[name] == only[name] for name in _OF_OCCURRENCE if name in only)


def _cell(parts: Parts) -> Cell | None:
    """The cell that is counted; None where cards are counted and not occurrences."""
    criterion, instrument, standing = parts[-len(CELL) :]
    if criterion is None:
        return None
    return Cell(criterion, _INSTRUMENTS[str(instrument)], _STANDINGS[str(standing)])


def _found(card: Document, theirs: Sequence[Mapping[str, Any]]) -> Found:
    return Found(
        card["contact"],
        card["day"],
        card["verdict"],
        _STANDINGS[card["standing"]],
        card["score"],
        tuple(plain(dict(each)) for each in theirs),
    )


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
