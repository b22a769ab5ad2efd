"""The cards behind one person's figures: examples of what was met or missed, and what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from plugin.stores.layout import Document, Mongo
from plugin.stores.plain import plain
from plugin.stores.stretches import Stretch
from scoring.judge import Verdict
from scoring.scorecard import Standing
from standards.kinds import Instrument

_INDEX = "employees"  # of the cards: by version, employee and day, so nobody else's are read
_ENOUGH = 20  # cards read at a time
_INSTRUMENTS = {each.value: each for each in Instrument}


@dataclass(frozen=True, slots=True)
class Example:
    """One occurrence of a criterion: in which contact, opened on which day, and all known of it."""

    contact: str
    instrument: Instrument
    day: str
    verdict: Verdict
    occurrence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnCards:
    """The cards in which those of `stretch.whose.employees` have an occurrence."""

    database: Mongo

    def has_any(self, stretch: Stretch) -> bool:
        """Whether there is a final or provisional one."""
        asked = _theirs(stretch)
        return self.database.cards.find_one(asked, {"_id": 1}, hint=_INDEX) is not None

    def open(self, stretch: Stretch) -> int:
        """How many are provisional: contacts still open, visits and reviews not accepted."""
        asked = {**_theirs(stretch), "standing": Standing.PROVISIONAL.value}
        return self.database.cards.count_documents(asked, hint=_INDEX)

    def examples(
        self, stretch: Stretch, criterion: str, verdicts: tuple[Verdict, ...], most: int
    ) -> tuple[Example, ...]:
        """Final contacts with an occurrence of theirs of one of the verdicts, one of each contact.

        Those of an earlier verdict come first, then the newest.
        """
        found: list[Example] = []
        for verdict in verdicts:
            known = {each.contact for each in found}
            new = (
                each
                for each in self._examples(stretch, criterion, verdict)
                if each.contact not in known
            )
            found += islice(new, most - len(found))
        return tuple(found)

    def _examples(self, stretch: Stretch, criterion: str, verdict: Verdict) -> Iterator[Example]:
        marked = {"marks": f"{criterion} {verdict}", "standing": Standing.FINAL.value}
        cards = self._found({**_theirs(stretch), **marked}, _told(criterion))
        theirs = stretch.whose.employees if stretch.whose is not None else frozenset()
        for card in cards:
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


def _theirs(stretch: Stretch) -> Document:
    theirs = stretch.whose.employees if stretch.whose is not None else frozenset()
    return {
        "code": stretch.code,
        "version": stretch.version,
        "employees": {"$in": sorted(theirs)},
        "day": {"$gte": stretch.first, "$lte": stretch.last},
    }


def _told(criterion: str) -> Document:
    """Of a card only its findings of the one criterion."""
    of_criterion = {
        "$filter": {
            "input": "$card.findings",
            "cond": {"$eq": ["$$this.criterion", {"$literal": criterion}]},
        }
    }
    return {**dict.fromkeys(("contact", "instrument", "day"), 1), "findings": of_criterion}


def _example(card: Document, verdict: Verdict, occurrence: Document) -> Example:
    return Example(
        card["contact"], _INSTRUMENTS[card["instrument"]], card["day"], verdict, plain(occurrence)
    )
