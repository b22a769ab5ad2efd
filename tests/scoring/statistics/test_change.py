"""Newcombe's interval for the difference of two shares: his own examples, and what holds of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.change import Direction, difference
from tests.tables import rows

# Newcombe (1998), table II, method 10.
# share   | other | low     | high   | why
PUBLISHED = """
56/70     | 48/80 |  0.0524 | 0.3339 | contrast a
9/10      | 3/10  |  0.1705 | 0.8090 | contrast b
6/7       | 2/7   |  0.0582 | 0.8062 | contrast c
5/56      | 0/29  | -0.0381 | 0.1926 | contrast d
0/10      | 0/20  | -0.1611 | 0.2775 | contrast e
0/10      | 0/10  | -0.2775 | 0.2775 | contrast f
10/10     | 0/20  |  0.6791 | 1.0000 | contrast g
10/10     | 0/10  |  0.6075 | 1.0000 | contrast h
"""


def _counts(text: str) -> tuple[int, int]:
    met, _, decided = text.partition("/")
    return int(met), int(decided)


@pytest.mark.parametrize(("share", "other", "low", "high"), rows(PUBLISHED))
def test_the_interval_is_that_of_the_paper(share: str, other: str, low: str, high: str) -> None:
    found = difference(*_counts(share), *_counts(other))
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (float(low), float(high))


# share | other | direction | why
DIRECTIONS = """
9/10    | 3/10  | higher    | the interval lies above zero
3/10    | 9/10  | lower     | the interval lies below zero
5/56    | 0/29  | chance    | it holds zero
10/10   | 10/10 | chance    | nothing differs
"""


@pytest.mark.parametrize(("share", "other", "direction"), rows(DIRECTIONS))
def test_only_an_interval_without_zero_is_more_than_chance(
    share: str, other: str, direction: str
) -> None:
    found = difference(*_counts(share), *_counts(other))
    assert found is not None
    assert found.direction is Direction(direction)


def test_nothing_is_said_where_one_has_nothing_decided() -> None:
    assert difference(0, 0, 3, 10) is None
    assert difference(3, 10, 0, 0) is None


def test_no_more_can_be_met_than_decided() -> None:
    with pytest.raises(ValueError, match="11 met of 10"):
        difference(11, 10, 1, 2)


counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, counts)
def test_it_holds_the_difference_and_stays_within_one(
    ours: tuple[int, int], theirs: tuple[int, int]
) -> None:
    found = difference(*ours, *theirs)
    assert found is not None
    hair = 1e-12
    assert -1 - hair <= found.low <= found.by + hair
    assert found.by - hair <= found.high <= 1 + hair


@given(counts, counts)
def test_the_other_way_round_it_is_the_same_below_zero(
    ours: tuple[int, int], theirs: tuple[int, int]
) -> None:
    one, other = difference(*ours, *theirs), difference(*theirs, *ours)
    assert one is not None
    assert other is not None
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    assert one.high == pytest.approx(-other.low, abs=1e-12)


@given(counts)
def test_a_share_does_not_differ_from_itself(same: tuple[int, int]) -> None:
    found = difference(*same, *same)
    assert found is not None
    assert found.direction is Direction.CHANCE
