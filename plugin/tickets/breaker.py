"""When a connection is left in peace: a state machine of values, without a clock of its own.

    closed ──three faults in a row, or one that only its owner can mend──> open
    open ──its rest is over, somebody probes──> half-open
    half-open ──the probe is answered──> closed          (the probe fails: open, for twice as long)

A pause is something else: the helpdesk is well and has asked us to wait, or its budget is nearly
spent. What is not sent meanwhile waits in the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

MOST_FAULTS = 3  # in a row, before the connection is left in peace
SHORTEST_REST, LONGEST_REST = 15, 600  # seconds between two probes
PROBE_SECONDS = 60  # within which a probe has an answer, or somebody else may probe


class State(StrEnum):
    """Whether anything goes through."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True)
class Breaker:
    """What is known of a connection's health. Instants are UTC seconds.

    `faults` came in a row; `rests` is how often it has opened since it was last well. From `run_at`
    on somebody may probe. Until `paused_until` the helpdesk is not to be asked anything.
    """

    state: State = State.CLOSED
    faults: int = 0
    rests: int = 0
    run_at: int = 0
    paused_until: int = 0
    reason: str | None = None

    def lets_pass(self, now: int) -> bool:
        """Whether calls may be made, without a probe."""
        return self.state is State.CLOSED and self.paused_until <= now

    def wants_probe(self, now: int) -> bool:
        """Whether somebody should find out if the helpdesk is well again."""
        return self.state is not State.CLOSED and max(self.run_at, self.paused_until) <= now


def faulted(breaker: Breaker, now: int, reason: str, chance: float, decisive: bool) -> Breaker:
    """After a call without an answer; `decisive` when the next one would fare no better.

    One that was under way when the breaker opened changes nothing. `chance`, 0..1, spreads probes.
    """
    if breaker.state is not State.CLOSED:
        return breaker
    faults = breaker.faults + 1
    if faults < MOST_FAULTS and not decisive:
        return replace(breaker, faults=faults, reason=reason)
    return _opened(replace(breaker, faults=faults), now, reason, chance)


def answered(breaker: Breaker) -> Breaker:
    """After a call with an answer: faults are counted in a row."""
    if breaker.state is not State.CLOSED:
        return breaker
    return replace(breaker, faults=0, rests=0, reason=None)


def probing(breaker: Breaker, now: int) -> Breaker:
    """While somebody probes, who has a while for it."""
    return replace(breaker, state=State.HALF_OPEN, run_at=now + PROBE_SECONDS)


def probe_answered(breaker: Breaker) -> Breaker:
    """Well again; how often it rested is kept until a call of another kind has been answered."""
    return Breaker(rests=breaker.rests, paused_until=breaker.paused_until)


def probe_failed(breaker: Breaker, now: int, reason: str, chance: float) -> Breaker:
    """Open for longer than before."""
    return _opened(breaker, now, reason, chance)


def paused(breaker: Breaker, until: int, reason: str) -> Breaker:
    """Left alone until then, or longer where it was longer already."""
    if until <= breaker.paused_until:
        return breaker
    told = reason if breaker.state is State.CLOSED else breaker.reason
    return replace(breaker, paused_until=until, reason=told)


def _opened(breaker: Breaker, now: int, reason: str, chance: float) -> Breaker:
    rest = min(SHORTEST_REST << min(breaker.rests, 10), LONGEST_REST)
    spread = int(rest * (1 + chance / 4))
    rests = breaker.rests + 1
    return replace(
        breaker, state=State.OPEN, rests=rests, run_at=now + spread, reason=reason, faults=0
    )
