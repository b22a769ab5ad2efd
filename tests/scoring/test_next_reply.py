"""Next reply, case by case: one verdict for each wait after the first reply."""

from __future__ import annotations

import pytest

from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, spoken
from tests.tables import rows

# happened, after a first reply at Mon 10:00 | as of | finding | occurrences | why it is here
WAITS = """
Mon 11:00 wrote; 12:30 replied | - | met | met 1:30 | from the customer's message to the answer
Mon 11:00 wrote; 13:00 replied | - | met | met 2:00 | exactly at the target
Mon 11:00 wrote; 14:00 replied | - | missed | missed 3:00 | too late
Mon 11:00 wrote | Mon 13:00 | pending | pending 2:00 | used up but not over
Mon 11:00 wrote | Mon 13:00:01 | missed | missed 2:00:01 | silence is a miss
Mon 12:00 noted | - | not_applicable | - | nobody waits
Mon 11:00 wrote; 12:00 wrote; 12:45 replied | - | met | met 1:45 |
    written twice: one wait, from the first message
Mon 11:00 wrote; 12:00 wrote; 15:00 replied | - | missed | missed 4:00 |
    written twice: one miss, not two
Mon 11:00 wrote; 11:30 noted; 11:45 bot replied; 12:30 replied | - | met | met 1:30 |
    notes and bots answer nobody
Mon 11:00 customer noted; 12:00 replied | - | met | met 1:00 | a customer's web note is a message
Mon 11:00 wrote; 11:30 replied; 12:00 replied | - | met | met 0:30 | a second answer ends nothing
Mon 11:00 wrote; 11:30 replied; 12:00 wrote; 15:00 replied | - | partly | met 0:30; missed 3:00 |
    two waits, two verdicts
Mon 11:00 wrote; 12:00 pending; 14:00 replied | - | missed | missed 3:00 | pending does not stop it
Mon 16:30 wrote; Tue 09:30 replied | - | met | met 1:00 | the night does not count
Mon 10:00 wrote; 11:00 replied | - | met | met 1:00 |
    the same second as the first reply is unanswered
Mon 11:00 wrote; 11:00 replied; 12:00 replied | - | met | met 1:00 | the same second does not answer
Mon 11:00 replied; 11:00 wrote; 12:00 replied | - | met | met 1:00 | whichever of them arrived first
Mon 11:00 wrote; 12:00 replied; 12:00 wrote; 12:30 replied | - | met | met 1:00; met 0:30 |
    an answer crossed by a question
Mon 11:00 wrote; 12:00 solved | - | not_applicable | cleared 1:00 |
    the closing thanks is owed no answer
Mon 11:00 wrote; 15:00 solved | - | missed | missed 4:00 | solved without an answer, already over
Mon 11:00 wrote; 13:00 solved | - | not_applicable | cleared 2:00 | solved exactly at the target
Mon 11:00 wrote and solved | - | not_applicable | cleared 0:00 | the customer says that it is solved
Mon 11:00 wrote and solved; 12:00 open; 13:00 replied | - | not_applicable | cleared 0:00 |
    and no reopening brings that back
Mon 11:00 wrote; 12:00 replied and solved | - | met | met 1:00 |
    answered and solved in one step: the answer counts
Mon 11:00 wrote; 12:00 solved; 12:00 replied | - | met | met 1:00 |
    answered and solved in the same second
Mon 11:00 solved; 12:00 wrote | - | not_applicable | cleared 0:00 |
    thanks after the solve, which stays solved
Mon 11:00 solved; 12:00 wrote; 13:00 wrote; 14:00 closed | - | not_applicable | cleared 0:00 |
    thanks twice, then closed
Mon 11:00 solved; 12:00 wrote and open; 13:00 replied | - | met | met 1:00 |
    a message that reopens waits
Mon 11:00 solved; 12:00 wrote; 13:00 open; 14:30 replied | - | met | met 1:30 |
    a message that is noticed later waits from the reopening on
Mon 11:00 solved; 12:00 wrote; 14:00 replied | - | met | met 0:00 |
    answered although it stands solved
Mon 11:00 solved; 11:00 wrote and open; 12:00 replied | - | met | met 1:00 |
    solved and reopened by a message of the same second
Mon 11:00 solved; 11:00 wrote and open | Mon 12:00 | pending | pending 1:00 |
    and still waiting for its answer
Mon 11:00 wrote; 12:00 solved; 13:00 open; 14:00 replied | - | not_applicable | cleared 1:00 |
    what a solve ended a reopening does not bring back
Mon 11:00 wrote; 12:00 solved; 13:00 wrote and open; 14:00 replied | - | met | cleared 1:00;
    met 1:00 | the next message is another wait
Mon 11:00 wrote; 12:00 merged | - | not_applicable | cleared 1:00 | merged: no verdict
Mon 11:00 wrote; 15:00 merged | - | missed | missed 4:00 | merged after it was broken
"""


