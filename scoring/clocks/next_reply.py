"""Next reply: from the oldest unanswered customer message after the first reply to its answer.

One wait however often the customer writes meanwhile. A solve ends it with no verdict, unless it was
over its limit by then: a closing "thanks" is owed no answer. A message of the same second as the
customer's does not answer it (Zammad).
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait, wait_of
from scoring.evidence import Event
from scoring.timeline import Timeline
from standards.kinds import NextReply


def next_reply(clock: NextReply, line: Timeline) -> Iterator[Wait]:
    """Each wait for an answer after the first reply, in order."""
    if not line.agent_messages:
        return
    asked = _asked(line, line.agent_messages[0].at, strictly=False)
    while asked is not None:
        answer = _first_after(line.agent_messages, asked.at)
        solve = _first_after(line.solves, asked.at - 1)
        if answer is not None and (solve is None or answer.at <= solve.at):
            yield wait_of(line, clock, asked, answer, answered=True)
            asked = _asked(line, answer.at, strictly=False)
        elif solve is not None:
            yield wait_of(line, clock, asked, solve, answered=False)
            asked = _asked(line, solve.at, strictly=True)
        else:
            # Said to a contact that stayed solved: nothing waits, and a reopening finds it again.
            end = asked if line.is_solved else None
            yield wait_of(line, clock, asked, end, answered=False)
            return


def _asked(line: Timeline, since: int, *, strictly: bool) -> Event | None:
    """The first customer message since the instant; the opening one is the first reply's."""
    opened_at = line.opened.at if line.opened is not None else since - 1
    return _first_after(line.customer_messages, max(since if strictly else since - 1, opened_at))


def _first_after(events: list[Event], instant: int) -> Event | None:
    for event in events:
        if event.at > instant:
            return event
    return None
