"""Whether shares differ: published examples, and what must hold of any."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.difference import (
    Method,
    Share,
    chi_square,
    compared,
    exact,
    holm,
    upper_tail,
)

shares = st.integers(0, 12).flatmap(
    lambda decided: st.integers(0, decided).map(lambda met: Share(met, decided))
)


def test_the_physicians_health_study() -> None:
    """Agresti (2007), An Introduction to Categorical Data Analysis, 2.4: X² = 25.0, P < 0.0001."""
    placebo, aspirin = Share(189, 11_034), Share(104, 11_037)
    assert chi_square([placebo, aspirin]) == pytest.approx(25.01, abs=0.01)
    found = compared([placebo, aspirin])
    assert found is not None
    assert (found.method, found.differs) == (Method.CHI_SQUARE, True)
    assert found.probability < 0.0001


def test_the_lady_tasting_tea() -> None:
    """Fisher (1935): three of four right, two-sided 34 of 70."""
    found = compared([Share(3, 4), Share(1, 4)])
    assert found is not None
    assert found.method is Method.EXACT
    assert found.probability == pytest.approx(34 / 70)


def test_the_twins_of_convicts() -> None:
    """Fisher (1970), Statistical Methods, 21.01, as in R's `fisher.test`: p = 0.0005367."""
    assert exact([Share(2, 17), Share(10, 13)]) == pytest.approx(0.0005367, abs=5e-8)
    assert exact([Share(0, 3), Share(3, 3)]) == pytest.approx(2 / comb(6, 3))


@pytest.mark.parametrize(
    ("statistic", "freedom", "probability"),
    [(3.841, 1, 0.05), (6.635, 1, 0.01), (5.991, 2, 0.05), (7.815, 3, 0.05), (19.675, 11, 0.05)],
)
def test_the_printed_table_of_chi_square(
    statistic: float, freedom: int, probability: float
) -> None:
    assert upper_tail(statistic, freedom) == pytest.approx(probability, abs=1e-4)


def test_holm_of_four() -> None:
    """Of 0.01, 0.04, 0.03 and 0.005 at 0.05 the first and the last are kept."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


def test_many_more_than_an_exact_test_can_look_at_say_nothing() -> None:
    assert compared([Share(1, 2), Share(50_000, 100_000), Share(50_001, 100_000)]) is None


@given(st.lists(shares, min_size=2, max_size=3))
@settings(max_examples=150)
def test_an_exact_test_is_what_all_tables_say(told: list[Share]) -> None:
    found, known = compared(told), [each for each in told if each.decided]
    if found is None or found.method is Method.CHI_SQUARE:
        assert len(known) < 2 or found is not None
        return
    met = sum(each.met for each in known)
    tables = [
        each for each in product(*(range(one.decided + 1) for one in known)) if sum(each) == met
    ]
    weights = {each: _weight(each, known) for each in tables}
    ours = weights[tuple(each.met for each in known)]
    rare = sum(weight for weight in weights.values() if weight <= ours)
    assert found.probability == pytest.approx(rare / sum(weights.values()))


def _weight(met: tuple[int, ...], sizes: list[Share]) -> int:
    weight = 1
    for number, each in zip(met, sizes, strict=True):
        weight *= comb(each.decided, number)
    return weight


@given(st.lists(shares, min_size=2, max_size=3))
def test_the_order_and_what_is_not_decided_make_no_difference(told: list[Share]) -> None:
    there, back = compared(told), compared([*reversed(told), Share(0, 0)])
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there.probability == pytest.approx(back.probability)


def test_more_met_than_decided_is_refused() -> None:
    with pytest.raises(ValueError, match="3 met of 2"):
        compared([Share(3, 2), Share(1, 2)])
