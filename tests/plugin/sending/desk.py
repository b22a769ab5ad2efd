"""A house that writes to a fake Zendesk, with a clock that a test sets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.outbox import Outbox
from plugin.stores.transactions import transact
from plugin.tickets.line import Line
from plugin.tickets.outbox import OutboxStation
from plugin.tickets.sender import Sender
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.loopback import LOOPBACK
from webhooks.contract import Account
from webhooks.helpdesks import HELPDESKS

NOW = 1_772_439_240  # 2026-03-02T08:14:00Z
NAME = "zd-acme"
KEY = new_key()
SECRET = "the-secret-that-signs"


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is told."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now

    def pass_by(self, seconds: int) -> int:
        """The instant so many seconds later."""
        self.now += seconds
        return self.now


def contact_of(ticket: int, connection: str = NAME) -> str:
    return f"{connection}/ticket/{ticket}"


def connection_to(zendesk: FakeZendesk, name: str = NAME, **told: Any) -> Connection:
    account = Account(name, zendesk.address, "pl", str(zendesk.user.id))
    made = Connection(account, "zendesk", (SECRET,), USER.email, USER.token, True)
    return replace(made, **told)


@dataclass(slots=True)
class Desk:
    """The outbox of a house that is connected with the fake."""

    database: Mongo
    zendesk: FakeZendesk
    clock: Clock
    worker: str = "one"
    chance: float = 0.5
    house: House = field(init=False)
    station: OutboxStation = field(init=False)

    def __post_init__(self) -> None:
        self.house = House(
            Config(private_addresses=LOOPBACK), self.database, Sealer([KEY]), self.clock
        )
        line = Line(self.breakers, Sender(private=LOOPBACK), lambda: self.chance)
        self.station = OutboxStation(self.house, self.worker, line, HELPDESKS, lambda: self.chance)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.database, self.worker)

    @property
    def breakers(self) -> Breakers:
        return Breakers(self.database)

    def connect(self, name: str = NAME, **told: Any) -> Connection:
        """Keeps a connection with the fake."""
        made = connection_to(self.zendesk, name, **told)
        Connections(self.database, self.house.sealer).keep(made)
        return made

    def want(self, ticket: int, *tags: str, connection: str = NAME) -> None:
        """Wants these tags, as filing does: in a transaction."""
        contact = contact_of(ticket, connection)

        def wanted(session: Any) -> None:
            self.outbox.want(contact, connection, frozenset(tags), self.clock.now, session)

        transact(self.database, wanted)

    def work(self) -> int:
        """How many contacts were taken before nothing was due at this instant."""
        taken = 0
        while self.station.work_once(self.clock.now):
            taken += 1
            assert taken < 200, "it goes round in circles"
        return taken

    def document(self, ticket: int, connection: str = NAME) -> Document:
        """What the outbox holds of the ticket; empty when nothing."""
        return self.database.outbox.find_one({"_id": contact_of(ticket, connection)}) or {}

    def state(self, ticket: int) -> str:
        return str(self.document(ticket)["state"])

    def tags(self, ticket: int) -> set[str]:
        """What stands at the helpdesk."""
        return set(self.zendesk.tickets.tags(ticket))
