"""Counts and judges anew what is filed, and says where it differs: the log is the truth.

Tallies are compared slot by slot, each in one snapshot, so the service may run meanwhile. Tickets
are judged anew from their logs as of the instant that their cards say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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

NOTHING = Counts()


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
    """The stores that a recount reads; `seen` hears of each slot and each contact done."""

    database: Mongo
    cards: Cards
    tallies: Tallies
    contacts: Contacts
    events: Events
    standards: InForce
    seen: Callable[[], None] = lambda: None

    def recount(self) -> Recount:
        """What differs; nothing is written."""
        rows = [row for slot in range(SLOTS) for row in self._slot(slot)]
        judged = [self._contact(each) for each in self.contacts.all()]
        return Recount(len(judged), tuple(rows), tuple(each for each in judged if each is not None))

    def mend(self, found: Recount, now: int) -> None:
        """Makes the tallies what the cards make them, and misfiled contacts due to be judged."""
        for slot in sorted({row.slot for row in found.rows}):
            transact(self.database, partial(self._rebuild, slot))
        for each in found.misfiled:
            self.contacts.make_one_due(each.contact, now)

    def size(self) -> int:
        """How often `seen` will be called, about."""
        return SLOTS + self.contacts.number()

    def _slot(self, slot: int) -> list[Row]:
        found = transact(self.database, partial(self._compare, slot))
        self.seen()
        return found

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

    def _contact(self, contact: Contact) -> Misfiled | None:
        wrong = transact(self.database, lambda session: (*self._wrong(contact, session),))
        self.seen()
        return Misfiled(contact.id, wrong) if wrong else None

    def _wrong(self, contact: Contact, session: Session) -> Iterator[str]:
        """What is wrong with each card; the contact is read again, for it may have gone on."""
        known = self.contacts.find(contact.id, session) or contact
        log = self.events.of(known.id, session)
        filed = {
            each["_id"]: each
            for each in self.cards.of(known.id, session)
            if each["instrument"] == Instrument.TICKET
        }
        made_at = {each["as_of"] for each in filed.values()} or {opening_of(log) or 0}
        told = {at: self._judged(known, log, at) for at in made_at}
        for key, each in filed.items():
            if key not in told[each["as_of"]]:
                yield f"{key} judges it by a version that is not in force for it"
            elif told[each["as_of"]][key] != each["outcome_hash"]:
                yield f"{key} says something else"
        for key in sorted({key for each in told.values() for key in each} - filed.keys()):
            yield f"{key} is not filed"

    def _judged(self, contact: Contact, log: Sequence[Event], at: int) -> Mapping[str, str]:
        cards = cards_of(contact.id, contact.opened_at, log, self.standards, at)
        return {card_id(each): outcome_hash(each) for each in cards}


def recounting_of(house: House, seen: Callable[[], None] = lambda: None) -> Recounting:
    """A recount of the house's database."""
    database, zone = house.database, house.config.zone
    return Recounting(
        database,
        Cards(database, zone),
        Tallies(database, zone),
        Contacts(database),
        Events(database),
        Standards(database),
        seen,
    )
