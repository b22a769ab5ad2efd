"""A goal is reached or missed only where the interval leaves no doubt."""

from __future__ import annotations

import pytest

from scoring.statistics.goal import Attainment, attainment
from scoring.statistics.interval import Interval

# low  | high | goal | it is            | why it is here
CASES = """
0.91 | 0.95 | 0.90 | reached          | even the low end is above
0.90 | 0.95 | 0.90 | reached          | the low end is the goal itself
0.89 | 0.95 | 0.90 | not_yet_certain  | the goal lies inside
0.80 | 0.90 | 0.90 | not_yet_certain  | the high end is the goal itself
0.80 | 0.89 | 0.90 | missed           | even the high end is below
0.90 | 1.00 | 1.00 | not_yet_certain  | all met so far, and a goal without exception
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("low", "high", "goal", "then", "_"), ROWS, ids=[row[-1] for row in ROWS])
def test_the_goal_is(low: str, high: str, goal: str, then: str, _: str) -> None:
    assert attainment(Interval(float(low), float(high)), float(goal)) == then


def test_nothing_decided_is_not_yet_certain() -> None:
    assert attainment(None, 0.9) is Attainment.NOT_YET_CERTAIN
