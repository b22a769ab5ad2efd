"""The cards behind one person's figures: examples of what was met or missed, and what is open.

Theirs are the counted cards of a version while it bound them, and its cards of their grace: those
of contacts that a newer version, which did not bind them yet, judged for everybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from plugin.stores.filed.cards import COUNTED, bound_in, card_of
from plugin.stores.filed.stretches import Stretch
from plugin.stores.filed.tallies import KEYED, Rows, nothing, rows_of
from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from scoring.judge import Verdict
from scoring.scorecard import Standing
from scoring.tally.counts import Counts
from standards.kinds import Instrument

_INDEX = "employees"  # of the cards: by version, employee and day, so nobody else's are read
_ENOUGH = 20  # cards read at a time
_INSTRUMENTS = {each.value: each for each in Instrument}


@dataclass(frozen=True, slots=True)
class Example:
    """One occurrence of a criterion: in which contact, opened on which day, and all known of it.

    `graced` says that the card is one of a grace, beside that of the version in force.
    """

    contact: str
    instrument: Instrument
    day: str
    verdict: Verdict
    occurrence: Mapping[str, Any]
    graced: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What is asked for of those of `stretch.whose.employees`.

    `away` is from which second until just before which they were in grace of the version (None:
    never), `assigned` whether they may have been in grace of any.
    """

    stretch: Stretch
    away: tuple[int, int] | None = None
    assigned: bool = False

    @property
    def employees(self) -> frozenset[str]:
        """The identities that it is about."""
        whose = self.stretch.whose
        return frozenset() if whose is None else whose.employees


@dataclass(frozen=True, slots=True)
class OwnCards:
    """The cards in which those that are asked for have an occurrence."""

    database: Mongo

    def has_any(self, own: Own) -> bool:
        """Whether there is a final or provisional one."""
        asked = _theirs(own)
        return self.database.cards.find_one(asked, {"_id": 1}, hint=_INDEX) is not None

    def open(self, own: Own) -> frozenset[str]:
        """Those that are provisional: contacts still open, visits and reviews not accepted."""
        asked = {**_theirs(own), "standing": Standing.PROVISIONAL.value}
        found = self.database.cards.find(asked, {"contact": 1}, hint=_INDEX)
        return frozenset(each["contact"] for each in found)

    def counted(self, own: Own, days: Iterable[str]) -> Mapping[str, Mapping[str, Counts]]:
        """By identity and criterion what final cards of their graces count, and others of the days.

        The days are `YYYY-MM-DD`; what tallies count of them is not counted with them.
        """
        asked = _those(own, {**_not_away(own), "day": {"$in": sorted(days)}})
        asked["standing"] = Standing.FINAL.value
        tally = nothing()
        told = {"card": 1, "grace": 1, "bound": 1}
        for each in self.database.cards.find(asked, told, batch_size=_ENOUGH).hint(_INDEX):
            card, theirs = card_of(each), _bound_of(each, own)
            own_ones = tuple(one for one in card.occurrences if one.employee in theirs)
            tally.add(card._replace(occurrences=own_ones))
        return _by_employee(rows_of(tally))

    def examples(
        self, own: Own, criterion: str, verdicts: tuple[Verdict, ...], most: int
    ) -> tuple[Example, ...]:
        """Final contacts with an occurrence of theirs of one of the verdicts, one of each contact.

        Those of an earlier verdict come first, then the newest.
        """
        found: list[Example] = []
        for verdict in verdicts:
            known = {each.contact for each in found}
            new = (
                each
                for each in self._examples(own, criterion, verdict)
                if each.contact not in known
            )
            found += islice(new, most - len(found))
        return tuple(found)

    def _examples(self, own: Own, criterion: str, verdict: Verdict) -> Iterator[Example]:
        marked = {"marks": f"{criterion} {verdict}", "standing": Standing.FINAL.value}
        for card in self._found({**_theirs(own), **marked}, _told(criterion)):
            theirs = _bound_of(card, own)
            happened = (each for finding in card["findings"] for each in finding["occurrences"])
            one = next(
                (
                    each
                    for each in happened
                    if each["employee"] in theirs and each["verdict"] == verdict
                ),
                None,
            )
            if one is not None:
                yield _example(card, verdict, one)

    def _found(self, asked: Document, told: Document) -> Iterator[Document]:
        """The cards, read as far as they are taken: a colleague's occurrence may bear the mark."""
        found = self.database.cards.find(asked, told, batch_size=_ENOUGH)
        yield from found.sort([("day", -1), ("contact", 1)]).hint(_INDEX)


def _theirs(own: Own) -> Document:
    return _those(own, _not_away(own))


def _those(own: Own, counted: Document) -> Document:
    """Their cards: of those that are counted such as that, and those of their graces."""
    stretch, theirs = own.stretch, sorted(own.employees)
    asked: Document = {
        "code": stretch.code,
        "version": stretch.version,
        "employees": {"$in": theirs},
        "day": {"$gte": stretch.first, "$lte": stretch.last},
    }
    if not own.assigned:
        return {**asked, **COUNTED, **counted}
    return {**asked, "$or": [{**COUNTED, **counted}, {"grace": True, "bound": {"$in": theirs}}]}


def _not_away(own: Own) -> Document:
    if own.away is None:
        return {}
    return {"opened_at": {"$not": {"$gte": own.away[0], "$lt": own.away[1]}}}


def _bound_of(card: Document, own: Own) -> frozenset[str]:
    """The identities of theirs whose occurrences on the card are theirs."""
    bound = bound_in(card)
    return own.employees if bound is None else own.employees & frozenset(bound)


def _by_employee(rows: Rows) -> Mapping[str, Mapping[str, Counts]]:
    found: defaultdict[str, dict[str, Counts]] = defaultdict(dict)
    for parts, numbers in rows.items():
        key = dict(zip(KEYED, parts, strict=True))
        criterion, employee = key["criterion"], key["employee"]
        if criterion is not None and employee is not None:
            known = found[employee].get(criterion, Counts())
            found[employee][criterion] = known + Counts(*numbers)
    return found


def _told(criterion: str) -> Document:
    """Of a card only its findings of the one criterion."""
    of_criterion = {
        "$filter": {
            "input": "$card.findings",
            "cond": {"$eq": ["$$this.criterion", {"$literal": criterion}]},
        }
    }
    shown = ("contact", "instrument", "day", "grace", "bound")
    return {**dict.fromkeys(shown, 1), "findings": of_criterion}


def _example(card: Document, verdict: Verdict, occurrence: Document) -> Example:
    return Example(
        card["contact"],
        _INSTRUMENTS[card["instrument"]],
        card["day"],
        verdict,
        plain(occurrence),
        graced=bound_in(card) is not None,
    )
