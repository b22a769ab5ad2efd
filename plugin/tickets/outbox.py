"""The outbox station: brings each contact's tags at its helpdesk to what is wanted."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import ClassVar

from plugin.house import House
from plugin.stores.connections import Connection
from plugin.stores.outbox import Outbox, Wanted
from plugin.tickets.errands import ErrandStation, cannot_call
from plugin.tickets.line import Line
from webhooks.contract import Brought, Helpdesk
from webhooks.helpdesks import HELPDESKS


def outbox_station(house: House, worker: str) -> OutboxStation:
    """The station as it runs: real helpdesks, real chance."""
    return OutboxStation(house, worker)


class OutboxStation(ErrandStation[Wanted]):
    """Takes the contact that is due longest and brings its tags. `chance` gives 0..1."""

    name: ClassVar[str] = "outbox"

    def __init__(
        self,
        house: House,
        worker: str,
        line: Line | None = None,
        helpdesks: Mapping[str, Helpdesk] = HELPDESKS,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._outbox = Outbox(house.database, worker)
        super().__init__(house, self._outbox, line, helpdesks, chance)

    def why_not(self, connection: Connection) -> str | None:
        """Why nothing is written there; None when tags are."""
        if not connection.write_back:
            return "the connection writes nothing back"
        return cannot_call(connection, "write")

    def go(self, errand: Wanted, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        """Brings the contact's tags."""
        if not self._outbox.expect(errand):
            return
        ours = errand.maybe | errand.tags
        talk = helpdesk.bring_tags(errand.contact, errand.tags, ours, connection.account)
        ended = self._line.speak(talk, connection, now)
        if ended is Brought.AGAIN:
            reason = "somebody else keeps changing the contact"
            self._outbox.later(errand, self.back_off(errand, now), reason)
        else:
            self._outbox.settle(errand, ended, now)
