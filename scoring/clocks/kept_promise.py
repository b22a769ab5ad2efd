"""Kept promise: from the moment an instant was promised to the customer to the solve.

A promise renewed before it fell due gives way to the new one without a verdict; one renewed, or
taken back, after it was broken stays broken.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait, wait_of, waits_until
from scoring.evidence import Event
from scoring.timeline import Timeline
from standards.kinds import KeptPromise, Reopen


def kept_promise(clock: KeptPromise, line: Timeline) -> Iterator[Wait]:
    """The waits each promise made, in order, each with the instant promised."""
    renewals = (*(promise.event for promise in line.promises[1:]), None)
    for promise, renewed in zip(line.promises, renewals, strict=False):
        if promise.due_at is not None:
            for wait in _waits(clock, line, promise.event, renewed):
                yield wait._replace(due_at=promise.due_at)


def _waits(
    clock: KeptPromise, line: Timeline, made: Event, renewed: Event | None
) -> Iterator[Wait]:
    if renewed is not None and clock.reopen is Reopen.RESUME:
        yield _resumed(clock, line, made, renewed)
        return
    for wait in waits_until(line, clock, made, renewed, solve_answers=True):
        yield wait._replace(answered=wait.answered and wait.actor is not renewed)


def _resumed(clock: KeptPromise, line: Timeline, made: Event, renewed: Event) -> Wait:
    """The wait up to the last solve, if the contact still stood solved when it was renewed."""
    solves = [solve for solve in line.solves if solve.at < renewed.at]
    reopenings = [reopening for reopening in line.reopenings if reopening.at < renewed.at]
    is_kept = len(solves) > len(reopenings) and solves[-1].at >= made.at
    return wait_of(line, clock, made, solves[-1] if is_kept else renewed, answered=is_kept)
