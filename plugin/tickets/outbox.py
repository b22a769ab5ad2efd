"""The outbox station: brings each contact's tags at its helpdesk to what is wanted."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from threading import BoundedSemaphore

import structlog

from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.breakers import Breakers
from plugin.stores.connections import Connection, Connections
from plugin.stores.outbox import Outbox, Wanted
from plugin.tickets.line import Line
from plugin.tickets.sender import NotLetIn, Paused, Sender, Unanswered
from webhooks.contract import Brought, CallRefused, Helpdesk
from webhooks.helpdesks import HELPDESKS

MOST_TRIES = 8  # of a contact whose answers make no sense, before a person must look
SHORTEST_BACK_OFF, LONGEST_BACK_OFF = 5, 3600  # seconds
KEYS_SECONDS = 60  # between two looks whether a key opens a connection's secrets by now

# Of a process's threads so many may wait for helpdesks: the others go on judging.
_WAITING = BoundedSemaphore(2)

_log = structlog.get_logger("plumbline.outbox")


def outbox_station(house: House, worker: str) -> OutboxStation:
    """The station as it runs: real helpdesks, real chance."""
    line = Line(Breakers(house.database), Sender(), random.random)
    return OutboxStation(house, worker, line, HELPDESKS, random.random)


class OutboxStation:
    """Takes the contact that is due longest and talks to its helpdesk. `chance` gives 0..1."""

    name = "outbox"

    def __init__(
        self,
        house: House,
        worker: str,
        line: Line,
        helpdesks: Mapping[str, Helpdesk],
        chance: Callable[[], float],
    ) -> None:
        self._outbox = Outbox(house.database, worker)
        self._connections = Connections(house.database, house.sealer)
        self._breakers = Breakers(house.database)
        self._line = line
        self._helpdesks = helpdesks
        self._chance = chance

    def work_once(self, now: int) -> bool:
        """Whether a contact was taken; what came of it stands in the outbox."""
        if not self._outbox.is_due(now) or not _WAITING.acquire(blocking=False):
            return False
        try:
            wanted = self._outbox.take(now, self._breakers.barred(now))
            if wanted is not None:
                self._work(wanted, now)
            return wanted is not None
        finally:
            _WAITING.release()

    def stop(self, now: int) -> None:
        """Gives back what was taken and not ended."""
        self._outbox.give_back(now)

    def _work(self, wanted: Wanted, now: int) -> None:
        try:
            connection = self._connections.find(wanted.connection)
        except SealBroken as error:
            self._outbox.later(wanted, now + KEYS_SECONDS, str(error), counts=False)
            return
        helpdesk = self._helpdesks.get(connection.helpdesk) if connection else None
        if connection is None or helpdesk is None or not _may_write(connection):
            self._hold(wanted, _why_held(connection, helpdesk), now)
        elif not self._line.is_well(connection, helpdesk.who_we_are(connection.account), now):
            self._outbox.later(wanted, now, "the connection is left in peace", counts=False)
        elif self._outbox.expect(wanted):
            self._bring(wanted, connection, helpdesk, now)

    def _hold(self, wanted: Wanted, reason: str, now: int) -> None:
        """Holds it, and looks again: whoever connects anew may have released what was held then."""
        self._outbox.hold(wanted, reason)
        connection = self._connections.find(wanted.connection, as_now=True)
        if connection and connection.helpdesk in self._helpdesks and _may_write(connection):
            self._outbox.release(wanted.connection, now)

    def _bring(self, wanted: Wanted, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        ours = wanted.maybe | wanted.tags
        talk = helpdesk.bring_tags(wanted.contact, wanted.tags, ours, connection.account)
        try:
            ended = self._line.speak(talk, connection, now)
        except Paused as error:
            self._outbox.later(wanted, error.until, str(error), counts=False)
        except (Unanswered, NotLetIn) as error:
            self._outbox.later(wanted, self._back_off(wanted, now), str(error))
        except CallRefused as error:
            self._later_or_bury(wanted, now, str(error))
        except Exception as error:
            # A fault of ours: this contact waits, the others do not; the loop tells of it.
            self._later_or_bury(wanted, now, f"unforeseen: {type(error).__name__}")
            raise
        else:
            self._ended(wanted, ended, now)

    def _ended(self, wanted: Wanted, ended: Brought, now: int) -> None:
        if ended is Brought.AGAIN:
            reason = "somebody else keeps changing the contact"
            self._outbox.later(wanted, self._back_off(wanted, now), reason)
        else:
            self._outbox.settle(wanted, ended, now)

    def _later_or_bury(self, wanted: Wanted, now: int, reason: str) -> None:
        if wanted.tries < MOST_TRIES:
            self._outbox.later(wanted, self._back_off(wanted, now), reason)
        elif self._outbox.bury(wanted, reason, now):
            _log.error("tags are set aside", contact=wanted.contact, reason=reason)

    def _back_off(self, wanted: Wanted, now: int) -> int:
        """When to try again: twice as long after each try, half of it by chance."""
        longest = min(SHORTEST_BACK_OFF << min(wanted.tries - 1, 12), LONGEST_BACK_OFF)
        return now + max(1, round(longest * (1 + self._chance()) / 2))


def _may_write(connection: Connection) -> bool:
    return connection.write_back and connection.user is not None and connection.token is not None


def _why_held(connection: Connection | None, helpdesk: Helpdesk | None) -> str:
    if connection is None:
        return "there is no such connection"
    if helpdesk is None:
        return f"nobody here speaks {connection.helpdesk}"
    if not connection.write_back:
        return "the connection writes nothing back"
    return "the connection has no user and token to write with"
