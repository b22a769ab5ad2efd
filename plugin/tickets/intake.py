"""What the house gives to the one route: connections, the clock, and a place where all is kept."""

from __future__ import annotations

from plugin.house import Clock, House
from plugin.sealing import SealBroken
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.deliveries import Deliveries
from webhooks.contract import Delivery, Label
from webhooks.needs import NotKept


class HouseIntake:
    """`webhooks.needs.Intake` over the house; one a process, so that requests share writes."""

    def __init__(self, house: House) -> None:
        self._connections = Connections(house.database, house.sealer)
        self._deliveries = Deliveries(house.database, house.sealer)
        self.clock: Clock = house.clock
        self.oldest_signature_seconds = house.config.oldest_signature_seconds

    def connection(self, name: str) -> Connection | None:
        """The connection of that name; None when there is none."""
        try:
            return self._connections.find(name)
        except SealBroken as error:
            raise NotKept("the secrets of this connection cannot be opened") from error

    def keep(
        self, connection: str, label: Label, delivery: Delivery, unreadable: str | None = None
    ) -> bool:
        """Whether the delivery is new; either way it is durable. NotKept when it is not."""
        return self._deliveries.keep(connection, label, delivery, unreadable)
