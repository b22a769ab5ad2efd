"""Where criteria stand, whatever they are broken down by: parts are the whole, few say nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.compliance import (
    LEAST,
    Part,
    Unranked,
    Where,
    broken_down,
    kept,
    together,
    where_stands,
)
from scoring.proof import admit
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.loader import read
from standards.model import Standard

LIBRARY = Path(__file__).parents[2] / "standards" / "library"


def load(raw: bytes) -> Standard:
    draft = read(raw).draft
    assert draft is not None
    return admit(draft, 0)


RAW = (LIBRARY / "shop_visit.yaml").read_bytes()
SHOP = load(RAW)
numbers = st.integers(0, 60)
counts = st.builds(Counts, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers)
parts = st.lists(
    st.builds(
        Part,
        st.sampled_from(["a", "b", None]),
        st.dictionaries(st.sampled_from(list(Instrument)), counts),
    ),
    max_size=6,
)


def of(met: int, missed: int) -> Counts:
    return Counts(met=met, missed=missed)


# counted | goal | where                   | why
WHERE = [
    (of(0, 0), 0.9, None, "nothing is decided"),
    (of(99, 1), None, None, "there is no goal"),
    (of(0, LEAST - 1), 0.9, Where.TOO_FEW, "forty misses are still too few"),
    (of(0, LEAST), 0.9, Where.MISSED, "forty-one are not"),
    (of(LEAST, 0), 0.9, Where.REACHED, "all met, and enough of them"),
    (of(38, 3), 0.9, Where.NOT_YET_CERTAIN, "the interval holds the goal"),
]


@pytest.mark.parametrize(
    ("counted", "goal", "where", "why"), WHERE, ids=[each[3] for each in WHERE]
)
def test_where_a_share_stands(
    counted: Counts, goal: float | None, where: Where | None, why: str
) -> None:
    assert where_stands(counted, goal) is where, why


@given(parts)
def test_parts_are_the_whole_in_whatever_order(told: list[Part]) -> None:
    found = broken_down(told)
    assert found.counts == together(each.counts for each in told)
    assert sorted(map(repr, found.parts)) == sorted(map(repr, told))


@given(parts)
def test_nothing_is_ranked_that_has_too_few(told: list[Part]) -> None:
    found = broken_down(told)
    decided = [each.counts.decided for each in told if each.counts.decided]
    if len(decided) < 2 or min(decided) < LEAST:
        assert found.unranked is not None
        assert list(found.parts) == told
    if found.unranked is None:
        shares = [each.counts.share for each in found.parts]
        known = [each for each in shares if each is not None]
        assert shares == [*sorted(known), *[None] * (len(shares) - len(known))]
        assert found.differ is not None
        assert found.differ.differs


def test_what_differs_by_more_than_chance_is_ranked() -> None:
    told = [
        Part(name, {Instrument.TICKET: of(met, 100 - met)}) for name, met in (("a", 90), ("b", 60))
    ]
    assert [each.value for each in broken_down(told).parts] == ["b", "a"]
    assert broken_down(told, in_time=True).unranked is Unranked.TIME
    alike = [Part(name, {Instrument.TICKET: of(90, 10)}) for name in "ba"]
    assert broken_down(alike).unranked is Unranked.CHANCE
    assert [each.value for each in broken_down(alike).parts] == ["b", "a"]


def test_instruments_are_compared_and_many_criteria_make_it_harder() -> None:
    shop = load(RAW.replace(b"of: [visit]", b"of: [visit, review]"))
    both = [each for each in shop.criteria if len(each.of) > 1]
    one = {
        (both[0].code, Instrument.VISIT): of(30, 10),
        (both[0].code, Instrument.REVIEW): of(38, 2),
    }
    alone = next(each for each in kept(shop, one) if each.criterion is both[0])
    assert alone.differ is not None
    assert alone.differ.differs
    assert alone.counts == of(68, 12)
    many = {
        (each.code, instrument): of(38, 2) if each is not both[0] else one[each.code, instrument]
        for each in both
        for instrument in (Instrument.VISIT, Instrument.REVIEW)
    }
    among = next(each for each in kept(shop, many) if each.criterion is both[0])
    assert among.differ is not None
    assert among.differ.probability >= alone.differ.probability


@given(st.dictionaries(st.sampled_from(["X-1", "SHP-01"]), counts))
def test_what_the_standard_does_not_ask_is_left_out(told: dict[str, Counts]) -> None:
    found = kept(SHOP, {(code, Instrument.VISIT): its for code, its in told.items()})
    assert [each.criterion for each in found] == list(SHOP.criteria)
