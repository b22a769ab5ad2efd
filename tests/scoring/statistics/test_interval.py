"""The Wilson interval, against values that others have published and what must hold of any."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.interval import Interval, wilson

# met | decided | low    | high   | where it was published
PUBLISHED = """
81    | 263     | 0.2553 | 0.3662 | Newcombe 1998, table I, method 3: a large sample
15    | 148     | 0.0624 | 0.1605 | Newcombe 1998, table I, method 3: a small share
0     | 20      | 0.0000 | 0.1611 | Newcombe 1998, table I, method 3: none met
1     | 29      | 0.0061 | 0.1718 | Newcombe 1998, table I, method 3: one met
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in PUBLISHED.strip().splitlines()]


@pytest.mark.parametrize(
    ("met", "decided", "low", "high", "_"), ROWS, ids=[row[-1] for row in ROWS]
)
def test_the_interval_is_the_published_one(
    met: str, decided: str, low: str, high: str, _: str
) -> None:
    interval = wilson(int(met), int(decided))
    assert interval is not None
    assert [f"{each:.4f}" for each in interval] == [low, high]


def test_nothing_decided_has_no_interval() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("met", "decided"), [(2, 1), (-1, 3), (0, -1)])
def test_more_met_than_decided_is_refused(met: int, decided: int) -> None:
    with pytest.raises(ValueError, match=f"{met} met of {decided} decided"):
        wilson(met, decided)


def test_more_confidence_needs_a_wider_interval() -> None:
    narrow, wide = interval_of(81, 263, 0.90), interval_of(81, 263, 0.99)
    assert wide.low < narrow.low < narrow.high < wide.high


def interval_of(met: int, decided: int, confidence: float = 0.95) -> Interval:
    interval = wilson(met, decided, confidence)
    assert interval is not None
    return interval


SAMPLES = st.integers(1, 10**7).flatmap(
    lambda decided: st.tuples(st.integers(0, decided), st.just(decided))
)


@given(SAMPLES)
def test_the_share_lies_inside_and_the_interval_within_0_and_1(sample: tuple[int, int]) -> None:
    met, decided = sample
    low, high = interval_of(met, decided)
    assert 0 <= low <= met / decided <= high <= 1


@given(SAMPLES)
def test_it_reaches_an_end_only_where_all_or_none_are_met(sample: tuple[int, int]) -> None:
    met, decided = sample
    low, high = interval_of(met, decided)
    assert (low == 0, high == 1) == (met == 0, met == decided)


@given(SAMPLES)
def test_met_and_not_met_mirror_each_other(sample: tuple[int, int]) -> None:
    met, decided = sample
    low, high = interval_of(met, decided)
    assert interval_of(decided - met, decided) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(SAMPLES)
def test_ten_times_as_many_with_the_same_share_leave_less_doubt(sample: tuple[int, int]) -> None:
    met, decided = sample
    some, many = interval_of(met, decided), interval_of(10 * met, 10 * decided)
    assert many.high - many.low < some.high - some.low
