"""Kept promise, case by case: the instant promised against the solve."""

from __future__ import annotations

import pytest

from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, spoken
from tests.tables import rows

# happened | as of | occurrences | why it is here
PROMISES = """
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 11:00 solved | - | met 25:00 | solved before it
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 12:00 solved | - | met 26:00 | solved at it
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 12:00:01 solved | - | missed 26:00:01 |
    a second late
Mon 09:00 opened; 10:00 promised Tue 12:00 | Tue 12:00 | pending 26:00 | due, and not yet broken
Mon 09:00 opened; 10:00 promised Tue 12:00 | Tue 12:00:01 | missed 26:00:01 | silence breaks it
Mon 09:00 opened and promised Tue 12:00; 10:00 solved | - | met 1:00 | promised with the opening
Mon 09:00 opened; 10:00 promised Tue 12:00 and solved | - | met 0:00 | promised with the solve
Mon 09:00 opened; 10:00 solved | - | - | nothing was promised
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 promised Wed 12:00; Wed 11:00 solved | - |
    cleared 1:00; met 48:00 | renewed before it fell due: gives way without a verdict
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 12:00 promised Wed 12:00; Wed 11:00 solved | - |
    cleared 26:00; met 23:00 | renewed as it fell due
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 13:00 promised Wed 12:00; Wed 11:00 solved | - |
    missed 27:00; met 22:00 | renewed when it was broken
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 promised nothing; Wed 11:00 solved | - |
    cleared 1:00 | taken back in time
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 13:00 promised nothing; Wed 11:00 solved | - |
    missed 27:00 | taken back too late
Mon 09:00 opened; 10:00 promised nothing; 11:00 solved | - | - | nothing to take back
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 promised Tue 12:00; Tue 13:00 solved | - |
    missed 27:00 | told twice: one promise
Mon 09:00 opened; Tue 10:00 promised 2026-03-02 12:00; 11:00 solved | - | missed 1:00 |
    promised for a moment that has gone
Mon 09:00 opened; Tue 10:00 promised 2026-03-02 12:00 | Tue 10:00 | missed 0:00 |
    and so broken as it was made
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 solved; Wed 10:00 open; Thu 11:00 solved | - |
    met 1:00 | ignore: the first solve keeps it
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 solved; 12:00 promised Wed 12:00; 14:00 closed |
    - | met 1:00 | promised when all was done: nothing waits
Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 merged | - | cleared 1:00 | merged: no verdict
Mon 09:00 opened; 10:00 promised Tue 12:00; Tue 13:00 merged | - | missed 27:00 |
    merged after it was broken
Mon 09:00 open; 10:00 promised Tue 12:00; Tue 11:00 solved | - | met 25:00 |
    the opening need not be known
"""


@pytest.mark.parametrize(("happened", "as_of", "occurrences"), rows(PROMISES))
def test_a_promise_is_kept_or_broken(happened: str, as_of: str, occurrences: str) -> None:
    asked = criterion(clock("kept_promise", "always"))
    assert spoken(found(asked, life(happened, as_of))) == occurrences


# options | calendar | limits | happened | occurrences | why it is here
OPTIONS = """
kept_promise office | Mon 09:00 opened; 10:00 promised Mon 18:00; 19:00 solved | met 7:00 |
    under opening hours the evening costs nothing
kept_promise office | Mon 09:00 opened; 10:00 promised Mon 16:00; Tue 10:00 solved | missed 8:00 |
    but the next day's hours do
kept_promise office | Mon 17:30 opened; 18:00 promised Mon 17:00; 19:00 solved | met 0:00 |
    promised for a moment just gone, with no open second since
kept_promise reopen=resume always | Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 solved;
    Tue 10:00 open; 11:00 solved | met 2:00 | resume: the solved stretch is taken out
kept_promise reopen=restart always | Mon 09:00 opened; 10:00 promised Tue 12:00; 11:00 solved;
    Wed 10:00 open; 11:00 solved | met 1:00; missed 1:00 | restart: broken once it is open again
kept_promise reopen=resume always | Mon 09:00 opened; 10:00 promised Mon 12:00; 11:00 solved;
    11:30 open; 13:00 promised Tue 12:00; 14:00 solved | missed 2:30; met 1:00 |
    resume: broken after the reopening, and then renewed
kept_promise reopen=resume always | Mon 09:00 opened; 10:00 promised Mon 12:00; 11:00 solved;
    13:00 promised Tue 12:00; 14:00 open; 15:00 solved | met 1:00; met 1:00 |
    resume: kept, and then renewed
kept_promise reopen=restart always | Mon 09:00 opened; 10:00 promised Mon 12:00; 11:00 solved;
    11:30 open; 13:00 promised Tue 12:00; 14:00 solved | met 1:00; missed 1:30; met 1:00 |
    restart: broken after the reopening, and then renewed
kept_promise reopen=restart always | Mon 09:00 opened; 10:00 promised Tue 12:00 and solved;
    11:00 open; 12:00 solved | met 0:00; met 1:00 | restart: promised with the solve
kept_promise reopen=resume always | Mon 09:00 opened; 10:00 promised Tue 12:00 and solved;
    11:00 promised Wed 12:00 | met 0:00 | resume: promised with the solve, and renewed
kept_promise pause=pending always | Mon 09:00 opened; 10:00 promised Mon 12:00; 11:00 pending;
    13:00 open; 13:30 solved | met 1:30 | a pause puts the promise off
"""


@pytest.mark.parametrize(("ask", "happened", "occurrences"), rows(OPTIONS))
def test_the_rule_chooses_its_calendar_and_pauses(
    ask: str, happened: str, occurrences: str
) -> None:
    words, _, calendar = ask.rpartition(" ")
    assert spoken(found(criterion(clock(words, calendar)), life(happened))) == occurrences


# calendar | limits | happened | occurrences | why it is here
GRACE = """
always | PT0S..PT4H | Mon 09:00 opened; 10:00 promised Mon 12:00; 14:00 solved | partly 4:00 |
    half way
always | PT0S..PT4H | Mon 09:00 opened; 10:00 promised Mon 12:00; 16:00:01 solved | missed 6:00:01 |
    too late
always | PT1H..PT4H | Mon 09:00 opened; 10:00 promised Mon 12:00; 13:00 solved | met 3:00 |
    an hour's grace
office | 1 working days | Mon 09:00 opened; 10:00 promised Mon 12:00; Tue 12:00 solved | met 10:00 |
    a day's grace
office | 1 working days | Mon 09:00 opened; 10:00 promised Mon 12:00; Tue 12:01 solved |
    missed 10:01 | from the instant promised, not from the promise
office | 1 working days | Mon 09:00 opened; Tue 10:00 promised 2026-03-02 16:00; 16:00 solved |
    met 6:00 | a day's grace from a moment that has gone
office | 1 working days | Mon 09:00 opened; Tue 10:00 promised 2026-03-02 16:00; 16:01 solved |
    missed 6:01 | and no longer
office | 1 working days | Mon 09:00 opened; Wed 10:00 promised 2026-03-02 16:00; 10:00 solved |
    missed 0:00 | which may have gone as well
office | 1 calendar days | Mon 09:00 opened; 10:00 promised Mon 12:00; Tue 12:01 solved |
    missed 10:01 | a day of the clock
"""


@pytest.mark.parametrize(("firm", "said", "happened", "occurrences"), rows(GRACE))
def test_limits_count_from_the_instant_promised(
    firm: str, said: str, happened: str, occurrences: str
) -> None:
    asked = criterion(clock("kept_promise", firm), said)
    assert spoken(found(asked, life(happened))) == occurrences
