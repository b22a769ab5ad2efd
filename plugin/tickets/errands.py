"""What the stations of errands share: who may be spoken with, and what becomes of what fails."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from threading import BoundedSemaphore
from typing import Any, ClassVar, Generic, TypeVar

import structlog

from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.layout import Mongo
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.errands import Errand, Errands
from plugin.stores.transactions import is_passing
from plugin.tickets.line import Line
from plugin.tickets.sender import NotLetIn, Paused, Sender, Unanswered
from webhooks.contract import CallRefused, Helpdesk
from webhooks.helpdesks import HELPDESKS

MOST_TRIES = 8  # of a contact whose answers make no sense, before a person must look
SHORTEST_BACK_OFF, LONGEST_BACK_OFF = 5, 3600  # seconds
KEYS_SECONDS = 60  # between two looks whether a key opens a connection's secrets by now

# Of a process's threads so many may wait for helpdesks: the others go on judging.
_WAITING = BoundedSemaphore(2)

_log = structlog.get_logger("plumbline.errands")

E = TypeVar("E", bound=Errand)
S = TypeVar("S", bound=Errands[Any])


class ErrandStation(ABC, Generic[S, E]):
    """Takes the contact that is due longest and talks to its helpdesk. `chance` gives 0..1.

    `store` makes the errands of a database, for the worker of that name.
    """

    name: ClassVar[str]
    store: Callable[[Mongo, str], S]

    def __init__(
        self,
        house: House,
        worker: str,
        line: Line | None = None,
        helpdesks: Mapping[str, Helpdesk] = HELPDESKS,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.house = house
        self.errands: S = type(self).store(house.database, worker)
        self._connections = Connections(house.database, house.sealer)
        self._breakers = Breakers(house.database)
        sender = Sender(private=house.config.private_addresses)
        self.line = line or Line(self._breakers, sender, chance)
        self._helpdesks = helpdesks
        self._chance = chance

    def work_once(self, now: int) -> bool:
        """Whether a contact was taken; what came of it stands with the errand."""
        if not self.errands.is_due(now) or not _WAITING.acquire(blocking=False):
            return False
        try:
            errand = self.errands.take(now, self._breakers.barred(now))
            if errand is not None:
                self._work(errand, now)
            return errand is not None
        finally:
            _WAITING.release()

    def stop(self, now: int) -> None:
        """Gives back what was taken and not ended."""
        self.errands.give_back(now)

    @abstractmethod
    def why_not(self, connection: Connection) -> str | None:
        """Why nothing can be done at the connection; None when it can."""

    @abstractmethod
    def go(self, errand: E, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        """Does the errand. Whatever of `Line.speak` it raises is seen to."""

    def back_off(self, errand: E, now: int) -> int:
        """When to try the errand again."""
        return backed_off(errand.tries, LONGEST_BACK_OFF, self._chance(), now)

    def _work(self, errand: E, now: int) -> None:
        try:
            connection = self._connections.find(errand.connection)
        except SealBroken as error:
            self.errands.later(errand, now + KEYS_SECONDS, str(error), counts=False)
            return
        helpdesk = self._helpdesks.get(connection.helpdesk) if connection else None
        held = self._why_held(connection)
        if held is not None or connection is None or helpdesk is None:
            self._hold(errand, held or "", now)
        elif not self.line.is_well(connection, helpdesk.who_we_are(connection.account), now):
            self.errands.later(errand, now, "the connection is left in peace", counts=False)
        else:
            self._try(errand, connection, helpdesk, now)

    def _hold(self, errand: E, reason: str, now: int) -> None:
        """Holds it, and looks again: whoever connects anew may have released what was held then."""
        self.errands.hold(errand, reason)
        connection = self._connections.find(errand.connection, as_now=True)
        if self._why_held(connection) is None:
            self.errands.release(errand.connection, now)

    def _why_held(self, connection: Connection | None) -> str | None:
        said = unspoken(connection, self._helpdesks)
        return said if said is not None or connection is None else self.why_not(connection)

    def _try(self, errand: E, connection: Connection, helpdesk: Helpdesk, now: int) -> None:
        try:
            self.go(errand, connection, helpdesk, now)
        except Paused as error:
            self.errands.later(errand, error.until, str(error), counts=False)
        except (Unanswered, NotLetIn) as error:
            self.errands.later(errand, self.back_off(errand, now), str(error))
        except CallRefused as error:
            self._later_or_bury(errand, now, str(error))
        except Exception as error:
            if is_passing(error):
                self.errands.later(errand, now + 1, type(error).__name__, counts=False)
                return
            # A fault of ours: this contact waits, the others do not; the loop tells of it.
            self._later_or_bury(errand, now, f"unforeseen: {type(error).__name__}")
            raise

    def _later_or_bury(self, errand: E, now: int, reason: str) -> None:
        if errand.tries < MOST_TRIES:
            self.errands.later(errand, self.back_off(errand, now), reason)
        elif self.errands.bury(errand, reason, now):
            _log.error("set aside", station=self.name, contact=errand.contact, reason=reason)


def unspoken(connection: Connection | None, helpdesks: Mapping[str, Helpdesk]) -> str | None:
    """Why nobody can speak over the connection; None when somebody can."""
    if connection is None:
        return "there is no such connection"
    if connection.helpdesk not in helpdesks:
        return f"nobody here speaks {connection.helpdesk}"
    return None


def backed_off(tries: int, longest: int, chance: float, now: int) -> int:
    """When to try again: twice as long after each try, half of it by chance (0..1)."""
    seconds = min(SHORTEST_BACK_OFF << min(tries - 1, 12), longest)
    return now + max(1, round(seconds * (1 + chance) / 2))


def cannot_call(connection: Connection, to_do: str) -> str | None:
    """Why the connection's API cannot be called; None when it can."""
    if connection.user is None or connection.token is None:
        return f"the connection has no user and token to {to_do} with"
    return None
