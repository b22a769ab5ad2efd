"""Kept promise: from the moment an instant was promised to the customer to the solve.

A promise renewed before it fell due gives way to the new one without a verdict; one renewed, or
taken back, after it was broken stays broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from scoring.clocks.wait import Wait, wait_of, waits_until
from scoring.evidence import Event
from scoring.timeline import Promise, Timeline
from standards.kinds import KeptPromise


def kept_promise(clock: KeptPromise, line: Timeline) -> Iterator[Wait]:
    """The waits each promise made, in order, each with the instant promised."""
    for promise, renewed in pairwise((*line.promises, None)):
        if promise is None or promise.due_at is None:
            continue
        for wait in _waits(clock, line, promise, renewed.event if renewed is not None else None):
            yield wait._replace(due_at=promise.due_at)


def _waits(
    clock: KeptPromise, line: Timeline, promise: Promise, renewed: Event | None
) -> Iterator[Wait]:
    made = promise.event
    if renewed is None:
        yield from waits_until(line, clock, made, None, solve_answers=True)
        return
    solves = (solve for solve in line.solves if made.at <= solve.at < renewed.at)
    solve = next(solves, None)
    end = renewed if solve is None else solve
    yield wait_of(line, clock, made, end, answered=solve is not None)
