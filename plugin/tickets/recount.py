"""Counts and judges anew what is filed, and says where it differs: the log is the truth.

Tallies are compared slot by slot, each in one snapshot, so the service may run meanwhile. Tickets
are judged anew from their logs as of the instant that their cards say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from plugin.house import House
from plugin.stores.cards import Cards, card_id
from plugin.stores.contacts import Contact, Contacts
from plugin.stores.events import Events
from plugin.stores.layout import Mongo
from plugin.stores.standards import Standards
from plugin.stores.tallies import SLOTS, Tallies
from plugin.stores.transactions import Session, transact
from plugin.tickets.judging import InForce, cards_of, opening_of
from scoring.evidence import Event
from scoring.outcome import outcome_hash
from scoring.tally.counts import Counts
from scoring.tally.tally import Key
from standards.kinds import Instrument

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
    """A ticket whose cards are not what its log makes them: those that are wrong, and how."""

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
        """Whether what is filed is what the log makes it."""
        return not self.rows and not self.misfiled


@dataclass(frozen=True, slots=True)
class Recounting:
    """The stores that a recount reads; `told` hears what it does: name, number done, of about."""

    database: Mongo
    cards: Cards
    tallies: Tallies
    contacts: Contacts
    events: Events
    standards: InForce
    told: Told = _silent

    def recount(self) -> Recount:
        """What differs; nothing is written."""
        rows = []
        for slot in range(SLOTS):
            rows += transact(self.database, partial(self._compare, slot))
            self.told("tallies", slot + 1, SLOTS)
        contacts, misfiled = self._judge_all()
        return Recount(contacts, tuple(rows), tuple(misfiled))

    def mend(self, found: Recount, now: int) -> None:
        """Makes the tallies what the cards make them, and misfiled contacts due to be judged."""
        for slot in sorted({row.slot for row in found.rows}):
            transact(self.database, partial(self._rebuild, slot))
        for each in found.misfiled:
            self.contacts.make_one_due(each.contact, now)

    def _judge_all(self) -> tuple[int, list[Misfiled]]:
        """How many contacts there are, and those that are misfiled."""
        number, misfiled, about = 0, [], self.contacts.number()
        for number, each in enumerate(self.contacts.all(), 1):
            wrong = transact(self.database, partial(self._wrong, each))
            if wrong:
                misfiled.append(Misfiled(each.id, wrong))
            self.told("contacts", number, about)
        return number, misfiled

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

    def _wrong(self, contact: Contact, session: Session) -> tuple[str, ...]:
        """What is wrong with its cards; the contact is read again, for it may have gone on."""
        known = self.contacts.find(contact.id, session) or contact
        log = self.events.of(known.id, session)
        of_tickets = Instrument.TICKET.value
        filed = [
            each for each in self.cards.of(known.id, session) if each["instrument"] == of_tickets
        ]
        made_at = {each["as_of"] for each in filed} or {opening_of(log) or 0}
        told = {at: self._judged(known, log, at) for at in made_at}
        missing = {key for each in told.values() for key in each} - {each["_id"] for each in filed}
        return (
            *(f"{key} is not filed" for key in sorted(missing)),
            *(fault for each in filed for fault in _faults(each, told[each["as_of"]])),
        )

    def _judged(self, contact: Contact, log: Sequence[Event], at: int) -> Mapping[str, str]:
        cards = cards_of(contact.id, contact.opened_at, log, self.standards, at)
        return {card_id(each): outcome_hash(each) for each in cards}


def recounting_of(house: House, told: Told = _silent) -> Recounting:
    """A recount of the house's database."""
    database, zone = house.database, house.config.zone
    return Recounting(
        database,
        Cards(database, zone),
        Tallies(database, zone),
        Contacts(database),
        Events(database),
        Standards(database),
        told,
    )


def _faults(filed: Mapping[str, Any], told: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a filed card beside what its log makes, by outcome hash."""
    key = filed["_id"]
    if key not in told:
        yield f"{key} is of a version that does not judge it"
    elif told[key] != filed["outcome_hash"]:
        yield f"{key} says something else"
