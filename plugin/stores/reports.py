"""What reports read: the counts of a standard, the contacts behind a count, a contact's cards.

Nothing here writes: the tallies and cards are those that filing a contact leaves behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from scoring.judge import Verdict
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.kinds import Instrument

_STANDINGS = {standing.value: standing for standing in Standing}
_INSTRUMENTS = {instrument.value: instrument for instrument in Instrument}
_NUMBERS = (
    "contacts", "met", "partly", "missed", "pending", "unknown", "not_applicable", "millionths",
)  # fmt: skip
_ENOUGH = 200  # cards read at a time while looking for those whose occurrence is in scope


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose occurrences a reader may see: those of these identities, or in these teams."""

    employees: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    def holds(self, employee: object, team: object) -> bool:
        """Whether an occurrence of that employee and team is among them."""
        return employee in self.employees or team in self.teams


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a report is about: a version of a standard, contacts opened from day to day.

    Days are `YYYY-MM-DD` in the firm's zone, both counted. `whose` None: everybody's.
    """

    code: str
    version: int
    first: str
    last: str
    whose: Whose | None = None


class Cell(NamedTuple):
    """What is counted together."""

    criterion: str
    instrument: Instrument
    standing: Standing


@dataclass(frozen=True, slots=True)
class Counted:
    """The occurrences by criterion, instrument and standing, and the contacts by standing.

    Cells in which nothing is counted are left out.
    """

    cells: Mapping[Cell, Counts]
    contacts: Mapping[Standing, int]


@dataclass(frozen=True, slots=True)
class Behind:
    """Which contacts are looked for: where a criterion has the verdict, of one instrument."""

    criterion: str
    instrument: Instrument
    verdict: Verdict
    standings: frozenset[Standing]


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
    """A card as it was filed: what it rests on, as of when (UTC seconds), and the card itself."""

    contact: str
    code: str
    version: int
    instrument: Instrument
    standing: Standing
    as_of: int
    outcome_hash: str
    card: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one database."""

    database: Mongo

    def counted(self, stretch: Stretch) -> Counted:
        """All that was counted of the version in those days."""
        sums = {name: {"$sum": f"${name}"} for name in _NUMBERS}
        key = {name: f"${name}" for name in Cell._fields}
        wanted = {**_dated(stretch), **_of_rows(stretch.whose)}
        found = self.database.tallies.aggregate(
            [{"$match": wanted}, {"$group": {"_id": key, **sums}}]
        )
        rows = [(row.pop("_id"), {name: int(row[name]) for name in _NUMBERS}) for row in found]
        cells = {
            _cell(key): Counts(**numbers)
            for key, numbers in rows
            if key["criterion"] is not None and any(numbers.values())
        }
        if stretch.whose is not None:
            return Counted(cells, self._contacts(stretch))
        contacts = Counter[Standing]()
        for key, numbers in rows:
            if key["criterion"] is None:
                contacts[_STANDINGS[key["standing"]]] += numbers["contacts"]
        return Counted(cells, contacts)

    def numbers(self, stretch: Stretch, criterion: str, instrument: Instrument) -> Counted:
        """The same of one criterion in cards of one instrument; without its contacts."""
        sums = {name: {"$sum": f"${name}"} for name in _NUMBERS}
        told = {"criterion": criterion, "instrument": instrument.value}
        wanted = {**_dated(stretch), **_of_rows(stretch.whose), **told}
        found = self.database.tallies.aggregate(
            [{"$match": wanted}, {"$group": {"_id": "$standing", **sums}}]
        )
        cells = {
            Cell(criterion, instrument, _STANDINGS[row["_id"]]): Counts(
                **{name: int(row[name]) for name in _NUMBERS}
            )
            for row in found
        }
        return Counted(cells, {})

    def undated(self, stretch: Stretch) -> int:
        """How many contacts of the version are in no period, because nobody knows their day."""
        wanted = {"code": stretch.code, "version": stretch.version, "day": None}
        return self.database.cards.count_documents({**wanted, **_of_cards(stretch.whose)})

    def has_any(self, stretch: Stretch) -> bool:
        """Whether any contact was judged by the version in those days."""
        wanted = {**_dated(stretch), **_of_cards(stretch.whose)}
        return self.database.cards.find_one(wanted, {"_id": 1}) is not None

    def newest_day(self, code: str, version: int, whose: Whose | None) -> str | None:
        """The last day on which a contact judged by the version was opened; None: no contact."""
        wanted = {"code": code, "version": version, "day": {"$gt": ""}, **_of_cards(whose)}
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
        """The contact's cards, by standard; none where the contact is not the reader's to see."""
        wanted = {"contact": contact, **_of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("code", 1), ("version", 1)])
        return tuple(map(_filed, found))

    def reviews_of(self, contact: str, whose: Whose | None) -> tuple[Filed, ...]:
        """The cards of what reviewers said about the contact."""
        about = {"about": contact, "instrument": Instrument.REVIEW.value, "replaced_by": None}
        told = self.database.visits.find(about, {"_id": 1})
        reviews = [each["_id"] for each in told]
        wanted = {"contact": {"$in": reviews}, **_of_cards(whose)}
        found = self.database.cards.find(wanted).sort([("contact", 1), ("code", 1)])
        return tuple(map(_filed, found))

    def _contacts(self, stretch: Stretch) -> Mapping[Standing, int]:
        """How many cards in scope there are, by standing."""
        found = self.database.cards.aggregate(
            [
                {"$match": {**_dated(stretch), **_of_cards(stretch.whose)}},
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
            **_of_cards(stretch.whose, _from(stretch, after)),
        }
        cards = self.database.cards.find(asked, _shown(wanted.criterion), batch_size=_ENOUGH)
        for card in cards.sort([("day", -1), ("contact", 1)]):
            theirs = _occurrences(card, wanted.verdict, stretch.whose)
            if theirs is not None:
                yield _found(card, theirs)


def _dated(stretch: Stretch) -> Document:
    days = {"$gte": stretch.first, "$lte": stretch.last}
    return {"code": stretch.code, "version": stretch.version, "day": days}


def _from(stretch: Stretch, after: str | None) -> Document:
    """The days to look in, from behind the contact that `after` names."""
    day, _, contact = (after or "").partition(" ")
    if not stretch.first <= day <= stretch.last:
        return {"day": {"$gte": stretch.first, "$lte": stretch.last}}
    older = {"day": {"$gte": stretch.first, "$lt": day}}
    return {"$or": [older, {"day": day, "contact": {"$gt": contact}}]}


def _mark_of(card: Found) -> str:
    return f"{card.day} {card.contact}"


def _of_rows(whose: Whose | None) -> Document:
    """Rows of the reader's; those without a criterion count cards, which are nobody's in person."""
    if whose is None:
        return {}
    one_of = {"employee": sorted(whose.employees), "team": sorted(whose.teams)}
    theirs = [{name: {"$in": ids}} for name, ids in one_of.items()]
    return {"criterion": {"$gt": ""}, "$or": theirs}


def _of_cards(whose: Whose | None, also: Document | None = None) -> Document:
    if whose is None:
        return also or {}
    one_of = {"employees": sorted(whose.employees), "teams": sorted(whose.teams)}
    theirs = {"$or": [{name: {"$in": ids}} for name, ids in one_of.items()]}
    return {"$and": [theirs, also]} if also else theirs


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
    card: Document, verdict: Verdict, whose: Whose | None
) -> tuple[Mapping[str, Any], ...] | None:
    """The occurrences of that verdict that are the reader's to see; None where there are none.

    Empty where the finding has that verdict without any occurrence: it is the team's.
    """
    happened = [each for finding in card["findings"] for each in finding["occurrences"]]
    if not happened:
        team = card["card"]["facts"].get("group")
        return () if whose is None or whose.holds(None, team) else None
    theirs = tuple(
        each
        for each in happened
        if (each["verdict"] or Verdict.NOT_APPLICABLE) == verdict
        and (whose is None or whose.holds(each["employee"], each["team"]))
    )
    return theirs or None


def _cell(key: Mapping[str, str]) -> Cell:
    return Cell(key["criterion"], _INSTRUMENTS[key["instrument"]], _STANDINGS[key["standing"]])


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
    )
