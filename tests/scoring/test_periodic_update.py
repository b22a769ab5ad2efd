"""Periodic update, case by case: every silence between two updates has its verdict."""

from __future__ import annotations

import pytest

from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, spoken
from tests.tables import rows

# happened | as of | occurrences | why it is here
SILENCES = """
Mon 09:00 opened; 10:00 replied; 12:00 replied | Mon 12:30 | met 2:00; pending 0:30 |
    from one update to the next
Mon 09:00 opened; 10:00 replied; 14:00 replied | Mon 14:30 | met 4:00; pending 0:30 |
    exactly at the target
Mon 09:00 opened; 10:00 replied; 14:30 replied | Mon 15:00 | missed 4:30; pending 0:30 | too late
Mon 09:00 opened; 10:00 replied | Mon 14:00:01 | missed 4:00:01 | silence is a miss
Mon 09:00 opened | Mon 15:00 | - | creation is no update
Mon 09:00 opened; 10:00 replied; 11:00 noted; 12:00 bot replied; 13:00 wrote | Mon 14:00 |
    pending 4:00 | notes, bots and customers update nobody
Mon 09:00 opened; 10:00 replied; 11:00 wrote; 12:00 replied | Mon 12:00 | met 2:00; pending 0:00 |
    a question asked does not begin it again
Mon 09:00 opened; 10:00 replied; 12:00 solved | - | met 2:00 | the solve is the last update
Mon 09:00 opened; 10:00 replied; 15:00 solved | - | missed 5:00 | solved too late
Mon 09:00 opened; 10:00 replied; 12:00 replied and solved | - | met 2:00 |
    a message that solves begins no silence
Mon 09:00 opened; 10:00 replied; 12:00 replied; 12:00 solved | - | met 2:00 |
    nor does one whose solve was told apart
Mon 09:00 opened; 10:00 replied; 10:00 replied; 12:00 solved | - | met 2:00 |
    two messages of one second are one update
Mon 09:00 opened; 10:00 replied and solved | - | - | solved at once: no silence at all
Mon 09:00 opened; 10:00 replied; 12:00 solved; 16:00 closed | - | met 2:00 | closed keeps the solve
Mon 09:00 opened; 10:00 replied; 12:00 solved; 16:00 replied | - | met 2:00 |
    a word after the solve begins nothing
Mon 09:00 opened; 10:00 replied; 11:00 solved; 15:00 open; 16:00 replied | Mon 16:00 | met 2:00;
    pending 0:00 | reopened: the solved stretch is taken out
Mon 09:00 opened; 10:00 solved; 11:00 replied; 12:00 open | Mon 14:00 | pending 2:00 |
    a word while it stood solved counts from the reopening
Mon 09:00 opened; 10:00 replied; 11:00 pending | Mon 15:00 | missed 5:00 |
    periodic: pending does not stop it
Mon 16:00 opened; 16:30 replied; Tue 09:30 replied | Tue 09:30 | met 1:00; pending 0:00 |
    the night does not count
Mon 09:00 anna opened; 09:00 anna replied | Mon 12:00 | pending 3:00 |
    the words an agent opened with are an update, if no reply
Mon 09:00 anna opened; 09:00 anna replied; 11:00 replied | Mon 12:00 | met 2:00; pending 1:00 |
    and the next one follows on them
Mon 09:00 opened; 10:00 replied; 12:00 merged | - | cleared 2:00 | merged: no verdict
Mon 09:00 replied; 10:00 replied | Mon 10:00 | met 1:00; pending 0:00 |
    the opening need not be known
"""


@pytest.mark.parametrize(("happened", "as_of", "occurrences"), rows(SILENCES))
def test_each_silence_is_timed(happened: str, as_of: str, occurrences: str) -> None:
    asked = criterion(clock("periodic_update"), "PT4H")
    assert spoken(found(asked, life(happened, as_of))) == occurrences


# options | happened | as of | occurrences | why it is here
OPTIONS = """
from_creation | Mon 09:00 opened; 12:00 replied | Mon 13:00 | met 3:00; pending 1:00 |
    creation begins it when the rule says so
from_creation | Mon 09:00 opened; 15:00 solved | - | missed 6:00 |
    nothing said from creation to solve
from_creation | Mon 09:00 anna opened; 09:00 anna replied; 10:00 replied and solved | - | met 1:00 |
    creation and the words of an opening agent are one update
from_creation | Mon 10:00 replied | Mon 11:00 | pending 1:00 | creation is not known
pause=pending | Mon 09:00 opened; 10:00 replied; 11:00 pending; 15:00 open; 16:00 solved | - |
    met 2:00 | pausable: pending is taken out
pause=pending | Mon 09:00 opened; 10:00 replied and pending | Tue 10:00 | paused 0:00 |
    pausable: a reply that waits for the customer
reopen=restart | Mon 09:00 opened; 10:00 replied; 11:00 solved; 13:00 open; 16:00 solved | - |
    met 1:00; met 3:00 | the reopening begins a silence of its own
reopen=restart | Mon 09:00 opened; 10:00 replied; 11:00 solved; 13:00 open;
    14:00 replied and solved | - | met 1:00; met 1:00 | which a reply ends
reopen=restart | Mon 09:00 opened; 10:00 replied; 11:00 solved; 12:00 replied; 13:00 open |
    Mon 14:00 | met 1:00; pending 1:00 | said while it stood solved
reopen=ignore | Mon 09:00 opened; 10:00 replied; 11:00 solved; 13:00 open | Tue 14:00 | met 1:00 |
    the first solve ends it
"""


@pytest.mark.parametrize(("options", "happened", "as_of", "occurrences"), rows(OPTIONS))
def test_the_rule_chooses_its_form(
    options: str, happened: str, as_of: str, occurrences: str
) -> None:
    asked = criterion(clock(f"periodic_update {options}"), "PT4H")
    assert spoken(found(asked, life(happened, as_of))) == occurrences
