"""What a tally counts, and that no order of adding and taking away changes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.judge import DECIDED, Verdict
from scoring.scorecard import Standing
from scoring.tally.brief import MILLION, BriefCard
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import FINAL, Key, Tally
from tests.scoring.cards import CARDS, MAIL, card, occurrence

MET, PARTLY, MISSED = Verdict.MET, Verdict.PARTLY, Verdict.MISSED
BY_ALL = ("criterion", "employee", "team", "channel", "month")
GROUPINGS = st.sampled_from(
    [(), ("criterion",), ("employee",), ("channel", "criterion"), BY_ALL]
).map(Grouping)
SOME_CARDS = st.lists(CARDS, max_size=8)
EVERY_STANDING = frozenset(Standing)


def tally_of(
    cards: Iterable[BriefCard], grouping: Grouping, counting: frozenset[Standing] = FINAL
) -> Tally:
    """The fold over all the cards."""
    tally = Tally(grouping, counting)
    for each in cards:
        tally.add(each)
    return tally


def counts_of(*cards: BriefCard, by: tuple[str, ...] = ()) -> Counts:
    """The counts of cards that all fall under one key."""
    (counts,) = tally_of(cards, Grouping(by)).rows().values()
    return counts


def test_each_occurrence_counts_once_with_its_own_verdict() -> None:
    verdicts = (MET, MET, PARTLY, MISSED, *Verdict)
    assert counts_of(card(*map(occurrence, verdicts))) == Counts(
        contacts=1, met=3, partly=2, missed=2, pending=1, unknown=1, not_applicable=1,
        millionths=3_000_000 + 2 * 333_333,
    )  # fmt: skip


def test_shares_rest_on_what_is_decided_and_coverage_on_what_applied() -> None:
    verdicts = (MET, MET, PARTLY, MISSED, Verdict.PENDING, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE)
    counts = counts_of(card(*map(occurrence, verdicts)))
    assert (counts.decided, counts.share, counts.coverage) == (4, 2 / 4, 4 / 6)
    assert counts.mean_share == 2.333333 / 4


def test_nothing_decided_has_no_share() -> None:
    counts = counts_of(card(occurrence(Verdict.NOT_APPLICABLE)))
    assert (counts.share, counts.interval, counts.mean_share, counts.coverage) == (None,) * 4


@pytest.mark.parametrize(("decided", "small"), [(0, True), (40, True), (41, False)])
def test_up_to_forty_decided_are_a_small_sample(decided: int, small: bool) -> None:
    assert Counts(met=decided).is_small is small


def test_a_row_counts_the_contacts_in_which_something_was_decided() -> None:
    anna, jan = occurrence(MET, employee="anna"), occurrence(Verdict.PENDING, employee="jan")
    tally = tally_of([card(anna, anna, jan), card(anna)], Grouping(("employee",)))
    assert {key.parts: row.contacts for key, row in tally.rows().items()} == {
        ("anna",): 2,
        ("jan",): 0,
    }


def test_versions_of_a_standard_are_counted_apart() -> None:
    later = MAIL.__class__("mail", 4, "b" * 64)
    tally = tally_of([card(occurrence(MET)), card(occurrence(MET), standard=later)], Grouping(()))
    assert list(tally.rows()) == [Key("mail", 3, ()), Key("mail", 4, ())]


def test_only_the_standings_asked_for_count_and_all_are_told() -> None:
    cards = [card(occurrence(MET), standing=standing) for standing in Standing]
    tally = tally_of(cards, Grouping(()))
    assert [row.met for row in tally.rows().values()] == [1]
    assert tally.contacts == {(MAIL, standing): 1 for standing in Standing}
    (both,) = tally_of(cards, Grouping(()), FINAL | {Standing.PROVISIONAL}).rows().values()
    assert both.met == 2


def test_filing_a_card_takes_its_last_version_out() -> None:
    old, new = card(occurrence(Verdict.PENDING)), card(occurrence(MISSED, employee="jan"))
    tally = tally_of([old], Grouping(("employee",)))
    tally.subtract(old)
    tally.add(new)
    assert tally == tally_of([new], Grouping(("employee",)))


def test_what_counts_by_something_else_is_not_merged() -> None:
    with pytest.raises(ValueError, match="cannot be merged"):
        Tally(Grouping(("team",))).merge(Tally(Grouping(("employee",))))


@given(SOME_CARDS, GROUPINGS, st.data())
def test_any_order_of_adding_and_taking_away_ends_in_the_recount(
    cards: list[BriefCard], grouping: Grouping, data: st.DataObject
) -> None:
    gone = data.draw(SOME_CARDS)
    steps = [(Tally.add, each) for each in cards + gone] + [(Tally.subtract, x) for x in gone]
    tally = Tally(grouping, EVERY_STANDING)
    for step, each in data.draw(st.permutations(steps)):
        step(tally, each)
    assert tally == tally_of(cards, grouping, EVERY_STANDING)


@given(st.lists(SOME_CARDS, max_size=4), GROUPINGS, st.data())
def test_parts_merged_in_any_order_are_the_whole(
    parts: list[list[BriefCard]], grouping: Grouping, data: st.DataObject
) -> None:
    merged = Tally(grouping)
    for part in data.draw(st.permutations(parts)):
        merged.merge(tally_of(part, grouping))
    assert merged == tally_of([each for part in parts for each in part], grouping)


@given(SOME_CARDS, GROUPINGS)
def test_every_occurrence_falls_in_exactly_one_row(
    cards: list[BriefCard], grouping: Grouping
) -> None:
    rows = tally_of(cards, grouping, EVERY_STANDING).rows().values()
    seen = Counter(each.verdict for one in cards for each in one.occurrences)
    assert {verdict: sum(getattr(row, verdict) for row in rows) for verdict in Verdict} == {
        verdict: seen[verdict] for verdict in Verdict
    }
    earned = sum(each.millionths for one in cards for each in one.occurrences)
    assert sum(row.millionths for row in rows) == earned


@given(SOME_CARDS, GROUPINGS)
def test_a_row_stands_on_no_more_contacts_than_there_are(
    cards: list[BriefCard], grouping: Grouping
) -> None:
    deciding = sum(any(each.verdict in DECIDED for each in one.occurrences) for one in cards)
    for row in tally_of(cards, grouping, EVERY_STANDING).rows().values():
        assert row.contacts <= min(deciding, row.decided)
        assert row.millionths <= row.decided * MILLION


@given(CARDS)
def test_a_tally_from_which_all_was_taken_is_empty(one: BriefCard) -> None:
    tally = Tally(Grouping(("employee",)), EVERY_STANDING)
    tally.subtract(one)
    tally.add(one)
    assert tally == Tally(Grouping(("employee",)), EVERY_STANDING)
    assert not tally.rows()
