"""Limits and calendars that change under way: each stretch is judged by the rule of its moment."""

from __future__ import annotations

import pytest

from scoring.occurrence import Timing
from scoring.timeline import Timeline
from standards.hours import Hours
from standards.model import Criterion
from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life, span, spoken
from tests.standards.firms import calendar
from tests.tables import rows

# limits | happened | as of | occurrence and the limit that it was held against | why it is here
PRIORITIES = """
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 solved | - | met 1:30 of 4:00 |
    the first row that fits
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 10:30 solved | - |
    missed 1:30 of 1:00 | known with the opening
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 09:30 priority urgent; 09:50 solved | - |
    met 0:50 of 1:00 | raised: the start is kept
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 priority urgent; 10:40 solved | - |
    missed 1:40 of 1:00 | raised when its hour had gone
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 priority urgent | Mon 10:30 |
    missed 1:30 of 1:00 | and missed that very second
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 09:30 priority low;
    12:00 solved | - | met 3:00 of 4:00 | lowered in time
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 10:30 priority low;
    11:00 solved | - | missed 1:30 of 1:00 |
    lowered too late: a breach stays with the target that it broke
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 10:30 priority low | Mon 11:00 |
    missed 1:30 of 1:00 | and is no hope while it runs on
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 10:00 priority low;
    11:00 solved | - | met 2:00 of 4:00 | lowered exactly at the target
priority=urgent: PT1H, PT4H | Mon 09:00 opened and priority urgent; 10:30 priority low;
    17:00 solved | - | missed 1:30 of 1:00 | broken twice: the first breach
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 13:30 priority urgent; 14:00 solved | - |
    missed 4:30 of 4:00 | raised when it was broken
priority=urgent: PT1H..PT3H, PT4H | Mon 09:00 opened and priority urgent; 11:00 priority low;
    12:00 solved | - | partly 2:00 of 1:00 | half a breach stays too
priority=urgent: PT1H..PT3H, PT4H | Mon 09:00 opened and priority urgent; 11:00 priority low |
    Mon 12:00 | pending 3:00 of 4:00 | but is not decided while it runs
priority=urgent: PT1H..PT3H, PT4H | Mon 09:00 opened and priority urgent; 11:00 priority low |
    Mon 14:00 | missed 5:00 of 4:00 | and gives way to a whole one
priority=urgent: PT1H..PT3H, PT4H | Mon 09:00 opened and priority urgent; 11:00 priority low;
    16:00 solved | - | missed 7:00 of 4:00 | the lowest share decides
priority=urgent: PT1H..PT2H, PT1H..PT4H | Mon 09:00 opened and priority urgent; 11:00 priority low;
    16:00 solved | - | missed 7:00 of 1:00 | of two that earn nothing a miss decides
priority=urgent: PT1H | Mon 09:00 opened; 10:00 solved | - | cleared 1:00 | no rule ever fitted
priority=urgent: PT1H | Mon 09:00 opened; 10:00 priority urgent; 10:30 solved | - |
    missed 1:30 of 1:00 | a rule that comes late counts from creation
priority=urgent: PT1H | Mon 09:00 opened and priority urgent; 09:30 priority low | Mon 12:00 |
    cleared 3:00 | the rule goes away: no deadline and no verdict
priority=urgent: PT1H | Mon 09:00 opened and priority urgent; 10:30 priority low | Mon 12:00 |
    missed 1:30 of 1:00 | it goes away too late: the breach stays
priority=urgent: PT1H | Mon 09:00 opened and priority urgent; 09:30 priority low; 12:00 solved | - |
    cleared 3:00 | nothing to judge at the end
priority=urgent: PT1H | Mon 09:00 opened and priority urgent; 10:30 priority low; 12:00 solved | - |
    missed 1:30 of 1:00 | but for a breach
priority=urgent: PT1H | Mon 09:00 opened and priority urgent; 09:20 priority low;
    09:40 priority urgent; 09:50 solved | - | met 0:50 of 1:00 | the rule goes and comes back
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 solved and priority urgent | - |
    met 1:30 of 4:00 | raised by the very step that solves it
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 10:30 solved; 11:00 priority urgent | - |
    met 1:30 of 4:00 | raised afterwards
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 09:00 priority urgent; 10:30 solved | - |
    missed 1:30 of 1:00 | raised in the second it was opened
fields.vip=yes: PT1H, channel=chat group=a/b: PT2H, PT4H |
    Mon 09:00 opened and channel chat and group b; 10:30 solved | - | met 1:30 of 2:00 |
    every fact of a row must fit
fields.vip=yes: PT1H, channel=chat group=a/b: PT2H, PT4H |
    Mon 09:00 opened and channel chat and group c and fields.vip yes; 10:30 solved | - |
    missed 1:30 of 1:00 | the firm's own fields count too
tags=vip: PT1H, PT4H | Mon 09:00 opened and tags shop,vip; 10:30 solved | - | missed 1:30 of 1:00 |
    one tag of several
status=on_hold: PT2H, PT4H | Mon 09:00 opened; 10:00 on hold; 10:30 open; 12:00 solved | - |
    met 3:00 of 4:00 | a limit may hang on the status
"""


