"""Requester wait, agent work and resolution: from creation to solve.

The three differ only in what their `pause_on` takes out. Solved and later closed keeps the solve.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait, waits_until
from scoring.evidence import Event
from scoring.timeline import Timeline
from standards.kinds import Clock


def to_solve(clock: Clock, line: Timeline, opened: Event) -> Iterator[Wait]:
    """The wait for the solve; several only where a reopening restarts it."""
    return waits_until(line, clock, opened, None, solve_answers=True)
