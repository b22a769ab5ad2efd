"""What a card says of a wait: its state, its deadlines, what is left, and when to look again."""

from __future__ import annotations

from datetime import datetime

import pytest

from scoring.occurrence import Timing
from scoring.scorecard import assess
from tests.scoring.criteria import clock, criterion, standard
from tests.scoring.telling import WEEK, events, instant, moment, span, ticket
from tests.tables import rows

# clock, calendar, limits | happened | as of |
#     state left, deadlines of full and none, look again | why it is here
WAITS = """
resolution, office, PT4H | Mon 09:00 opened | Mon 10:00 |
    running 3:00, Mon 13:00, Mon 13:00, Mon 13:00 | running
resolution, office, PT4H | Mon 09:00 opened | Mon 13:00 |
    running 0:00, Mon 13:00, Mon 13:00, Mon 13:00:01 | used up: over in a second
resolution, office, PT4H | Mon 09:00 opened | Mon 13:00:01 |
    running -0:00:01, Mon 13:00, Mon 13:00, - | over: silence changes nothing more
resolution, office, PT1H..PT4H | Mon 09:00 opened | Mon 09:30 |
    running 0:30, Mon 10:00, Mon 13:00, Mon 10:00 | the first limit is next
resolution, office, PT1H..PT4H | Mon 09:00 opened | Mon 10:00 |
    running 0:00, Mon 10:00, Mon 13:00, Mon 13:00 | then the second
resolution, office, PT1H..PT4H | Mon 09:00 opened | Mon 13:00 |
    running -3:00, Mon 10:00, Mon 13:00, Mon 13:00:01 | and then the miss
resolution, office, PT8H | Mon 09:00 opened | Mon 12:00 |
    running 5:00, Mon 17:00, Mon 17:00, Mon 17:00 |
    a target used up at closing time is due at closing time
resolution, office, PT8H | Mon 09:00 opened | Mon 17:00 |
    running 0:00, Mon 17:00, Mon 17:00, Tue 09:00:01 |
    and is over in the first second of the next opening
resolution, office, PT8H | Mon 09:00 opened | Tue 09:00 |
    running 0:00, Mon 17:00, Mon 17:00, Tue 09:00:01 | not at the opening itself
resolution, office, PT8H | Fri 09:00 opened | Sat 12:00 |
    running 0:00, Fri 17:00, Fri 17:00, 2026-03-09 09:00:01 | nor at the weekend
resolution, office, PT1H | Mon 18:00 opened | Mon 18:00 |
    running 1:00, Tue 10:00, Tue 10:00, Tue 10:00 | opened outside hours
resolution, office, PT4H | Mon 09:00 opened; 10:00 solved | - |
    stopped 3:00, Mon 13:00, Mon 13:00, - | stopped in time
resolution, office, PT4H | Mon 09:00 opened; 15:00 solved | - |
    stopped -2:00, Mon 13:00, Mon 13:00, - | stopped too late
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending | Mon 12:00 | paused 3:00, -, -, - |
    paused: no instant, only what is left
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending | Mon 10:00 | paused 3:00, -, -, - |
    paused this very second
agent_work, office, PT4H | Mon 09:00 opened; 15:00 pending | Mon 16:00 | paused -2:00, -, -, - |
    paused with the deadline passed
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending; 11:00 open | Mon 12:00 |
    running 2:00, Mon 14:00, Mon 14:00, Mon 14:00 | resumed: the pause puts the deadline off
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending; 11:00 open | Mon 11:00 |
    running 3:00, Mon 14:00, Mon 14:00, Mon 14:00 | resumed this very second
agent_work, office, PT4H | Mon 09:00 opened; 16:00 pending; Tue 10:00 open | Tue 10:00 |
    running -3:00, Mon 13:00, Mon 13:00, - | resumed when it was long over
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending; Tue 08:00 open | Tue 08:00 |
    running 3:00, Tue 12:00, Tue 12:00, Tue 12:00 | resumed outside hours
agent_work, office, PT1H | Mon 16:00 opened; 17:00 pending; Tue 10:00 open | Tue 10:00 |
    running 0:00, Mon 17:00, Mon 17:00, Tue 10:00:01 | used up as it was paused
agent_work, office, PT4H | Mon 09:00 opened; 10:00 pending; 15:00 solved | - |
    stopped 3:00, Tue 10:00, Tue 10:00, - | solved out of a pause: the deadline is put off by it
agent_work, office, PT4H | Mon 09:00 opened and pending; 11:00 solved | - |
    stopped 4:00, Mon 15:00, Mon 15:00, - | paused all the while
first_reply, office, PT4H | Mon 09:00 opened; 10:00 solved | - | cleared 3:00, -, -, - |
    cleared by a solve
first_reply, office, PT4H | Mon 09:00 opened; 10:00 merged | - | cleared 3:00, -, -, - |
    cleared by a merge
kept_promise, always, PT0S | Mon 09:00 opened and promised Mon 12:00 | Mon 10:00 |
    running 2:00, Mon 12:00, Mon 12:00, Mon 12:00 | a promise is due when it says
kept_promise, office, PT0S | Mon 09:00 opened and promised Mon 20:00 | Mon 17:00 |
    running 0:00, Mon 17:00, Mon 17:00, Tue 09:00:01 | an evening's promise at closing time
resolution, office, priority=urgent: PT1H, PT4H | Mon 09:00 opened; 09:30 priority urgent |
    Mon 09:30 | running 0:30, Mon 10:00, Mon 10:00, Mon 10:00 | raised this very second
resolution, office, priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 priority urgent |
    Mon 10:30 | running -0:30, Mon 10:00, Mon 10:00, - | raised past its limit: over at once
resolution, office, priority=low: PT4H | Mon 09:00 opened and priority low; 10:00 priority high |
    Mon 10:00 | cleared -, -, -, - | its rule went away this very second
resolution, office, priority=low: PT4H | Mon 09:00 opened and priority low; 10:00 priority high |
    Mon 20:00 | cleared -, -, -, - | and stays away
resolution, office, priority=low: PT4H | Mon 09:00 opened and priority low; 14:00 priority high |
    Mon 20:00 | cleared -1:00, -, -, - | it went away when it was broken
resolution, office, priority=low: PT4H | Mon 09:00 opened and priority low; 10:00 priority high;
    11:00 priority low | Mon 12:00 | running 1:00, Mon 13:00, Mon 13:00, Mon 13:00 | it came back
"""


