"""What is said of a criterion's wording, from how many on, and that fewer say nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from scoring.judge import Verdict
from scoring.quality import LEAST_RATED, Concern, CriterionQuality, Seen, quality_of
from scoring.tally.counts import Counts
from standards.loader import read

MET, PARTLY, MISSED = Verdict.MET, Verdict.PARTLY, Verdict.MISSED
DRAFT = read(Path("standards/library/contact.yaml").read_bytes()).draft
assert DRAFT is not None
CRITERION = next(each for each in DRAFT.criteria if each.code == "RSP-01")
RATING = next(each for each in DRAFT.criteria if each.ask.__class__.__name__ == "Rating")


def quality(
    counts: Counts | None = None,
    twice: Sequence[Sequence[Verdict]] = (),
    ratings: Mapping[str, Mapping[tuple[Verdict, float], int]] | None = None,
) -> CriterionQuality:
    seen = Seen({"RSP-01": counts or Counts()}, {"RSP-01": twice}, {"RSP-01": ratings or {}})
    (found,) = quality_of([CRITERION], seen)
    return found


# met partly missed unknown n/a | what is said
COUNTED = [
    ((0, 0, 0, 0, 0), [Concern.NEVER_ASKED]),
    ((0, 0, 0, 0, 20), [Concern.NEVER_APPLIES]),
    ((0, 0, 0, 0, 19), []),
    ((1, 0, 1, 0, 400), [Concern.SELDOM_APPLIES]),
    ((1, 0, 1, 0, 40), []),
    ((10, 0, 10, 20, 0), [Concern.OFTEN_UNKNOWN]),
    ((10, 0, 10, 4, 0), []),
    ((20, 0, 0, 0, 0), [Concern.NEVER_FAILS]),
    ((19, 0, 0, 0, 0), []),
    ((20, 1, 0, 0, 0), []),
    ((0, 0, 20, 0, 0), [Concern.ALWAYS_FAILS]),
    ((0, 1, 20, 0, 0), []),
    ((10, 5, 10, 0, 10), []),
]


@pytest.mark.parametrize(("numbers", "concerns"), COUNTED, ids=str)
def test_what_counts_say(numbers: tuple[int, ...], concerns: list[Concern]) -> None:
    met, partly, missed, unknown, none = numbers
    counts = Counts(0, met, partly, missed, 0, unknown, none)
    assert [*quality(counts=counts).concerns] == concerns


def test_shares_are_of_what_they_can_be_of() -> None:
    found = quality(counts=Counts(0, 6, 1, 1, 1, 1, 10))
    assert (found.inapplicable, found.unknown, found.met) == (0.5, 0.1, 0.75)
    nothing = quality()
    assert (nothing.inapplicable, nothing.unknown, nothing.met) == (None, None, None)


def test_people_who_disagree_are_told_from_those_who_do_not_and_from_too_few() -> None:
    apart = [[MET, MISSED], [MISSED, MET], [MET, MET], [MISSED, MISSED]]
    counts = Counts(0, 5, 5, 5)
    assert Concern.PEOPLE_DISAGREE in quality(counts=counts, twice=apart * 10).concerns
    assert quality(counts=counts, twice=apart[2:] * 10).concerns == ()
    few = quality(counts=counts, twice=apart * 4)
    assert (few.agreement, few.twice, few.concerns) == (None, 16, ())


def test_who_left_the_question_out_is_nobody_to_agree_with() -> None:
    assert quality(twice=[[MET, Verdict.UNKNOWN]] * 30).twice == 0


def test_customers_who_rate_worse_where_it_is_kept_are_heard() -> None:
    against = {(MET, 1.0): 30, (MET, 2.0): 10, (MISSED, 5.0): 30, (MISSED, 4.0): 10}
    found = quality(counts=Counts(0, 5, 5, 5), ratings={"SAT-01": against})
    assert found.concerns == (Concern.CUSTOMERS_DISAGREE,)
    assert found.rated is not None
    assert found.rated.apart is not None
    assert found.rated.apart.by.high < 0
    assert found.with_rating == 80


def test_too_few_ratings_say_nothing() -> None:
    few = {(MET, 1.0): LEAST_RATED // 2 - 1, (MISSED, 5.0): LEAST_RATED // 2}
    found = quality(counts=Counts(0, 5, 5, 5), ratings={"SAT-01": few})
    assert (found.rated, found.with_rating, found.concerns) == (None, LEAST_RATED - 1, ())


def test_a_rating_is_held_against_no_rating() -> None:
    told = {RATING.code: {"OTHER": {(MET, 5.0): 100, (MISSED, 1.0): 100}}}
    (found,) = quality_of([RATING], Seen(ratings=told))
    assert (found.with_rating, found.rated) == (0, None)


def test_what_is_not_decided_is_held_against_no_rating() -> None:
    told = {"SAT-01": {(Verdict.PENDING, 5.0): 100, (MET, 5.0): 10}}
    assert quality(ratings=told).with_rating == 10
