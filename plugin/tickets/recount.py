"""Counts and judges anew what is filed, and says where it differs: the evidence is the truth.

Tallies are compared slot by slot, each in one snapshot, so the service may run meanwhile. Tickets
are judged anew from their logs as of the instant that their cards say, visits and reviews from
what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from plugin.house import House
from plugin.stores.cards import Cards
from plugin.stores.layout import Mongo
from plugin.stores.recounted import Recounted
from plugin.stores.tallies import SLOTS, Tallies
from plugin.stores.transactions import Session, transact
from plugin.tickets.evidence import Evidence, Filed, submissions_of, tickets_of
from scoring.tally.counts import Counts
from scoring.tally.tally import Key

Told: TypeAlias = "Callable[[str, int, int], None]"  # of what, how many are done, of about how many
NOTHING = Counts()


def _silent(name: str, number: int, about: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a slot's tallies that is not what its cards make it."""

    slot: int
    key: Key
    stored: Counts
    counted: Counts


@dataclass(frozen=True, slots=True)
class Misfiled:
    """A contact whose cards are not what its evidence makes them: what is wrong with each."""

    contact: str
    cards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recount:
    """How many contacts were judged anew, and all that differs."""

    contacts: int
    rows: tuple[Row, ...]
    misfiled: tuple[Misfiled, ...]

    @property
    def agrees(self) -> bool:
        """Whether what is filed is what the evidence makes it."""
        return not self.rows and not self.misfiled


@dataclass(frozen=True, slots=True)
class Recounting:
    """The stores that a recount reads; `told` hears what it does."""

    database: Mongo
    cards: Cards
    tallies: Tallies
    recounted: Recounted
    evidence: tuple[Evidence, ...]
    told: Told = _silent

    def recount(self) -> Recount:
        """What differs; nothing is written."""
        rows: list[Row] = []
        for slot in range(SLOTS):
            rows += transact(self.database, partial(self._compare, slot))
            self.told("tallies", slot + 1, SLOTS)
        number, misfiled = 0, [*self._orphans()]
        for each in self.evidence:
            judged, wrong = self._judge(each)
            number += judged
            misfiled += wrong
        return Recount(number, tuple(rows), tuple(misfiled))

    def mend(self, found: Recount, now: int) -> None:
        """Makes the tallies what the cards make them, and has misfiled contacts judged anew.

        Cards of contacts that nobody knows go.
        """
        for contact in {contact for contact, _ in self.recounted.orphans()}:
            transact(self.database, partial(self.cards.file, contact, ()))
        for slot in sorted({row.slot for row in found.rows}):
            transact(self.database, partial(self._rebuild, slot))
        for each in found.misfiled:
            self.cards.redate(each.contact)
            for evidence in self.evidence:
                evidence.make_due(each.contact, now)

    def _orphans(self) -> Iterator[Misfiled]:
        for contact, key in self.recounted.orphans():
            yield Misfiled(contact, (f"{key} is of a contact that nobody knows",))

    def _judge(self, evidence: Evidence) -> tuple[int, list[Misfiled]]:
        """How many contacts of this evidence there are, and those that are misfiled."""
        number, wrong, about = 0, [], evidence.number()
        for number, contact in enumerate(evidence.contacts(), 1):
            faults = transact(self.database, partial(self._faults, evidence, contact))
            if faults:
                wrong.append(Misfiled(contact, faults))
            self.told(evidence.name, number, about)
        return number, wrong

    def _faults(self, evidence: Evidence, contact: str, session: Session) -> tuple[str, ...]:
        filed = self.cards.of(contact, session)
        made = evidence.judged(contact, filed, session)
        if made is None:
            return ()
        undated = [each["_id"] for each in filed if not self.cards.is_dated(each)]
        return *faults_in(filed, made), *(f"{key} lies on a day of another zone" for key in undated)

    def _compare(self, slot: int, session: Session) -> list[Row]:
        stored, counted = self.tallies.in_slot(slot, session), self._fold(slot, session)
        return [
            Row(slot, key, stored.get(key, NOTHING), counted.get(key, NOTHING))
            for key in {**stored, **counted}
            if stored.get(key) != counted.get(key)
        ]

    def _rebuild(self, slot: int, session: Session) -> None:
        self.tallies.replace(slot, self._fold(slot, session), session)

    def _fold(self, slot: int, session: Session) -> Mapping[Key, Counts]:
        tally = self.tallies.nothing()
        for each in self.cards.in_slot(slot, session):
            tally.add(each)
        return tally.rows()


def recounting_of(house: House, told: Told = _silent) -> Recounting:
    """A recount of the house's database."""
    database, zone = house.database, house.config.zone
    return Recounting(
        database,
        Cards(database, zone),
        Tallies(database, zone),
        Recounted(database),
        (tickets_of(house), submissions_of(house)),
        told,
    )


def faults_in(filed: Sequence[Mapping[str, Any]], made: Iterable[Filed]) -> Iterator[str]:
    """What is wrong with the filed cards of a contact beside those that its evidence makes."""
    hashes = {(each.id, each.as_of): each.outcome_hash for each in made}
    standing = {(each["_id"], each["as_of"]) for each in filed}
    for each in filed:
        said = hashes.get((each["_id"], each["as_of"]))
        if said is None:
            yield f"{each['_id']} is of a version that does not judge it"
        elif said != each["outcome_hash"]:
            yield f"{each['_id']} says something else"
    ids = {key for key, _ in standing}
    for key in sorted({key for key, _ in hashes} - ids):
        yield f"{key} is not filed"
