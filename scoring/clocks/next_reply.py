"""Next reply: from the oldest unanswered customer message after the first reply to its answer.

One wait however often the customer writes meanwhile. A solve ends it with no verdict, unless it was
over its limit by then: a closing "thanks" is owed no answer. A message of the same second as the
customer's does not answer it (Zammad).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter

from scoring.clocks.wait import Wait, wait_of
from scoring.evidence import Event
from scoring.timeline import Timeline, order
from standards.kinds import NextReply

_AT = attrgetter("at")


def next_reply(clock: NextReply, line: Timeline) -> Iterator[Wait]:
    """Each wait for an answer after the first reply, in order."""
    answers, questions, solves = line.agent_messages, line.customer_messages, line.solves
    asked = _first_asked(line)
    while asked is not None:
        answer = _from(answers, bisect_right(answers, asked.at, key=_AT))
        solve = _from(solves, bisect_left(solves, order(asked), key=order))
        if answer is not None and (solve is None or answer.at <= solve.at):
            yield wait_of(line, clock, asked, answer, answered=True)
            asked = _from(questions, bisect_left(questions, answer.at, key=_AT))
        elif solve is not None:
            yield wait_of(line, clock, asked, solve, answered=False)
            asked = _from(questions, bisect_right(questions, order(solve), key=order))
        else:
            # Said to a contact that stayed solved: nothing waits, and a reopening finds it again.
            end = asked if line.is_solved else None
            yield wait_of(line, clock, asked, end, answered=False)
            return


def _first_asked(line: Timeline) -> Event | None:
    """The first customer message since the first reply; the opening one is that reply's."""
    if not line.agent_messages:
        return None
    since = line.agent_messages[0].at
    if line.opened is not None:
        since = max(since, line.opened.at + 1)
    return _from(line.customer_messages, bisect_left(line.customer_messages, since, key=_AT))


def _from(events: list[Event], index: int) -> Event | None:
    return events[index] if index < len(events) else None
