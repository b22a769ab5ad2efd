"""Counts and ratings, case by case."""

from __future__ import annotations

import pytest

from scoring.occurrence import Measure
from standards.kinds import Count, Counted, Rating, RatingScale
from tests.scoring.criteria import criterion, found
from tests.scoring.telling import life, spoken
from tests.tables import rows

# counted | happened | as of | occurrence | the events counted | why it is here
COUNTS = """
reopenings | Mon 09:00 opened; 10:00 solved | - | met 0 | - | never
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 open; 12:00 solved | - | met 1 | e2 | once
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 closed; 12:00 pending; 13:00 solved | - | met 1 |
    e3 | closed is solved still, and pending is open again
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 wrote | - | met 0 | - |
    a message alone reopens nothing
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 open; 12:00 solved; 13:00 open; 14:00 solved;
    15:00 open; 16:00 solved | - | partly 3 | e2, e4, e6 | more than enough
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 open; 12:00 solved; 13:00 open; 14:00 solved;
    15:00 open; 15:01 solved; 15:02 open; 15:03 solved; 15:04 open | - | missed 5 |
    e2, e4, e6, e8, e10 | too many: missed before it is solved
reopenings | Mon 09:00 opened; 10:00 solved; 11:00 open | - | pending 1 | e2 | pending while open
reassignments | Mon 09:00 opened; 10:00 assigned anna; 11:00 solved | - | met 0 | - |
    the first assignment passes nothing on
reassignments | Mon 09:00 opened and assigned anna; 10:00 assigned ben; 11:00 solved | - | met 1 |
    e1 | from one to another
reassignments | Mon 09:00 opened and assigned anna; 10:00 unassigned; 11:00 assigned anna;
    12:00 solved | - | met 0 | - | a spell without anybody
reassignments | Mon 09:00 opened and assigned anna; 10:00 unassigned; 11:00 assigned ben;
    12:00 solved | - | met 1 | e2 | by way of nobody
reassignments | Mon 09:00 opened and group first; 10:00 group second; 11:00 solved | - | met 1 |
    e1 | from one group to another
reassignments | Mon 09:00 opened; 10:00 group first; 11:00 ungrouped; 12:00 group second;
    13:00 solved | - | met 1 | e3 | by way of no group
reassignments | Mon 09:00 opened and assigned anna and group first;
    10:00 assigned ben and group second; 11:00 solved | - | met 1 | e1 | both in one step
reassignments | Mon 09:00 opened and assigned anna and group first; 10:00 assigned ben;
    10:00 group second; 11:00 solved | - | met 1 | e1 | one step told field by field
reassignments | Mon 09:00 opened and assigned anna and group first;
    10:00 unassigned and group second; 11:00 assigned ben; 12:00 solved | - | met 1 | e1 |
    the new group's first assignment passes nothing on
reassignments | Mon 09:00 opened and assigned anna and group first; 10:00 group second;
    11:00 assigned anna; 12:00 group first; 13:00 solved | - | met 2 | e1, e3 |
    there and back with the same employee
reassignments | Mon 09:00 opened and assigned anna; 10:00 assigned ben; 11:00 assigned anna |
    Mon 12:00 | pending 2 | e1, e2 | there and back
replies | Mon 09:00 opened; 10:00 replied; 11:00 noted; 12:00 bot replied; 13:00 solved | - |
    met 1 | e1 | notes and bots are no replies
replies | Mon 09:00 anna opened; 09:00 anna replied; 10:00 replied and solved | - | met 1 | e2 |
    nor are the words an agent opened with
replies | Mon 09:00 opened; 10:00 replied; 11:00 solved; 12:00 replied | - | met 1 | e1 |
    words after the solve count no more
replies | Mon 09:00 opened; 10:00 replied; 11:00 solved; 12:00 replied; 13:00 open; 14:00 solved |
    - | met 2 | e1, e3 | until it is reopened
replies | Mon 09:00 opened; 10:00 replied and solved | - | met 1 | e1 | the solving reply is one
customer_messages | Mon 09:00 opened; 09:00 wrote; 10:00 wrote; 11:00 solved; 12:00 wrote | - |
    met 2 | e1, e2 | until it is solved, the opening words among them
customer_messages | Mon 09:00 opened; 09:00 wrote | Mon 10:00 | pending 1 | e1 | pending while open
customer_messages | Mon 09:00 opened; 09:00 wrote; 10:00 merged | - | nothing 1 | e1 |
    merged: no verdict
customer_messages | Mon 09:00 wrote; 10:00 wrote; 11:00 solved | - | met 2 | e0, e1 |
    the opening need not be known
"""


@pytest.mark.parametrize(("counted", "happened", "as_of", "occurrence", "events"), rows(COUNTS))
def test_what_is_counted(
    counted: str, happened: str, as_of: str, occurrence: str, events: str
) -> None:
    finding = found(criterion(Count(Counted(counted)), "2..4"), life(happened, as_of))
    assert spoken(finding) == occurrence
    assert ", ".join(finding.occurrences[0].events) == events.replace("-", "")


