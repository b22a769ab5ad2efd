"""First reply: from creation to the first public message of a human agent.

Notes, bots, automations and the words an agent opened the contact with are no reply. A solve
without a reply ends the wait with no verdict, unless it was over its limit by then.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.clocks.wait import Wait, waits_until
from scoring.evidence import Event
from scoring.timeline import Timeline
from standards.kinds import FirstReply


def first_reply(clock: FirstReply, line: Timeline, opened: Event) -> Iterator[Wait]:
    """The wait for the first reply; several only where a reopening restarts it."""
    reply = line.agent_messages[0] if line.agent_messages else None
    return waits_until(line, clock, opened, reply, solve_answers=False)
