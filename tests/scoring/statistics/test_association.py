"""Tau-b is what counting pairs gives, and its error what the delta method gives."""

from __future__ import annotations

from itertools import combinations, product
from math import sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.association import apart, association

tables = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from([1.0, 2.0, 3.0, 5.0])),
    st.integers(1, 6),
    min_size=2,
    max_size=8,
)
Z = NormalDist().inv_cdf(0.975)


def by_pairs(table: dict[tuple[int, float], float]) -> float | None:
    """Tau-b from its definition, over weights that may be fractions."""
    same = other = rows = columns = 0.0
    for (one, many), (two, more) in combinations(table.items(), 2):
        across, along = one[0] - two[0], one[1] - two[1]
        weight = many * more
        same += weight * (across * along > 0)
        other += weight * (across * along < 0)
        rows += weight * (across != 0)
        columns += weight * (along != 0)
    return (same - other) / sqrt(rows * columns) if rows and columns else None


@given(tables)
def test_tau_is_what_pairs_of_contacts_say(table: dict[tuple[int, float], int]) -> None:
    found, expected = association(table), by_pairs({**table})
    if found is None or expected is None:
        assert (found is None) is (expected is None)
    else:
        assert found.tau == pytest.approx(expected)
        assert found.contacts == sum(table.values())


@given(tables)
def test_its_error_is_that_of_the_delta_method(table: dict[tuple[int, float], int]) -> None:
    """The variance of tau over multinomial samples, its gradient taken by small steps."""
    found = association(table)
    if found is None or not -0.9 < found.tau < 0.9:
        return
    total, step = sum(table.values()), 1e-5
    slopes = {}
    for cell, times in table.items():
        ends = [by_pairs({**table, cell: times + each}) for each in (step, -step)]
        assert ends[0] is not None
        assert ends[1] is not None
        slopes[cell] = (ends[0] - ends[1]) / (2 * step)
    mean = sum(number * slopes[cell] for cell, number in table.items()) / total
    variance = sum(number * (slopes[cell] - mean) ** 2 for cell, number in table.items())
    reach = Z * sqrt(variance)
    assert found.range.low == pytest.approx(max(-1, found.tau - reach), abs=1e-3)
    assert found.range.high == pytest.approx(min(1, found.tau + reach), abs=1e-3)


def test_the_better_kept_the_better_rated_is_above_nothing() -> None:
    cells = product((0, 1, 2), (1.0, 2.0, 3.0))
    along = {cell: 20 if cell[0] + 1 == cell[1] else 2 for cell in cells}
    found = association(along)
    crosswise = association({(2 - row, rating): each for (row, rating), each in along.items()})
    assert found is not None
    assert crosswise is not None
    assert found.range.low > 0.4
    assert crosswise.tau == pytest.approx(-found.tau)


def test_one_verdict_or_one_rating_for_all_says_nothing() -> None:
    assert association({(2, 5.0): 10, (2, 1.0): 10}) is None
    assert association({(2, 5.0): 10, (0, 5.0): 10}) is None
    assert association({}) is None


def test_means_lie_apart_with_welchs_interval() -> None:
    # 5 5 4 and 1 2 1: means 14/3 and 4/3; squared errors 1/9 each.
    found = apart({5: 2, 4: 1}, {1: 2, 2: 1})
    assert found is not None
    assert (found.mean, found.other) == pytest.approx((14 / 3, 4 / 3))
    assert found.by == pytest.approx((10 / 3 - Z * sqrt(2 / 9), 10 / 3 + Z * sqrt(2 / 9)))
    assert apart({5: 1}, {1: 2}) is None