@pytest.mark.parametrize(("happened", "as_of", "verdict", "occurrences"), rows(WAITS))
def test_each_wait_after_the_first_reply_is_timed(
    happened: str, as_of: str, verdict: str, occurrences: str
) -> None:
    line = life(f"Mon 09:00 opened; Mon 09:00 customer wrote; Mon 10:00 replied; {happened}", as_of)
    finding = found(criterion(clock("next_reply"), "PT2H"), line)
    assert (finding.verdict, spoken(finding)) == (verdict, occurrences)


# happened | occurrences | why it is here
FIRST = """
Mon 09:00 opened; 10:00 wrote; 12:00 replied | - | before the first reply only that clock runs
Mon 09:00 opened; 10:00 wrote | - | there is no first reply yet
Mon 09:00 anna opened; 09:00 anna replied; 10:00 wrote; 11:00 anna replied | - |
    an agent's opening words are no first reply
Mon 09:00 replied; 10:00 wrote; 11:00 replied | met 1:00 | the opening need not be known
Mon 09:00 wrote; 09:05 opened; 09:10 replied | - | nor does a skewed stamp make a wait
Mon 08:59 replied; 09:00 opened; 09:00 wrote; 10:00 replied | - |
    nor do the words that the contact was opened with
Mon 08:59 replied; 09:00 opened; 09:00:01 wrote; 10:00 replied | met 0:59:59 |
    but those of the next second do
"""


@pytest.mark.parametrize(("happened", "occurrences"), rows(FIRST))
def test_the_first_reply_begins_it(happened: str, occurrences: str) -> None:
    asked = criterion(clock("next_reply"), "PT2H")
    assert spoken(found(asked, life(happened))) == occurrences


# happened, after a first reply at Mon 10:00 | as of | occurrences | why it is here
PAUSES = """
Mon 11:00 wrote; 12:00 pending; 14:00 open; 14:30 replied | - | met 1:30 |
    taken out by a rule that says so
Mon 10:30 pending; 11:00 wrote; 12:00 open; 13:00 replied | - | met 1:00 | paused as it begins
Mon 11:00 wrote; 12:00 pending; 14:00 replied | - | met 1:00 | paused as it ends
Mon 11:00 wrote; 12:00 pending | Mon 12:00 | paused 1:00 | paused this very second
Mon 11:00 wrote; 11:30 pending; 12:00 on hold; 14:00 replied | - | missed 2:30 |
    on hold is another status
Mon 11:00 wrote; 15:00 pending | Tue 10:00 | missed 4:00 | paused after it was broken
"""


@pytest.mark.parametrize(("happened", "as_of", "occurrences"), rows(PAUSES))
def test_pauses_are_taken_out(happened: str, as_of: str, occurrences: str) -> None:
    asked = criterion(clock("next_reply pause=pending"), "PT2H")
    line = life(f"Mon 09:00 opened; Mon 10:00 replied; {happened}", as_of)
    assert spoken(found(asked, line)) == occurrences
