"""A tally may count whole cards too, in a row beside those of their occurrences."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.judge import Verdict
from scoring.scorecard import Standing
from scoring.tally.brief import BriefCard
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import Key, Tally
from tests.scoring.cards import CARDS, MARCH_2, card, occurrence

BY = Grouping(("criterion", "team", "standing", "day"))
ALL = frozenset(Standing)
SOME_CARDS = st.lists(CARDS, max_size=8)


def whole_of(cards: list[BriefCard]) -> Tally:
    tally = Tally(BY, ALL, whole=True)
    for each in cards:
        tally.add(each)
    return tally


def test_a_card_is_counted_under_no_criterion_and_its_contacts_team() -> None:
    told = card(occurrence(Verdict.MET, team="shop"), facts={"group": "desk"}, opened_at=MARCH_2)
    assert whole_of([told, told]).rows() == {
        Key("mail", 3, (None, "desk", "final", "2026-03-02")): Counts(contacts=2),
        Key("mail", 3, ("RSP-01", "shop", "final", "2026-03-02")): Counts(
            contacts=2, met=2, millionths=2_000_000
        ),
    }


def test_a_card_without_findings_is_counted_too() -> None:
    told = card(standing=Standing.WITHDRAWN)
    assert list(whole_of([told]).rows().values()) == [Counts(contacts=1)]


def test_only_the_standings_that_count_are_counted_whole() -> None:
    tally = Tally(BY, whole=True)
    tally.add(card(standing=Standing.PROVISIONAL))
    assert not tally.rows()


@given(SOME_CARDS)
def test_each_card_is_in_exactly_one_row_of_no_criterion(cards: list[BriefCard]) -> None:
    rows = whole_of(cards).rows()
    by_standing: Counter[str | None] = Counter()
    for key, row in rows.items():
        if key.parts[0] is None:
            by_standing[key.parts[2]] += row.contacts
    assert by_standing == Counter(str(each.standing) for each in cards)


@given(SOME_CARDS)
def test_the_rows_of_occurrences_are_those_without_whole_cards(cards: list[BriefCard]) -> None:
    plain = Tally(BY, ALL)
    for each in cards:
        plain.add(each)
    rows = whole_of(cards).rows()
    assert {key: row for key, row in rows.items() if key.parts[0] is not None} == plain.rows()


@given(SOME_CARDS, SOME_CARDS, st.data())
def test_any_order_of_adding_and_taking_away_ends_in_the_recount(
    cards: list[BriefCard], gone: list[BriefCard], data: st.DataObject
) -> None:
    steps = [(Tally.add, each) for each in cards + gone] + [(Tally.subtract, x) for x in gone]
    tally = Tally(BY, ALL, whole=True)
    for step, each in data.draw(st.permutations(steps)):
        step(tally, each)
    assert tally == whole_of(cards)


def test_whole_cards_are_merged_with_their_like_alone() -> None:
    both = whole_of([card(occurrence(Verdict.MET))])
    both.merge(whole_of([card(occurrence(Verdict.MET))]))
    assert both == whole_of([card(occurrence(Verdict.MET))] * 2)
    with pytest.raises(ValueError, match="cannot be merged"):
        both.merge(Tally(BY, ALL))


def test_whole_cards_need_criteria_beside_them() -> None:
    with pytest.raises(ValueError, match="only beside rows by criterion"):
        Tally(Grouping(("employee",)), whole=True)
