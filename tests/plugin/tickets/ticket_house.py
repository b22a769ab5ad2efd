"""A house over a test's database that takes signed deliveries and files them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from plugin.config import Config
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import due_station, published_station
from plugin.tickets.intake import HouseIntake
from plugin.tickets.station import DeliveriesStation, deliveries_station
from standards.zones import load_zone
from tests.zendesk_lives import OUR_USER, SECRET, signed
from webhooks.contract import Account
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import take

KEY = new_key()
ACCOUNT = Account("zd-acme", "https://acme.zendesk.example", "pl", OUR_USER)
LIBRARY = Path("standards/library")
BEGINNING = 1_700_000_000  # before every life in the tests


@dataclass(slots=True)
class TicketHouse:
    """The house, its clock (UTC seconds), and one worker's stations."""

    database: Mongo
    now: int = BEGINNING
    worker: str = "one"
    house: House = field(init=False)
    connection: Connection = field(init=False)
    deliveries: DeliveriesStation = field(init=False)
    intake: HouseIntake = field(init=False)

    def __post_init__(self) -> None:
        config = Config(keys=(KEY,), zone=load_zone("Europe/Warsaw"))
        self.house = House(config, self.database, Sealer((KEY,)), lambda: self.now)
        self.connection = Connection(ACCOUNT, "zendesk", (SECRET,))
        self.deliveries = deliveries_station(self.house, self.worker)
        self.intake = HouseIntake(self.house)

    def connect(self) -> None:
        """Lays out the connection that deliveries come over."""
        Connections(self.database, self.house.sealer).keep(self.connection)

    def publish(self, text: bytes, effective_from: int = BEGINNING) -> None:
        """Publishes the standard, and lets its contacts be made due."""
        standards = Standards(self.database)
        why, now = "as agreed", self.now
        publish(standards, text, effective_from=effective_from, by="anna", now=now, why=why)

    def receive(self, bodies: Iterable[bytes]) -> None:
        """Takes signed deliveries in, as the route does."""
        for body in bodies:
            delivery = signed(body, self.now)
            take(self.intake, self.connection, HELPDESKS["zendesk"], delivery)

    def settle(self) -> None:
        """Works until nothing is due at this instant."""
        # These two ask but once an instant, so each time they are new ones.
        silent = published_station(self.house, self.worker), due_station(self.house, self.worker)
        stations = (self.deliveries, *silent)
        while any(each.work_once(self.now) for each in stations):
            pass

    def cards(self) -> dict[str, Document]:
        """Every filed card by its id."""
        return {each["_id"]: each for each in self.database.cards.find()}

    def states(self) -> dict[str, int]:
        """How many deliveries are in each state."""
        found = self.database.deliveries.aggregate([{"$sortByCount": "$state"}])
        return {each["_id"]: each["count"] for each in found}


CONTACT = (LIBRARY / "contact.yaml").read_bytes()