# limits | happened | as of | occurrence | why it is here
COUNT_LIMITS = """
0 | Mon 09:00 opened; 09:00 wrote; 10:00 solved | - | missed 1 | equal limits: met or missed
priority=low: 3, 0 | Mon 09:00 opened and priority low; 09:00 wrote; 10:00 solved | - | met 1 |
    the row that fits
priority=low: 3, 0 | Mon 09:00 opened; 09:00 wrote; 10:00 priority low; 11:00 solved | - |
    missed 1 | a limit broken under the rule of its moment stays broken
priority=low: 3, 0 | Mon 09:00 opened and priority low; 09:00 wrote; 10:00 priority high |
    Mon 10:00 | missed 1 | broken by a rule of this very second
priority=low: 0, 3 | Mon 09:00 opened and priority low; 10:00 priority high; 11:00 wrote;
    12:00 solved | - | met 1 | what comes later is no breach of the earlier rule
priority=low: 0, 3 | Mon 09:00 opened and priority low; 10:00 priority high; 10:00 wrote;
    12:00 solved | - | met 1 | nor is what comes in the second of the change
priority=low: 0, 3 | Mon 09:00 opened; 09:00 wrote; 10:00 priority low; 11:00 priority high;
    12:00 solved | - | missed 1 | a rule between two others
priority=low: 3 | Mon 09:00 opened; 09:00 wrote; 10:00 solved | - | nothing 1 | no rule fits
"""


@pytest.mark.parametrize(("said", "happened", "as_of", "occurrence"), rows(COUNT_LIMITS))
def test_counts_have_limits_of_their_moment(
    said: str, happened: str, as_of: str, occurrence: str
) -> None:
    asked = criterion(Count(Counted.CUSTOMER_MESSAGES), said)
    assert spoken(found(asked, life(happened, as_of))) == occurrence


# limits | happened | finding | share | occurrences | why it is here
RATINGS = """
5..3 | Mon 09:00 opened; 10:00 rated csat 5 | met | 1 | met 5 | as good as can be
5..3 | Mon 09:00 opened; 10:00 rated csat 4 | partly | 0.5 | partly 4 | half way
5..3 | Mon 09:00 opened; 10:00 rated csat 3 | missed | 0 | missed 3 | the bottom earns nothing
5..3 | Mon 09:00 opened; 10:00 rated csat 1 | missed | 0 | missed 1 | below it
5..3 | Mon 09:00 opened; 10:00 solved | unknown | None | - | not rated: unknown, not bad
5..3 | Mon 09:00 opened; 10:00 rated nps 9 | unknown | None | - | another scale is another question
5..3 | Mon 09:00 opened; 10:00 rated csat 5; 11:00 rated csat 1 | partly | 0.5 | met 5; missed 1 |
    rated twice: the mean of both
5..3 | Mon 09:00 opened; 10:00 rated csat 5; 11:00 merged; 12:00 rated csat 1 | met | 1 | met 5 |
    after the merge it is another contact's
4 | Mon 09:00 opened; 10:00 rated csat 4 | met | 1 | met 4 | equal limits: enough is enough
4 | Mon 09:00 opened; 10:00 rated csat 3 | missed | 0 | missed 3 | equal limits: too little
channel=chat: 3, 5 | Mon 09:00 opened; 10:00 rated csat 4; 11:00 channel chat | missed | 0 |
    missed 4 | the rule of the moment it was given
channel=chat: 3 | Mon 09:00 opened; 10:00 rated csat 4 | not_applicable | None | nothing 4 |
    no rule fits
channel=chat: 3 | Mon 09:00 opened; 10:00 solved | not_applicable | None | - |
    not rated, and no rule would fit
5..3 | Mon 10:00 rated csat 5 | met | 1 | met 5 | the opening need not be known
"""


@pytest.mark.parametrize(("said", "happened", "verdict", "share", "occurrences"), rows(RATINGS))
def test_what_the_customer_said(
    said: str, happened: str, verdict: str, share: str, occurrences: str
) -> None:
    finding = found(criterion(Rating(RatingScale.CSAT), said), life(happened))
    assert (finding.verdict, spoken(finding)) == (verdict, occurrences)
    assert finding.share == (None if share == "None" else float(share))


def test_a_count_without_a_verdict_shows_its_limits() -> None:
    asked = criterion(Count(Counted.CUSTOMER_MESSAGES), "2..4")
    [each] = found(asked, life("Mon 09:00 opened; 09:00 wrote; 10:00 merged")).occurrences
    assert isinstance(each, Measure)
    assert (each.value, each.full, each.none, each.verdict) == (1, 2.0, 4.0, None)


def test_a_rating_shows_its_limits_and_the_event_it_rests_on() -> None:
    asked = criterion(Rating(RatingScale.CES), "6..3")
    [each] = found(asked, life("Mon 09:00 opened; 10:00 rated ces 5")).occurrences
    assert isinstance(each, Measure)
    assert (each.value, each.full, each.none, each.events) == (5.0, 6.0, 3.0, ("e1",))
