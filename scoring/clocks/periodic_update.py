"""Periodic update: from one public message of an agent to the next, until solved."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait, waits_until
from scoring.timeline import Timeline
from standards.kinds import PeriodicUpdate


def periodic_update(clock: PeriodicUpdate, line: Timeline) -> Iterator[Wait]:
    """Each silence between two updates, in order.

    What an agent opened the contact with is an update, though no reply. A message that solves the
    contact begins no silence.
    """
    opening = line.opened if clock.from_creation else line.opening_words
    updates = [*filter(None, [opening]), *line.agent_messages]
    for said, again in zip(updates, (*updates[1:], None), strict=False):
        waits = waits_until(line, clock, said, again, solve_answers=True)
        yield from (wait for wait in waits if wait.ended_at != wait.started_at)
