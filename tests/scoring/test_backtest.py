"""A backtest counts the same however its contacts are sliced, and survives being written."""

from __future__ import annotations

import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.backtest import (
    GRAVITY,
    SHOWN,
    Backtest,
    Flip,
    Idle,
    Judged,
    Row,
    Verdicts,
    read_backtest,
    write_backtest,
)
from scoring.judge import Verdict
from scoring.scorecard import Outcome
from scoring.tally.brief import BriefOccurrence

MET, MISSED = Verdict.MET, Verdict.MISSED

occurrences = st.builds(
    BriefOccurrence,
    st.sampled_from(["A", "B", "C"]),
    st.none(),
    st.sampled_from([None, "team/1", "team/2"]),
    st.sampled_from(GRAVITY),
    st.just(0),
)
Taken = tuple[str, Judged | None, Judged]


def card(outcome: Outcome, *found: BriefOccurrence) -> Judged:
    return Judged(outcome, found)


def one(criterion: str, verdict: Verdict) -> BriefOccurrence:
    return BriefOccurrence(criterion, None, None, verdict, 0)


@st.composite
def taken(draw: st.DrawFn) -> list[Taken]:
    """Contacts with their cards before, if any, and by the draft."""
    made: list[Taken] = []
    for number in range(draw(st.integers(0, 12))):
        was, now = (draw(st.lists(occurrences, max_size=4)) for _ in range(2))
        outcome, then = (draw(st.sampled_from(Outcome)) for _ in range(2))
        before = draw(st.none() | st.just(card(outcome, *was)))
        made.append((f"t/{number:02}", before, card(then, *now)))
    return made


def backtest(contacts: list[Taken]) -> Backtest:
    found = Backtest()
    for each in contacts:
        found.take(*each)
    return found


@given(taken(), st.data())
def test_slices_make_the_whole_in_any_order(contacts: list[Taken], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(contacts)))
    slices = [backtest(contacts[cut:]), backtest(contacts[:cut]), Backtest()]
    total = Backtest()
    for each in data.draw(st.permutations(slices)):
        total.merge(each)
    assert total == backtest(contacts)


@given(taken())
def test_what_is_written_is_read_again(contacts: list[Taken]) -> None:
    found = backtest(contacts)
    assert read_backtest(json.loads(json.dumps(write_backtest(found)))) == found


@given(taken())
def test_every_contact_and_occurrence_is_counted_once(contacts: list[Taken]) -> None:
    found = backtest(contacts)
    assert found.contacts == sum(found.outcomes.values()) == len(contacts)
    counted = reduce(lambda so_far, each: so_far + sum(each.counts), found.now.values(), 0)
    assert counted == sum(len(now.occurrences) for *_, now in contacts)
    assert all(each.was is not each.now for each in found.flips)


def test_the_gravest_occurrence_is_what_flips() -> None:
    was = card(Outcome.FAILED, one("A", MET), one("A", MISSED), one("B", MET), one("GONE", MET))
    now = card(Outcome.PASSED, one("A", MET), one("B", MET), one("FRESH", MISSED))
    found = backtest([("t/1", was, now)])
    assert {flip: each.contacts for flip, each in found.flips.items()} == {
        Flip("A", MISSED, MET): ["t/1"]
    }
    assert found.outcomes == {("failed", "passed"): 1}


def test_the_first_contacts_by_name_are_kept_of_a_flip() -> None:
    names = [f"t/{number:03}" for number in range(50)]
    was, now = (card(Outcome.PASSED, one("A", each)) for each in (MET, MISSED))
    found = backtest([(each, was, now) for each in names[::-1]])
    (flipped,) = found.flips.values()
    assert (flipped.number, flipped.contacts) == (50, names[:SHOWN])


@pytest.mark.parametrize(
    ("verdicts", "idle"),
    [
        ([MET, MET], Idle.ALWAYS_MET),
        ([MISSED], Idle.ALWAYS_MISSED),
        ([MET, MISSED], None),
        ([MET, Verdict.PARTLY], None),
        ([Verdict.PARTLY], None),
        ([Verdict.UNKNOWN, Verdict.NOT_APPLICABLE], Idle.NO_EVIDENCE),
        ([Verdict.PENDING], Idle.NO_EVIDENCE),
        ([Verdict.NOT_APPLICABLE], Idle.NEVER_APPLIES),
        ([], Idle.NEVER_APPLIES),
        ([MET, Verdict.UNKNOWN], Idle.ALWAYS_MET),
    ],
)
def test_a_criterion_that_decides_nothing_says_why(
    verdicts: list[Verdict], idle: Idle | None
) -> None:
    counted = Verdicts()
    for each in verdicts:
        counted.take(each)
    assert counted.idle is idle


def test_teams_are_counted_apart_and_criteria_together() -> None:
    two = [BriefOccurrence("A", None, team, MET, 0) for team in ("x", "y")]
    found = backtest([("t/1", None, card(Outcome.PASSED, *two))])
    assert {*found.now} == {Row("A", "x"), Row("A", "y")}
    ((_, now),) = found.by_criterion().values()
    assert (now.of(MET), now.share) == (2, 1.0)
    assert found.was == {}