@pytest.mark.parametrize(("said", "happened", "as_of", "occurrence"), rows(PRIORITIES))
def test_each_limit_holds_for_its_moment(
    said: str, happened: str, as_of: str, occurrence: str
) -> None:
    assert held(criterion(clock("resolution"), said), life(happened, as_of)) == occurrence


# limits | happened | as of | occurrence and its limits | why it is here
PAUSED = """
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 09:30 pending; 11:00 priority urgent; 12:00 open;
    12:30 solved | - | met 1:00 of 1:00 | a pause already made survives the change
priority=urgent: PT1H, PT4H | Mon 09:00 opened; 09:30 pending; 11:00 priority urgent; 12:00 open;
    13:00 solved | - | missed 1:30 of 1:00 | and only what ran counts
"""


@pytest.mark.parametrize(("said", "happened", "as_of", "occurrence"), rows(PAUSED))
def test_pauses_survive_a_change(said: str, happened: str, as_of: str, occurrence: str) -> None:
    assert held(criterion(clock("agent_work"), said), life(happened, as_of)) == occurrence


# calendars | limits | happened | as of | occurrence and its limit | why it is here
SCHEDULES = """
group=night: open, office | PT4H | Mon 16:00 opened and group night; 18:00 solved | - |
    met 2:00 of 4:00 | the first calendar that fits
group=night: open, office | PT4H | Mon 16:00 opened; 18:00 group night; 20:00 solved | - |
    met 3:00 of 4:00 | own stretch: each calendar counts its own
group=day: open, group=night: always, group=late: office | PT4H | Mon 16:00 opened; 18:00 solved |
    - | met 1:00 of 4:00 | none fits: the last row is everybody else's
group=night: open, office as Zendesk | PT4H | Mon 16:00 opened; 18:00 group night; 20:00 solved |
    - | met 4:00 of 4:00 | the last one counts it all
group=night: open, office | PT4H | Mon 16:00 opened and group night; 21:00 group day;
    Tue 09:30 solved | - | missed 5:30 of 4:00 | own stretch: what has been counted stays
group=night: open, office as Zendesk | PT4H | Mon 16:00 opened and group night; 18:00 group day;
    Tue 09:30 solved | - | met 1:30 of 4:00 | the last one takes the evening back
group=night: open, office as Zendesk | PT4H | Mon 16:00 opened and group night; 21:00 group day;
    Tue 09:30 solved | - | missed 5:00 of 4:00 | but not a breach that was reached under the first
group=night: open, office as Zendesk | PT4H | Mon 16:00 opened and group night; 21:00 group day |
    Mon 21:00 | missed 5:00 of 4:00 | nor in the very second of the change
group=night: open, office as Zendesk | PT4H | Mon 16:00 opened; 21:00 group night | Mon 21:00 |
    missed 5:00 of 4:00 | which may break it as well
group=night: open, office | PT4H | Mon 16:00 opened; 21:00 group night | Mon 21:00 |
    pending 1:00 of 4:00 | but not where each has its own stretch
group=night: open, office as Zendesk | priority=urgent: PT1H, PT4H |
    Mon 16:00 opened and group night; 18:00 group day and priority urgent; 18:30 solved | - |
    met 1:00 of 1:00 | limit and calendar change together
group=night: open, office as Zendesk | priority=urgent: PT1H, PT4H |
    Mon 16:00 opened and group night; 17:30 priority urgent; 18:00 group day; 18:30 solved | - |
    missed 2:00 of 1:00 | or one after the other
group=night: open, office | 1 working days | Mon 10:00 opened; Tue 09:30 group early;
    Tue 11:00 solved | - | missed 9:00 of 8:00 | a limit in days is counted by the same stretches
group=early: early, office | 1 working days | Mon 10:00 opened and group early;
    Tue 10:30 group late; Tue 11:00 solved | - | missed 8:30 of 8:00 |
    broken under the calendar that it was due by
"""


