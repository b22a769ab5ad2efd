"""The line to each connection's helpdesk: every talk over it tells how well the connection is."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import structlog

from plugin.stores.tickets.breakers import Breakers, Step
from plugin.stores.tickets.connections import Connection
from plugin.tickets.breaker import (
    State,
    answered,
    faulted,
    paused,
    probe_answered,
    probe_failed,
)
from plugin.tickets.sender import NotLetIn, Paused, Said, Sender, Unanswered
from webhooks.contract import CallRefused, Talk

T = TypeVar("T")

SPARING = "what is left of the helpdesk's budget is left to others"

_log = structlog.get_logger("plumbline.outbox")


class Line:
    """Speaks with helpdesks and keeps their breakers. `chance` gives 0..1."""

    def __init__(
        self,
        breakers: Breakers,
        sender: Sender,
        chance: Callable[[], float],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._breakers = breakers
        self._sender = sender
        self._chance = chance
        self._monotonic = monotonic

    def is_well(self, connection: Connection, probe: Talk[str], now: int) -> bool:
        """Whether talks may go over the line; where that is not known, the probe finds it out."""
        breaker = self._breakers.of(connection.name)
        if breaker.lets_pass(now) or not breaker.wants_probe(now):
            return breaker.lets_pass(now)
        return self._breakers.claim_probe(connection.name, now) and self._probe(
            connection, probe, now
        )

    def speak(self, talk: Talk[T], connection: Connection, now: int) -> T:
        """What the talk comes to. Raises as `Sender.converse`, once the breaker knows of it."""
        started = self._monotonic()
        try:
            said = self._sender.converse(talk, connection, now)
        except Paused as error:
            self._change(connection, partial(paused, until=error.until, reason=str(error)))
            raise
        except (Unanswered, NotLetIn) as error:
            decisive = isinstance(error, NotLetIn) and error.decisive
            self._fault(connection, now + int(self._monotonic() - started), str(error), decisive)
            raise
        self._change(connection, answered)
        return self._sparing(connection, said)

    def _probe(self, connection: Connection, probe: Talk[str], now: int) -> bool:
        started = self._monotonic()
        try:
            self._sparing(connection, self._sender.converse(probe, connection, now))
        except Paused as error:
            # It answers, if only that it is busy: well again, and paused.
            step = partial(paused, until=error.until, reason=str(error))
            self._change(connection, lambda breaker: step(probe_answered(breaker)))
            return False
        except (Unanswered, CallRefused) as error:
            at, chance, reason = now + int(self._monotonic() - started), self._chance(), str(error)
            self._change(connection, partial(probe_failed, now=at, reason=reason, chance=chance))
            return False
        self._change(connection, probe_answered)
        return True

    def _sparing(self, connection: Connection, said: Said[T]) -> T:
        if said.spare_until is not None:
            self._change(connection, partial(paused, until=said.spare_until, reason=SPARING))
        return said.value

    def _fault(self, connection: Connection, now: int, reason: str, decisive: bool) -> None:
        chance = self._chance()
        self._change(
            connection,
            partial(faulted, now=now, reason=reason, chance=chance, decisive=decisive),
        )

    def _change(self, connection: Connection, step: Step) -> None:
        before, after = self._breakers.change(connection.name, step)
        if after.state is not before.state:
            _log.warning(_SAID[after.state], connection=connection.name, reason=after.reason)


_SAID = {
    State.CLOSED: "a connection is well again",
    State.OPEN: "a connection is left in peace",
    State.HALF_OPEN: "a connection is probed",
}
