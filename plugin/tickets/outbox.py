"""The outbox station: brings each contact's tags at its helpdesk to what is wanted."""

from __future__ import annotations

from typing import ClassVar

from plugin.house import House
from plugin.stores.tickets.connections import Connection
from plugin.stores.tickets.outbox import Outbox, Wanted
from plugin.tickets.errands import ErrandStation, cannot_call
from webhooks.contract import Brought, Helpdesk


def outbox_station(house: House, worker: str) -> OutboxStation:
    """The station as it runs: real helpdesks, real chance."""
    return OutboxStation(house, worker)


class OutboxStation(ErrandStation[Outbox, Wanted]):
    """Takes the contact that is due longest and brings its tags."""

    name: ClassVar[str] = "outbox"
    store = Outbox

    def why_not(self, connection: Connection) -> str | None:
        """Why nothing is written there; None when tags are."""
        if not connection.write_back:
            return "the connection writes nothing back"
        return cannot_call(connection, "write")

    def go(self, errand: Wanted, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        """Brings the contact's tags."""
        if not self.errands.expect(errand):
            return
        ours = errand.maybe | errand.tags
        talk = helpdesk.bring_tags(errand.contact, errand.tags, ours, connection.account)
        ended = self.line.speak(talk, connection, now)
        if ended is Brought.AGAIN:
            reason = "somebody else keeps changing the contact"
            self.errands.later(errand, self.back_off(errand, now), reason)
        else:
            self.errands.settle(errand, ended, now)
