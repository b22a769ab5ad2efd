"""Whose an occurrence is, case by case."""

from __future__ import annotations

import pytest

from standards.kinds import Count, Counted, Kind, Rating, RatingScale
from standards.model import Accountable, Criterion
from tests.scoring.criteria import clock, criterion, found
from tests.scoring.telling import life
from tests.tables import rows

# happened | as of | verdict: employee, team by which rule | why it is here
WAITS = """
Mon 09:00 opened and assigned anna and group mail; 10:00 anna replied | - |
    met: anna, mail by actor | met: who replied
Mon 09:00 opened and assigned anna and group mail; 10:00 ben replied | - | met: ben, mail by actor |
    who replied, whoever holds it
Mon 09:00 opened and assigned anna and group mail; 12:00 ben replied | - |
    partly: ben, mail by actor | partly: who replied
Mon 09:00 opened and assigned anna and group mail; 10:00 ben replied and group shop | - |
    met: ben, shop by actor | the team as the reply left it
Mon 09:00 opened and assigned anna and group mail | Mon 10:00 | pending: anna, mail by holder |
    pending: who holds it
Mon 09:00 opened and assigned anna and group mail | Mon 17:00 | missed: anna, mail by holder |
    missed: who held it
Mon 09:00 opened and assigned anna and group mail; 14:00 assigned ben; 15:00 ben replied | - |
    missed: anna, mail by holder | who held it as the time ran out, not who replied
Mon 09:00 opened and assigned anna and group mail; 12:00 assigned ben | Mon 17:00 |
    missed: ben, mail by holder | handed over in time
Mon 09:00 opened and assigned anna and group mail; 13:00 assigned ben | Mon 17:00 |
    missed: ben, mail by holder | handed over in that very second
Mon 09:00 opened and assigned anna and group mail; 13:00:01 assigned ben | Mon 17:00 |
    missed: anna, mail by holder | handed over a second too late
Mon 09:00 opened and assigned anna and group mail; 12:00 unassigned; 15:00 assigned ben |
    Mon 17:00 | missed: None, mail by holder | unassigned as it ran out: the team's and nobody's
Mon 09:00 opened and group mail | Mon 17:00 | missed: None, mail by holder | never assigned
Mon 09:00 opened | Mon 17:00 | missed: None, None by holder | nor grouped
Mon 13:00 opened and assigned anna; 18:00 assigned ben; Tue 12:00 ben replied | - |
    missed: anna, None by holder | run out at closing time: who held it then
Mon 09:00 opened and assigned anna; 12:00 ben solved | - | partly: ben, None by actor |
    solved unanswered past its target: who solved
Mon 09:00 opened and assigned anna; 12:00 merged | - | partly: anna, None by holder |
    merged past its target: who held it
Mon 09:00 opened and assigned anna; 12:00 customer solved | - | partly: anna, None by holder |
    ended by the customer: who held it
Mon 09:00 opened and assigned anna; 10:00 unknown replied | - | met: anna, None by holder |
    answered by nobody knows whom: who held it
Mon 09:00 opened and assigned anna; 10:00 solved | - | nothing: anna, None by holder |
    nothing to judge
"""


@pytest.mark.parametrize(("happened", "as_of", "whose"), rows(WAITS))
def test_a_wait_is_somebodys(happened: str, as_of: str, whose: str) -> None:
    assert held(criterion(clock("first_reply"), "PT2H..PT4H"), happened, as_of) == whose


