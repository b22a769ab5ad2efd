"""Alpha is Krippendorff's own, stays within bounds, and is unknown where chance agrees as well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.statistics.agreement import agreement

# Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability", part C: four observers,
# twelve units, nominal data with what was left out; alpha = 0.743.
A = ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."]
B = ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3"]
C = [".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", "."]
D = ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", "."]
UNITS = [[each for each in unit if each != "."] for unit in zip(A, B, C, D, strict=True)]

answers = st.lists(st.sampled_from("abc"), max_size=4)


def test_alpha_is_that_of_its_authors_example() -> None:
    found = agreement(UNITS)
    assert found is not None
    assert found.contacts == 11  # the twelfth was answered by one alone
    assert found.alpha == pytest.approx(0.743, abs=0.0005)


def test_full_agreement_is_one_and_crosswise_answers_are_below_chance() -> None:
    whole = agreement([["a", "a"], ["b", "b"], ["a", "a"]])
    crosswise = agreement([["a", "b"], ["b", "a"], ["a", "b"]])
    assert whole is not None
    assert crosswise is not None
    assert (whole.alpha, whole.share) == (1.0, 1.0)
    assert crosswise.alpha is not None
    assert crosswise.alpha < 0


def test_nothing_is_said_of_contacts_that_one_person_answered() -> None:
    assert agreement([["a"], [], ["b"]]) is None


def test_chance_would_agree_as_well_where_all_say_the_same() -> None:
    found = agreement([["a", "a"], ["a", "a", "a"]])
    assert found is not None
    assert (found.share, found.alpha, found.range) == (1.0, None, None)


@given(st.lists(answers, max_size=12))
def test_it_stays_within_its_bounds_whatever_is_answered(contacts: list[list[str]]) -> None:
    found = agreement(contacts)
    if found is None:
        assert all(len(each) < 2 for each in contacts)
        return
    assert found.interval.low <= found.share <= found.interval.high
    if found.alpha is not None and found.range is not None:
        assert -1 <= found.range.low <= found.alpha <= found.range.high <= 1


@given(st.lists(answers, max_size=10))
def test_the_order_of_contacts_and_people_makes_no_difference(
    contacts: list[list[str]],
) -> None:
    turned = [each[::-1] for each in contacts[::-1]]
    one, other = agreement(contacts), agreement(turned)
    if one is None or other is None:
        assert one is other
    else:
        assert (one.contacts, one.share) == (other.contacts, other.share)
        assert (one.alpha is None) is (other.alpha is None)
        if one.alpha is not None:
            assert one.alpha == pytest.approx(other.alpha)


def test_the_interval_narrows_with_the_number_of_contacts() -> None:
    few = agreement([["a", "a"], ["b", "b"], ["a", "b"]] * 10)
    many = agreement([["a", "a"], ["b", "b"], ["a", "b"]] * 1_000)
    assert few is not None
    assert many is not None
    assert few.range is not None
    assert many.range is not None
    assert many.range.high - many.range.low < (few.range.high - few.range.low) / 5
