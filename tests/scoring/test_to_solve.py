"""Requester wait, agent work and resolution, case by case: from creation to solve."""

from __future__ import annotations

import pytest

from scoring.occurrence import Timing
from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, span, spoken
from tests.tables import rows

# clock | happened | as of | occurrences | why it is here
SOLVES = """
resolution | Mon 09:00 opened; 13:00 solved | - | met 4:00 | exactly at the target
resolution | Mon 09:00 opened; 13:00:01 solved | - | missed 4:00:01 | a second late
resolution | Mon 09:00 opened; 10:00 replied; 11:00 noted; 12:00 bot replied | Mon 12:30 |
    pending 3:30 | only a solve ends it
resolution | Mon 09:00 opened; 10:00 pending; 12:00 on hold; 13:30 open; 14:00 solved | - |
    missed 5:00 | nothing pauses a resolution
requester_wait | Mon 09:00 opened; 10:00 open; 11:00 on hold; 13:00 solved | - | met 4:00 |
    new, open and on hold are the requester's wait
requester_wait | Mon 09:00 opened; 10:00 pending; 14:00 open; 15:00 solved | - | met 2:00 |
    pending is not: it is the requester's own
agent_work | Mon 09:00 opened; 10:00 open; 11:00 on hold; 13:00 pending; 14:00 open; 15:00 solved |
    - | met 3:00 | new and open are the agent's work
agent_work | Mon 09:00 opened and pending; 12:00 open; 14:00 solved | - | met 2:00 |
    paused from the start
agent_work | Mon 09:00 opened; 10:00 pending; 14:00 solved | - | met 1:00 | paused at the end
agent_work | Mon 09:00 opened; 10:00 pending | Mon 10:00 | paused 1:00 | paused this very second
agent_work | Mon 09:00 opened and pending | Mon 09:00 | paused 0:00 | paused from the first second
agent_work | Mon 09:00 opened; 10:00 pending; 11:00 open | Mon 11:00 | pending 1:00 |
    resumed this very second
agent_work | Mon 09:00 opened; 10:00 pending; 10:00 open; 12:00 solved | - | met 3:00 |
    a pause of no time
agent_work | Mon 09:00 opened; 10:00 pending; 11:00 pending; 12:00 on hold; 13:00 open;
    14:00 solved | - | met 2:00 | one pause told in pieces
agent_work | Mon 09:00 opened; 15:00 pending | Tue 16:00 | missed 6:00 |
    paused with the deadline passed: late stays late
agent_work | Mon 09:00 opened; 16:00 pending; Tue 08:00 open; 10:00 solved | - | missed 8:00 |
    a pause that ends before opening gives back the evening alone
agent_work pause=on_hold | Mon 09:00 opened; 10:00 pending; 12:00 on hold; 15:00 solved | - |
    met 3:00 | the rule names its own pauses
resolution | Mon 09:00 opened; 11:00 solved; Tue 11:00 closed | - | met 2:00 |
    closed keeps the solve
resolution | Mon 09:00 opened; 11:00 closed | - | met 2:00 | closed at once is solved
resolution | Mon 09:00 opened and solved | - | met 0:00 | written down when all was done
resolution | Mon 09:00 opened; 10:00 solved; 14:00 open; 16:00 solved | - | met 3:00 |
    resume: one wait, the solved stretch taken out
resolution | Mon 09:00 opened; 10:00 solved; 14:00 open | Mon 15:00 | pending 2:00 |
    resume: running again
resolution | Mon 09:00 opened; 10:00 solved; 11:00 open; 12:00 solved; 13:00 open; 16:00 solved |
    - | missed 5:00 | resume: every reopening adds
resolution | Mon 09:00 opened; 12:00 solved; 12:00 open; 14:00 solved | - | missed 5:00 |
    solved and reopened in one second
resolution | Mon 09:00 opened; 10:00 solved; 11:00 new; 12:00 solved | - | met 2:00 |
    any status but solved and closed reopens
resolution | Mon 09:00 opened; 10:00 closed; 11:00 open; 12:00 solved | - | met 2:00 |
    a closed one too
resolution reopen=restart | Mon 09:00 opened; 12:00 solved; 14:00 open; 16:00 solved | - | met 3:00;
    met 2:00 | restart: a wait of its own
resolution reopen=restart | Mon 09:00 opened; 14:00 solved; 15:00 open | Mon 16:00 | missed 5:00;
    pending 1:00 | restart: the first verdict stays
resolution reopen=restart | Mon 09:00 opened; 12:00 solved | Mon 12:00 | met 3:00 |
    restart: solved this very second
resolution reopen=ignore | Mon 09:00 opened; 12:00 solved | Mon 12:00 | met 3:00 |
    ignore: solved this very second
resolution reopen=ignore | Mon 09:00 opened; 12:00 solved; 14:00 open; Tue 16:00 solved | - |
    met 3:00 | ignore: the first solve alone
resolution | Mon 09:00 opened; 10:00 merged | - | cleared 1:00 | merged: no verdict
resolution | Mon 09:00 opened; 11:00 solved; 12:00 merged | - | met 2:00 | merged when it was solved
agent_work | Mon 09:00 opened; 10:00 pending; 12:00 merged | - | cleared 1:00 | merged while paused
resolution | Mon 09:00 open; 10:00 solved | - | - | the opening is not known
resolution | Mon 08:00 solved; 09:00 opened | - | - | solved before it was opened
"""


@pytest.mark.parametrize(("ask", "happened", "as_of", "occurrences"), rows(SOLVES))
def test_the_solve_is_timed(ask: str, happened: str, as_of: str, occurrences: str) -> None:
    assert spoken(found(criterion(clock(ask), "PT4H"), life(happened, as_of))) == occurrences


# happened | as of | counted, taken out | why it is here
TAKEN_OUT = """
Mon 09:00 opened; 10:00 pending; 12:00 open; 13:00 solved | - | 2:00, 2:00 | a pause
Mon 09:00 opened; 10:00 pending | Mon 12:00 | 1:00, 2:00 | a pause that goes on
Mon 09:00 opened; 16:00 pending; Tue 10:00 open; 11:00 solved | - | 8:00, 2:00 |
    a night within a pause was never counted
Mon 09:00 opened; 10:00 solved; 12:00 open; 13:00 solved | - | 2:00, 2:00 | a solved stretch
Mon 09:00 opened; 10:00 pending; 11:00 solved; 12:00 open; 13:00 solved | - | 2:00, 2:00 | both
Mon 09:00 opened; 10:00 solved | - | 1:00, 0:00 | nothing
"""


@pytest.mark.parametrize(("happened", "as_of", "spent"), rows(TAKEN_OUT))
def test_what_is_taken_out_is_told(happened: str, as_of: str, spent: str) -> None:
    [each] = found(criterion(clock("agent_work"), "PT4H"), life(happened, as_of)).occurrences
    assert isinstance(each, Timing)
    assert f"{span(each.elapsed_seconds)}, {span(each.paused_seconds)}" == spent