@pytest.mark.parametrize(("asked", "happened", "as_of", "stands"), rows(WAITS))
def test_a_wait_says_where_it_stands(asked: str, happened: str, as_of: str, stands: str) -> None:
    ask, calendar, said = asked.split(", ", 2)
    by = standard(criterion(clock(ask, calendar), said))
    card = assess(by, ticket(happened), as_of=moment(as_of, events(happened)))
    [each] = card.findings[0].occurrences
    assert isinstance(each, Timing)
    left = "-" if each.remaining_seconds is None else span(each.remaining_seconds)
    instants = map(shown, (each.deadline, each.none_deadline, card.next_deadline))
    assert f"{each.state} {left}, {', '.join(instants)}" == stands


def test_the_nearest_deadline_of_all_is_the_next() -> None:
    asked = (criterion(clock("resolution"), said) for said in ("PT4H", "PT2H", "PT3H"))
    card = assess(standard(*asked), ticket("Mon 09:00 opened"), as_of=instant("Mon 10:00"))
    assert shown(card.next_deadline) == "Mon 11:00"


def shown(at: int | None) -> str:
    """The instant as the tables write it: by its weekday within the week, else by its date."""
    if at is None:
        return "-"
    local = datetime.fromtimestamp(at, WEEK.zone)
    day = f"{local:%a}" if (local.date() - WEEK.monday).days < 7 else f"{local:%Y-%m-%d}"
    return f"{day} {local:%H:%M:%S}" if local.second else f"{day} {local:%H:%M}"