# accountable | happened | as of | verdict: employee, team by which rule | why it is here
OVERRIDES = """
actor | Mon 09:00 opened and assigned anna and group mail; 17:00 ben replied | - |
    missed: ben, mail by actor | who replied, however late
actor | Mon 09:00 opened and assigned anna and group mail | Mon 17:00 |
    missed: anna, mail by holder | nobody has replied
holder | Mon 09:00 opened and assigned anna and group mail; 10:00 ben replied | - |
    met: anna, mail by holder | who held it when it ended
holder | Mon 09:00 opened and assigned anna; 14:00 assigned ben; 15:00 ben replied | - |
    missed: anna, None by holder | or as it ran out
holder | Mon 09:00 opened and assigned anna; 10:00 ben replied; 11:00 assigned ben | - |
    met: anna, None by holder | and not who got it afterwards
first_holder | Mon 09:00 opened and group mail; 09:30 assigned anna;
    10:00 assigned ben and group shop; 11:00 ben replied | - | met: anna, mail by first_holder |
    who had it first
first_holder | Mon 09:00 opened and group mail; 10:00 ben replied | - |
    met: None, mail by first_holder | nobody had it
last_holder | Mon 09:00 opened and assigned anna; 10:00 anna replied; 11:00 assigned ben | - |
    met: ben, None by last_holder | who has it at the end
nobody | Mon 09:00 opened and assigned anna and group mail; 10:00 anna replied | - |
    met: None, mail by nobody | the team's alone
nobody | Mon 09:00 opened and assigned anna and group mail; 14:00 group shop | Mon 17:00 |
    missed: None, mail by nobody | the team's as it ran out
"""


@pytest.mark.parametrize(("wanted", "happened", "as_of", "whose"), rows(OVERRIDES))
def test_a_criterion_may_say_whose(wanted: str, happened: str, as_of: str, whose: str) -> None:
    more = Accountable(wanted)
    asked = criterion(clock("first_reply"), "PT2H..PT4H", accountable=more)
    assert held(asked, happened, as_of) == whose


# happened | as of | verdict: employee, team by which rule | why it is here
RULES = """
Mon 09:00 opened and assigned anna and priority urgent; 10:30 assigned ben and priority low;
    11:00 ben solved | - | missed: anna, None by holder |
    broken under the first rule: who held it as that ran out
Mon 09:00 opened and assigned anna; 11:00 pending; 12:00 assigned ben; 13:00 open;
    15:30 ben solved | - | missed: ben, None by holder | a pause puts off when it runs out
"""


@pytest.mark.parametrize(("happened", "as_of", "whose"), rows(RULES))
def test_the_broken_rule_says_when_it_ran_out(happened: str, as_of: str, whose: str) -> None:
    asked = criterion(clock("agent_work"), "priority=urgent: PT1H, PT4H")
    assert held(asked, happened, as_of) == whose


# asked | accountable | happened | verdict: employee, team by which rule | why it is here
MEASURES = """
count | default | Mon 09:00 opened and assigned anna and group mail; 10:00 assigned ben;
    11:00 solved | met: ben, mail by last_holder | counts are the last holder's
count | first_holder | Mon 09:00 opened and assigned anna; 10:00 assigned ben; 11:00 solved |
    met: anna, None by first_holder | or the first one's
rating | default | Mon 09:00 opened and assigned anna; 10:00 rated csat 5; 11:00 assigned ben |
    met: anna, None by holder | a rating is whose the contact was then
rating | nobody | Mon 09:00 opened and assigned anna and group mail; 10:00 rated csat 5 |
    met: None, mail by nobody | or the team's
"""


@pytest.mark.parametrize(("kind", "wanted", "happened", "whose"), rows(MEASURES))
def test_counts_and_ratings_are_somebodys(
    kind: str, wanted: str, happened: str, whose: str
) -> None:
    asks: dict[str, Kind] = {"count": Count(Counted.REPLIES), "rating": Rating(RatingScale.CSAT)}
    asked = criterion(asks[kind], "4", accountable=Accountable(wanted))
    assert held(asked, happened, "-") == whose


def held(asked: Criterion, happened: str, as_of: str) -> str:
    """The verdict on the occurrence, and whose it is by which rule."""
    [each] = found(asked, life(happened, as_of)).occurrences
    return f"{each.verdict or 'nothing'}: {each.employee}, {each.team} by {each.rule}"
