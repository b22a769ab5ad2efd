"""The chart of a share: where the interval, the share and the goal stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.summary.chart import chart, scale
from scoring.tally.counts import Counts

# met | missed | goal | chart of ten   | why it is here
CASES = """
0     | 0      | -    | ··········     | nothing is decided
0     | 0      | 0.5  | ·····┃····     | nothing is decided, and a goal
0     | 1000   | -    | ●·········     | none met
1000  | 0      | -    | ·········●     | all met: the end itself
500   | 500    | -    | ····━●····     | half met
500   | 500    | 0.9  | ····━●···┃     | the goal beside it
5     | 5      | -    | ··━━━●━━··     | a few: the interval is wide
5     | 5      | 0.3  | ··━┃━●━━··     | the goal inside the interval
500   | 500    | 0.55 | ····━●····     | the share hides a goal that is that near
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize(("met", "missed", "goal", "drawn", "_"), ROWS, ids=[x[-1] for x in ROWS])
def test_the_chart_is(met: str, missed: str, goal: str, drawn: str, _: str) -> None:
    counts = Counts(met=int(met), missed=int(missed))
    assert chart(counts, None if goal == "-" else float(goal), 10) == drawn


@given(
    st.integers(0, 10**6), st.integers(0, 10**6), st.none() | st.floats(0, 1), st.integers(2, 99)
)
def test_every_chart_is_as_wide_as_its_scale(
    met: int, missed: int, goal: float | None, width: int
) -> None:
    drawn = chart(Counts(met=met, missed=missed), goal, width)
    assert len(drawn) == width
    assert drawn.count("●") == bool(met + missed)


def test_the_scale_names_its_ends() -> None:
    assert scale(12) == "0       100%"
