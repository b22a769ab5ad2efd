"""Counts and judges anew what is filed, and says where it differs: the evidence is the truth.

Counts are compared day by day, each in one snapshot, so the service may run meanwhile. Tickets are
judged anew from their logs as of the instant that their cards say, visits and reviews from what
was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from plugin.house import House
from plugin.stores.filed.cards import Cards, bound_in
from plugin.stores.filed.recounted import Recounted
from plugin.stores.filed.rollups import Rollups
from plugin.stores.filed.tallies import Day, Parts, Rows, nothing, rows_of
from plugin.stores.layout import Mongo
from plugin.stores.transactions import Session, transact
from plugin.tickets.evidence import Evidence, Filed, submissions_of, tickets_of
from scoring.tally.counts import Counts

Told: TypeAlias = "Callable[[str, int, int], None]"  # of what, how many are done, of about how many


def _silent(name: str, number: int, about: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a day's tallies that is not what its cards make it."""

    day: Day
    parts: Parts
    stored: Counts
    counted: Counts


@dataclass(frozen=True, slots=True)
class Misrolled:
    """A day whose rollups, or those of its month, are not the sums of what they are made of."""

    day: Day
    rollups: tuple[str, ...]


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
    misrolled: tuple[Misrolled, ...] = ()

    @property
    def agrees(self) -> bool:
        """Whether what is filed is what the evidence makes it."""
        return not self.rows and not self.misfiled and not self.misrolled


@dataclass(frozen=True, slots=True)
class Recounting:
    """The stores that a recount reads; `told` hears what it does."""

    database: Mongo
    cards: Cards
    rollups: Rollups
    recounted: Recounted
    evidence: tuple[Evidence, ...]
    told: Told = _silent

    def recount(self) -> Recount:
        """What differs; nothing is written."""
        rows: list[Row] = []
        misrolled: list[Misrolled] = []
        days = transact(self.database, self._days)
        for number, day in enumerate(days, 1):
            differing, faults = transact(self.database, partial(self._compare, day))
            rows += differing
            misrolled += [Misrolled(day, faults)] if faults else []
            self.told("tallies", number, len(days))
        judged, misfiled = 0, [*self._orphans()]
        for each in self.evidence:
            number, wrong = self._judge(each)
            judged += number
            misfiled += wrong
        return Recount(judged, tuple(rows), tuple(misfiled), tuple(misrolled))

    def mend(self, found: Recount, now: int) -> None:
        """Makes the tallies what the cards make them, and has misfiled contacts judged anew.

        Cards of contacts that nobody knows go.
        """
        for contact in {contact for contact, _ in self.recounted.orphans()}:
            transact(self.database, partial(self.cards.file, contact, ()))
        for each in found.misfiled:
            transact(self.database, partial(self.cards.redate, each.contact))
        days = {each.day for each in found.rows} | {each.day for each in found.misrolled}
        for day in sorted(days, key=str):
            transact(self.database, partial(self._rebuild, day))
        for each in found.misfiled:
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

    def _days(self, session: Session) -> list[Day]:
        """Every day that has a card or a count, in order."""
        return sorted(self.cards.days(session) | self.rollups.days(session), key=str)

    def _compare(self, day: Day, session: Session) -> tuple[list[Row], tuple[str, ...]]:
        """The rows that differ from the day's cards, and the rollups that are no sums."""
        stored, counted = self.rollups.on_day(day, session), self._fold(day, session)
        rows = [
            Row(day, parts, _counts(stored.get(parts)), _counts(counted.get(parts)))
            for parts in {**stored, **counted}
            if stored.get(parts) != counted.get(parts)
        ]
        return rows, self.rollups.faults(day, session)

    def _rebuild(self, day: Day, session: Session) -> None:
        self.rollups.rebuild(day, self._fold(day, session), session)

    def _fold(self, day: Day, session: Session) -> Rows:
        tally = nothing()
        for each in self.cards.on_day(day, session):
            tally.add(each)
        return rows_of(tally)


def recounting_of(house: House, told: Told = _silent) -> Recounting:
    """A recount of the house's database."""
    database, zone = house.database, house.config.zone
    return Recounting(
        database,
        Cards(database, zone),
        Rollups(database),
        Recounted(database),
        (tickets_of(house), submissions_of(house)),
        told,
    )


def _counts(numbers: tuple[int, ...] | None) -> Counts:
    return Counts(*(numbers or ()))


def faults_in(filed: Sequence[Mapping[str, Any]], made: Iterable[Filed]) -> Iterator[str]:
    """What is wrong with the filed cards of a contact beside those that its evidence makes."""
    told = {(each.id, each.as_of): each for each in made}
    for each in filed:
        said = told.get((each["_id"], each["as_of"]))
        if said is None:
            yield f"{each['_id']} is of a version that does not judge it"
        elif said.outcome_hash != each["outcome_hash"]:
            yield f"{each['_id']} says something else"
        elif said.bound != bound_in(each):
            yield f"{each['_id']} is of others than it binds"
    ids = {each["_id"] for each in filed}
    for key in sorted({key for key, _ in told} - ids):
        yield f"{key} is not filed"
