"""First reply, case by case: what is a reply, what stops the clock, what is taken out."""

from __future__ import annotations

import pytest

from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, spoken
from tests.tables import rows

# happened | as of | finding | occurrences | why it is here
REPLIES = """
Mon 09:00 opened; 10:00 replied | - | met | met 1:00 | from creation to the reply
Mon 09:00 opened; 13:00 replied | - | met | met 4:00 | a reply exactly at the target is in time
Mon 09:00 opened; 13:00:01 replied | - | missed | missed 4:00:01 | a second more is not
Mon 09:00 opened | Mon 13:00 | pending | pending 4:00 |
    no reply at the target instant is no miss yet
Mon 09:00 opened | Mon 13:00:01 | missed | missed 4:00:01 | silence is a miss once it is over
Mon 09:00 opened; 09:00 replied | - | met | met 0:00 | answered within the second
Mon 16:55 opened; 18:05 replied | - | met | met 0:05 |
    late by the clock but outside hours costs nothing
Mon 17:55 opened; 18:05 replied | - | met | met 0:00 | opened and answered after hours
Fri 16:30 opened; Mon 09:20 replied | - | met | met 0:50 | the weekend does not count
Mon 09:00 opened; 10:00 noted; 12:00 replied | - | met | met 3:00 | a note is no reply
Mon 09:00 opened; 09:01 bot replied; 12:00 replied | - | met | met 3:00 | a bot is nobody
Mon 09:00 opened; 09:01 system replied | Mon 12:00 | pending | pending 3:00 | nor is an automation
Mon 09:00 opened; 10:00 wrote; 12:00 replied | - | met | met 3:00 |
    before the first reply only this clock runs
Mon 09:00 opened; 10:00 pending; 12:00 replied | - | met | met 3:00 | pending does not stop it
Mon 09:00 opened; 10:00 replied and pending | - | met | met 1:00 |
    reply and pending in one step: the reply counts
Mon 09:00 opened; 10:00 replied and solved | - | met | met 1:00 |
    reply and solve in one step: the reply counts
Mon 09:00 opened; 10:00 replied; 11:00 replied | - | met | met 1:00 | only the first reply
Mon 09:00 anna opened; 09:00 anna replied; 11:00 anna replied | - | met | met 2:00 |
    opened by an agent with words: the second public comment
Mon 09:00 anna opened; 11:00 anna replied | - | met | met 2:00 |
    opened by an agent without words: the first one
Mon 09:00 anna opened; 09:00 anna noted; 11:00 anna replied | - | met | met 2:00 |
    opened by an agent with a note: the first public one
Mon 09:00 anna replied; 09:00 anna opened; 11:00 anna replied | - | met | met 2:00 |
    the words arrived before the opening they came with
Mon 09:00 anna opened; 09:00 wrote; 09:00 anna replied | - | met | met 0:00 |
    a phone call written down: the agent answers the customer
Mon 09:00 opened; 10:00 solved | - | not_applicable | cleared 1:00 |
    solved in time without an answer: no verdict
Mon 09:00 opened; 15:00 solved | - | missed | missed 6:00 | solved without an answer, already over
Mon 09:00 opened; 13:00 solved | - | not_applicable | cleared 4:00 | solved exactly at the target
Mon 09:00 opened; 10:00 solved; 11:00 open; 13:00 replied | - | met | met 3:00 |
    reopened: from creation still, the solved stretch taken out
Mon 09:00 opened; 10:00 solved; 11:00 open | Mon 12:00 | pending | pending 2:00 |
    reopened and still unanswered
Mon 09:00 opened; 10:00 solved; Tue 10:00 replied | - | met | met 1:00 |
    answered although it stands solved
Mon 09:00 opened; 10:00 solved; 10:00 open; 11:00 replied | - | met | met 2:00 |
    solved and reopened in one second
Mon 09:00 opened; 10:00 merged | - | not_applicable | cleared 1:00 |
    merged: no verdict on what was running
Mon 09:00 opened; 15:00 merged | - | missed | missed 6:00 | merged after it was broken
Mon 09:00 opened; 10:00 merged; 11:00 replied | - | not_applicable | cleared 1:00 |
    what comes after a merge is another contact's
Mon 09:00 opened; 10:00 replied; 11:00 merged | - | met | met 1:00 | a merge takes back no verdict
Mon 09:00 wrote; 10:00 replied | - | unknown | - | the opening is not known
Mon 09:10 replied; 09:30 opened; 10:00 replied | - | met | met 0:00 |
    a skewed stamp before the opening
"""


@pytest.mark.parametrize(("happened", "as_of", "verdict", "occurrences"), rows(REPLIES))
def test_the_first_reply_is_timed(
    happened: str, as_of: str, verdict: str, occurrences: str
) -> None:
    asked = criterion(clock("first_reply"), "PT4H")
    finding = found(asked, life(happened, as_of))
    assert (finding.verdict, spoken(finding)) == (verdict, occurrences)


# options | happened | as of | occurrences | why it is here
OPTIONS = """
pause=pending | Mon 09:00 opened; 10:00 pending; 12:00 replied | - | met 1:00 |
    pending taken out by a rule that says so
pause=pending | Mon 09:00 opened; 10:00 pending | Mon 16:00 | paused 1:00 | paused
reopen=restart | Mon 09:00 opened; 10:00 solved; 11:00 open; 13:00 replied | - | cleared 1:00;
    met 2:00 | a new wait from the reopening
reopen=restart | Mon 09:00 opened; 10:00 solved; 10:00 open; 13:00 replied | - | cleared 1:00;
    met 3:00 | solved and reopened in one second
reopen=restart | Mon 09:00 opened; 15:00 solved; 15:30 open; 16:00 replied | - | missed 6:00;
    met 0:30 | a broken wait stays broken
reopen=restart | Mon 09:00 opened; 10:00 solved; 11:00 replied; 12:00 open | - | cleared 1:00 |
    answered while it stood solved: nothing begins anew
reopen=restart | Mon 09:00 opened; 10:00 replied and solved; 12:00 open | - | met 1:00 |
    answered before it was solved: nothing begins anew
reopen=restart | Mon 09:00 opened; 10:00 replied; 10:00 solved; 12:00 open | - | met 1:00 |
    answered and solved in one second
reopen=restart | Mon 09:00 opened; 10:00 solved; 11:00 open; 11:00 replied | - | cleared 1:00 |
    answered in the second of the reopening
reopen=ignore | Mon 09:00 opened; 10:00 solved; 11:00 open; 13:00 replied | - | cleared 1:00 |
    the first solve ends it for good
"""


@pytest.mark.parametrize(("options", "happened", "as_of", "occurrences"), rows(OPTIONS))
def test_the_rule_chooses_pauses_and_reopenings(
    options: str, happened: str, as_of: str, occurrences: str
) -> None:
    asked = criterion(clock(f"first_reply {options}"), "PT4H")
    assert spoken(found(asked, life(happened, as_of))) == occurrences
