"""What one employee is told: only what is certain, strengths first, at most two to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.feedback import (
    LEAST,
    MOST_STRENGTHS,
    MOST_TO_WORK_ON,
    Feedback,
    Figures,
    Line,
    Praise,
    Silence,
    feedback_of,
    together_of,
)
from scoring.statistics.change import Direction
from scoring.statistics.goal import Attainment
from scoring.statistics.interval import wilson
from scoring.tally.counts import Counts
from standards.kinds import Rating, RatingScale
from standards.model import Criterion, Severity
from tests.tables import rows

ASKED = Rating(RatingScale.CSAT)


def criterion(
    code: str, goal: float | None = 0.9, weight: float = 1, severity: Severity = Severity.MAJOR
) -> Criterion:
    return Criterion(code, {"en": code}, {"en": ""}, ASKED, weight, severity, goal=goal)


def counted(text: str) -> Counts:
    """`18/20`: so many met of so many decided, each in a contact of its own; `-`: nothing."""
    if text == "-":
        return Counts()
    met, decided = map(int, text.split("/"))
    return Counts(contacts=decided, met=met, missed=decided - met)


def told(text: str) -> Mapping[str, Counts]:
    """`A 18/20, B 3/4` by criterion."""
    pairs = (each.split() for each in text.split(",") if each.strip())
    return {code: counted(said) for code, said in pairs}


def line(now: str, before: str = "-", others: str = "", goal: float | None = 0.9) -> Line:
    """The line of a lone criterion; `others` are the shares of colleagues with blanks between."""
    figures = Figures(
        {"A": counted(now)},
        {"A": counted(before)},
        tuple({"A": counted(each)} for each in others.split()),
    )
    return feedback_of((criterion("A", goal),), figures).lines[0]


# share | goal | silent  | attained        | said     | why
JUDGED = """
-       | 0.9  | nothing | -               | -        | nothing is decided
0/19    | 0.9  | few     | -               | -        | one too few, however bad
19/19   | 0.5  | few     | -               | -        | one too few, however good
0/20    | 0.9  | -       | missed          | loss     | just enough
20/20   | 0.5  | -       | reached         | goal     | even the low end is as good
20/20   | 0.9  | -       | not_yet_certain | flawless | each one met, though the goal is not sure
30/40   | 0.9  | -       | missed          | loss     | even the high end is worse
34/40   | 0.9  | -       | not_yet_certain | -        | the interval holds the goal
0/40    | none | -       | -               | -        | no goal and no colleagues: no yardstick
"""


@pytest.mark.parametrize(("share", "goal", "silent", "attained", "said"), rows(JUDGED))
def test_only_what_is_certain_is_judged(
    share: str, goal: str, silent: str, attained: str, said: str
) -> None:
    found = line(share, goal=None if goal == "none" else float(goal))
    assert found.silent == (None if silent == "-" else Silence(silent))
    assert found.attained == (None if attained == "-" else Attainment(attained))
    assert found.praise == (None if said in {"-", "loss"} else Praise(said))
    assert (found.loss > 0) is (said == "loss")


# now   | before | direction | silent     | why
CHANGES = """
30/40   | 15/40  | higher    | -          | better
15/40   | 30/40  | lower     | -          | worse
30/40   | 27/40  | chance    | -          | the interval holds zero
30/40   | 5/19   | -         | few_before | too few to compare with
30/40   | -      | -         | few_before | nothing to compare with
5/19    | 30/40  | -         | few        | too few now
"""


@pytest.mark.parametrize(("now", "before", "direction", "silent"), rows(CHANGES))
def test_a_change_is_told_from_chance(now: str, before: str, direction: str, silent: str) -> None:
    found = line(now, before)
    assert found.change_silent == (None if silent == "-" else Silence(silent))
    said = None if found.change is None else found.change.direction
    assert said == (None if direction == "-" else Direction(direction))


def test_the_team_is_shown_with_its_range() -> None:
    team = line("30/40", others="20/20 10/20 15/20 0/3").team
    assert team is not None
    assert (team.members, team.low, team.high) == (4, 0.5, 1.0)
    assert team.counts.share == pytest.approx(75 / 103)


@pytest.mark.parametrize("others", ["", "20/20", "20/20 10/20", "20/20 10/20 19/19"])
def test_nobody_can_be_read_off_a_small_team(others: str) -> None:
    found = line("30/40", others=others)
    assert found.team is None
    assert found.team_silent is Silence.FEW_OTHERS


def test_without_a_goal_the_colleagues_are_the_yardstick() -> None:
    behind = line("20/40", others="38/40 39/40 37/40", goal=None)
    ahead = line("40/40", others="20/40 22/40 21/40", goal=None)
    assert behind.loss > 0
    assert ahead.praise is Praise.TEAM
    assert line("20/40", others="20/40 22/40 21/40", goal=None).loss == 0


def test_the_loss_is_weight_times_what_the_high_end_falls_short() -> None:
    interval = wilson(30, 40)
    assert interval is not None
    found = feedback_of((criterion("A", 0.9, weight=3),), Figures(told("A 30/40"))).lines[0]
    assert found.loss == pytest.approx(3 * (0.9 - interval.high))


# weights     | now                       | to work on | why
CHOSEN = """
A 1, B 1, C 1 | A 20/40, B 10/40, C 5/40  | C B | the largest losses, the largest first
A 9, B 1, C 1 | A 20/40, B 10/40, C 5/40  | A C | weighed
A 1, B 1, C 1 | A 20/40, B 20/40, C 20/40 | A B | of equal losses the first of the standard
A 1, B 1, C 9 | A 20/40, B 39/40, C 0/19  | A   | neither what is too few nor what is good
A 1, B 1, C 1 | A 39/40, B 39/40, C 39/40 |     | nothing
"""


@pytest.mark.parametrize(("weights", "now", "chosen"), rows(CHOSEN))
def test_the_two_largest_certain_losses_are_chosen(weights: str, now: str, chosen: str) -> None:
    pairs = (each.split() for each in weights.split(","))
    criteria = tuple(criterion(code, weight=float(weight)) for code, weight in pairs)
    assert feedback_of(criteria, Figures(told(now))).to_work_on == tuple(chosen.split())


def test_of_equal_losses_the_critical_one_comes_first() -> None:
    criteria = (
        criterion("A", severity=Severity.MINOR),
        criterion("B"),
        criterion("C", severity=Severity.CRITICAL),
    )
    now = told("A 20/40, B 20/40, C 20/40")
    assert feedback_of(criteria, Figures(now)).to_work_on == ("C", "B")


def test_what_falls_short_is_no_strength_though_it_got_better() -> None:
    figures = Figures(told("A 20/40"), told("A 2/40"))
    found = feedback_of((criterion("A"),), figures)
    assert found.lines[0].change is not None
    assert found.lines[0].change.direction is Direction.HIGHER
    assert (found.strengths, found.to_work_on) == ((), ("A",))


def test_strengths_are_ordered_by_why_and_then_by_weight() -> None:
    criteria = (
        criterion("A", 0.95),
        criterion("B", 0.5),
        criterion("C", 0.5, weight=2),
        criterion("D", 0.95),
        criterion("E", None),
    )
    now = told("A 40/40, B 40/40, C 40/40, D 40/40, E 40/40")
    assert feedback_of(criteria, Figures(now)).strengths == ("C", "B", "A")


def test_all_criteria_together_count_contacts() -> None:
    together = together_of(told("A 20/20, B 10/20, C 0/10"))
    assert (together.met, together.decided, together.contacts) == (30, 50, 20)
    assert together.share == pytest.approx(0.6)
    assert together.interval == wilson(12, 20)
    assert together_of({}).interval is None


def test_a_line_is_found_by_its_code() -> None:
    found = feedback_of((criterion("A"), criterion("B")), Figures({}))
    assert found.line("B") is found.lines[1]
    with pytest.raises(KeyError, match="C"):
        found.line("C")


few = settings(max_examples=40)
# What anybody's figures may be.
CODES = ("A", "B", "C", "D")
shares = st.integers(0, 60).flatmap(
    lambda n: st.builds(lambda met: Counts(contacts=n, met=met, missed=n - met), st.integers(0, n))
)
by_criterion = st.dictionaries(st.sampled_from(CODES), shares)
criteria = st.tuples(
    *(
        st.builds(
            criterion,
            st.just(code),
            st.none() | st.floats(0.1, 1),
            st.floats(0.5, 5),
            st.sampled_from(Severity),
        )
        for code in CODES
    )
)
figures = st.builds(Figures, by_criterion, by_criterion, st.lists(by_criterion, max_size=5))


@few
@given(criteria, figures)
def test_whatever_is_counted_no_more_is_said_than_is_certain(
    asked: tuple[Criterion, ...], given_: Figures
) -> None:
    found = feedback_of(asked, given_)
    assert len(found.to_work_on) <= MOST_TO_WORK_ON
    assert len(found.strengths) <= MOST_STRENGTHS
    assert not set(found.to_work_on) & set(found.strengths)
    for each in found.lines:
        _holds(found, each)


def _holds(found: Feedback, each: Line) -> None:
    code, enough = each.criterion.code, each.counts.decided >= LEAST
    assert (each.silent is None) is enough
    if not enough:
        assert code not in (*found.strengths, *found.to_work_on)
        assert (each.attained, each.team, each.change, each.loss) == (None, None, None, 0)
    if code in found.to_work_on:
        assert each.loss > 0
        assert each.counts.met < each.counts.decided
    if each.attained is Attainment.MISSED:
        assert each.loss > 0 or each.criterion.goal is None
    assert (each.team is None) is (each.team_silent is not None)
    assert (each.change is None) is (each.change_silent is not None)


@few
@given(criteria, figures, st.integers(1, 40))
def test_what_is_not_decided_changes_nothing(
    asked: tuple[Criterion, ...], given_: Figures, more: int
) -> None:
    """Provisional contacts never reach the figures; nor does what is pending in final ones."""
    waiting = {
        code: replace(counts, pending=more, unknown=more, not_applicable=more)
        for code, counts in given_.now.items()
    }
    found, same = feedback_of(asked, given_), feedback_of(asked, replace(given_, now=waiting))
    assert (found.strengths, found.to_work_on) == (same.strengths, same.to_work_on)
    assert [each.loss for each in found.lines] == [each.loss for each in same.lines]


@few
@given(criteria, figures)
def test_colleagues_may_come_in_any_order(asked: tuple[Criterion, ...], given_: Figures) -> None:
    turned = replace(given_, others=tuple(reversed(given_.others)))
    assert feedback_of(asked, given_) == feedback_of(asked, turned)


@few
@given(criteria, figures)
def test_the_period_before_says_nothing_of_what_to_work_on(
    asked: tuple[Criterion, ...], given_: Figures
) -> None:
    without = feedback_of(asked, replace(given_, before={}))
    assert feedback_of(asked, given_).to_work_on == without.to_work_on


@few
@given(criteria, figures)
def test_the_same_as_before_is_no_change(asked: tuple[Criterion, ...], given_: Figures) -> None:
    found = feedback_of(asked, replace(given_, before=given_.now))
    assert all(
        each.change is None or each.change.direction is Direction.CHANCE for each in found.lines
    )
