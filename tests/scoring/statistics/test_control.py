"""Control charts: a published example, limits that widen, and what counts as a signal."""

from __future__ import annotations

import random

import pytest

from scoring.statistics.control import LEAST, Signal, binomial_tail, control
from scoring.statistics.difference import Share

# Montgomery, D. C., Introduction to Statistical Quality Control, table 7.1 (6.1 in early editions):
# cans of orange juice that leak, in thirty samples of fifty.
CANS = (
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22,
    8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6,
)  # fmt: skip


def test_the_cans_of_orange_juice() -> None:
    chart = control([Share(each, 50) for each in CANS], widen=False)
    assert chart is not None
    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert chart.periods[0].low == pytest.approx(0.0524, abs=1e-4)
    assert chart.periods[0].high == pytest.approx(0.4102, abs=1e-4)
    beyond = [n for n, each in enumerate(chart.periods, 1) if each.signal is Signal.BEYOND]
    assert beyond == [15, 23]


def test_laneys_limits_by_hand() -> None:
    """Shares that go up and down by two standard errors: the moving range is four of them."""
    chart = control([Share(40, 100), Share(60, 100)] * 6)
    assert chart is not None
    assert chart.centre == 0.5
    assert chart.widened == pytest.approx(4 / 1.128)
    assert chart.periods[0].high == pytest.approx(min(1.0, 0.5 + 3 * 0.05 * 4 / 1.128))


def test_limits_are_no_narrower_than_chance() -> None:
    chart = control([Share(50, 100)] * LEAST)
    assert chart is not None
    assert chart.widened == 1.0
    assert chart.is_steady


def test_what_is_independent_is_hardly_widened_and_what_varies_is() -> None:
    dice = random.Random(7)

    def weeks(spread: float) -> list[Share]:
        shares = [0.8 + dice.uniform(-spread, spread) for _ in range(52)]
        return [Share(sum(dice.random() < each for _ in range(400)), 400) for each in shares]

    told = weeks(0.15)
    even, uneven, plain = control(weeks(0.0)), control(told), control(told, widen=False)
    assert even is not None
    assert uneven is not None
    assert plain is not None
    assert even.widened < 1.5
    assert uneven.widened > 3
    beyond = [
        sum(each.signal is Signal.BEYOND for each in chart.periods) for chart in (uneven, plain)
    ]
    assert beyond[0] == 0
    assert beyond[1] > 10


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_none() -> None:
    for number in (7, 8):
        shares = [Share(52, 100)] * number + [Share(48, 100), Share(52, 100)] * 2
        shares += [Share(48, 100)] * (7 if number == 7 else 6)
        chart = control(shares)
        assert chart is not None
        signals = [each.signal for each in chart.periods[:number]]
        assert signals == ([Signal.RUN] * 8 if number == 8 else [None] * 7)


def test_a_period_without_anything_decided_says_nothing_and_ends_no_run() -> None:
    shares = [Share(55, 100)] * 4 + [Share(0, 0)] + [Share(55, 100)] * 4 + [Share(45, 100)] * 8
    chart = control(shares)
    assert chart is not None
    assert chart.periods[4].share is None
    assert chart.periods[4].signal is None
    assert all(each.signal is Signal.RUN for each in chart.periods[:4])


def test_too_few_periods_make_no_chart() -> None:
    assert control([Share(1, 2)] * (LEAST - 1) + [Share(0, 0)] * 9) is None
    assert control([Share(1, 2)] * LEAST) is not None


def test_one_miss_among_few_is_no_signal() -> None:
    """The normal limits would call it one; by the binomial distribution it comes 1 time in 10."""
    chart = control([*[Share(39, 40)] * LEAST, Share(3, 4)])
    assert chart is not None
    assert chart.periods[-1].low > 0.73
    assert chart.periods[-1].signal is None
    assert binomial_tail(3, 4, chart.centre) > 0.05


def test_all_met_is_steady() -> None:
    chart = control([Share(9, 9)] * LEAST)
    assert chart is not None
    assert (chart.centre, chart.is_steady) == (1.0, True)
