"""Takes news of a contact in and files its cards: within one transaction, given as its session.

The contact's own document comes first: two transactions about one contact collide there, and the
later one sees what the other wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from plugin.house import House
from plugin.measures import Measures
from plugin.stores.filed.cards import Cards
from plugin.stores.tickets.connections import Connections
from plugin.stores.tickets.contacts import Contact, Contacts
from plugin.stores.tickets.events import Events, news_in, without_words
from plugin.stores.tickets.outbox import Outbox
from plugin.stores.tickets.texts import Texts
from plugin.stores.training.bindings import Bindings
from plugin.stores.transactions import Session
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import Binding, InForce, cards_of, due_at, graced_of
from scoring.evidence import Event, EventKind
from scoring.tags import tags_of
from webhooks.contract import News


@dataclass(frozen=True, slots=True)
class Filing:
    """The stores that a ticket's way goes through."""

    contacts: Contacts
    events: Events
    texts: Texts
    cards: Cards
    outbox: Outbox
    standards: InForce
    bindings: Binding
    connections: Connections
    measures: Measures

    def take_in(
        self, contact: str, connection: str, told: Sequence[News], now: int, session: Session
    ) -> bool:
        """Appends what is told of the contact to its log and files its cards; whether they changed.

        What was known already changes nothing.
        """
        was, held = self.contacts.hold(contact, connection, _opening_in(told), session)
        log = self.events.of(contact, session)
        new = news_in(log, [event for each in told for event in each.events])
        self._keep(contact, new, told, now, session)
        if was is not None and not new and was.opened_at == held.opened_at:
            return False
        return self._judge(held, _with(log, new), now, session)

    def judge_anew(self, taken: dict[str, Any], now: int, session: Session) -> bool:
        """Judges the contact of the lease as of now; whether its cards changed.

        False also when the lease is no longer ours: somebody else judges it.
        """
        held = self.contacts.hold_taken(taken, session)
        return held is not None and self._judge(
            held, self.events.of(held.id, session), now, session
        )

    def _keep(
        self, contact: str, new: Sequence[Event], told: Sequence[News], now: int, session: Session
    ) -> None:
        self.events.keep(new, session)
        self.texts.keep(new, now, session)
        redacted = {each for news in told for each in news.redacted}
        self.texts.take_back(contact, sorted(redacted), now, session)

    def _judge(self, contact: Contact, log: Sequence[Event], now: int, session: Session) -> bool:
        began = perf_counter()
        known = (contact.id, contact.opened_at, log, self.standards)
        cards = cards_of(*known, now)
        graced = graced_of(*known, self.bindings, now)
        self.measures.judged(perf_counter() - began)
        changed = self.cards.file(contact.id, cards, session, graced)
        connection = self.connections.find(contact.connection) if changed else None
        if connection is not None:
            tags = tags_of(cards, connection.account.prefix)
            self.outbox.want(contact.id, contact.connection, tags, now, session)
        every = (*cards, *(each.card for each in graced))
        self.contacts.judged(contact, due_at(every, log, now), session)
        return changed


def filing_of(house: House) -> Filing:
    """The stores of the house."""
    database, standards = house.database, Standards(house.database)
    return Filing(
        contacts=Contacts(database),
        events=Events(database),
        texts=Texts(database, house.sealer, house.config.text_days),
        cards=Cards(database, house.config.zone),
        outbox=Outbox(database),
        standards=standards,
        bindings=Bindings(database, house.config.zone, standards),
        connections=Connections(database, house.sealer),
        measures=house.measures,
    )


def _opening_in(told: Sequence[News]) -> int | None:
    """The earliest opening that is told; None: none is."""
    said = [each.opened_at for each in told if each.opened_at is not None]
    opened = [one.at for each in told for one in each.events if one.kind is EventKind.OPENED]
    return min([*said, *opened], default=None)


def _with(log: Sequence[Event], new: Sequence[Event]) -> tuple[Event, ...]:
    """The log with what is new, which stands in for earlier tellings."""
    known = {each.id: each for each in log} | {each.id: without_words(each) for each in new}
    return tuple(known.values())