@pytest.mark.parametrize(("calendars", "said", "happened", "as_of", "occurrence"), rows(SCHEDULES))
def test_each_calendar_counts_its_stretch(
    calendars: str, said: str, happened: str, as_of: str, occurrence: str
) -> None:
    asked = criterion(clock("resolution", calendars), said)
    assert held(asked, life(happened, as_of)) == occurrence


# The worked example of dbt_zendesk's DECISIONLOG, "Business Time Metrics": which schedule counts,
# and the seconds it gives; 960.13 and 690.13 minutes there, once its instants are not rounded.
CHICAGO = calendar("America/Chicago", {"mon-sun": ["07:00-21:00"]})
SAN_FRANCISCO = calendar("America/Los_Angeles", {"mon-fri": ["08:00-17:30"]})
WORKED = """
group=level-2: san francisco, chicago | 57608 | each schedule over its own stretch
group=level-2: san francisco, chicago as Zendesk | 41408 | the last one over the whole span
"""


@pytest.mark.parametrize(("calendars", "seconds"), rows(WORKED))
def test_a_ticket_passed_from_chicago_to_san_francisco(calendars: str, seconds: str) -> None:
    told = "2020-09-29 19:01:38 opened; 2020-09-30 21:01:25 group level-2; 21:01:46 replied"
    hours = {"chicago": Hours(CHICAGO), "san francisco": Hours(SAN_FRANCISCO)}
    asked = criterion(clock("first_reply", calendars), "PT24H")
    [each] = found(asked, life(told), hours).occurrences
    assert isinstance(each, Timing)
    assert each.elapsed_seconds == int(seconds)


# calendar | limits | happened | as of | occurrence and its limit | why it is here
DAYS = """
office | 1 working days | Mon 10:00 opened; Tue 10:00 solved | - | met 8:00 of 8:00 |
    the same clock time on the next open day
office | 1 working days | Mon 10:00 opened; Tue 10:00:01 solved | - | missed 8:00:01 of 8:00 |
    a second more is late
office | 1 working days | Fri 10:00 opened; Mon 10:00 solved | - | met 8:00 of 8:00 |
    the weekend has no open days
office | 1 working days | Mon 18:00 opened; Tue 16:00 solved | - | met 7:00 of 8:00 |
    a start outside hours counts from the next opening
office | 1 working days | Sat 12:00 opened; Tue 09:00 solved | - | met 8:00 of 8:00 |
    on a closed day too
office | 2 working days | Mon 10:00 opened | Wed 10:00 | pending 16:00 of 16:00 | two of them
split | 1 working days | Mon 10:00 opened; Tue 10:00 solved | - | met 8:00 of 8:00 |
    lunch is no time
office | PT4H..2 working days | Mon 10:00 opened; Tue 10:00 solved | - | partly 8:00 of 4:00 |
    hours and days in one limit
open | 14 calendar days | Mon 10:00 opened; 2026-03-16 10:00 solved | - | met 336:00 of 336:00 |
    the same clock time so many days later
open | 14 calendar days | Mon 10:00 opened; 2026-03-16 10:00:01 solved | - |
    missed 336:00:01 of 336:00 | and a second late
open | 28 calendar days | Mon 10:00 opened; 2026-03-30 10:00 solved | - | met 671:00 of 671:00 |
    over a lost hour: the clock time counts
always | 28 calendar days | Mon 10:00 opened; 2026-03-30 10:00 solved | - | met 671:00 of 671:00 |
    under hours that never close
always | PT672H | Mon 10:00 opened; 2026-03-30 11:00 solved | - | met 672:00 of 672:00 |
    hours are hours and not clock time
"""


@pytest.mark.parametrize(("firm", "said", "happened", "as_of", "occurrence"), rows(DAYS))
def test_days_are_counted_on_a_calendar(
    firm: str, said: str, happened: str, as_of: str, occurrence: str
) -> None:
    assert held(criterion(clock("resolution", firm), said), life(happened, as_of)) == occurrence


def held(asked: Criterion, line: Timeline) -> str:
    """The occurrence and the full limit that it was held against."""
    finding = found(asked, line)
    [each] = finding.occurrences
    assert isinstance(each, Timing)
    limit = "" if each.full_seconds is None else f" of {span(each.full_seconds)}"
    return f"{spoken(finding)}{limit}"
