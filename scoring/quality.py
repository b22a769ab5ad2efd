"""How well each criterion does its work: does it apply, can it be told, does it part good from bad.

A criterion that hardly ever applies, that nobody can decide, that is always kept or never, that two
people answer differently, or that customers do not bear out, may be worded badly. Each is said only
of so many that it is no accident: the least numbers stand below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.judge import Verdict
from scoring.statistics.agreement import ACCEPTABLE, Agreement, agreement
from scoring.statistics.association import Apart, Association, apart, association
from scoring.statistics.interval import Interval, wilson
from scoring.tally.counts import Counts
from standards.kinds import Rating
from standards.model import Criterion

LEAST = 20  # occurrences; fewer say nothing about how often something is so
LEAST_TWICE = 20  # contacts that two people have answered
LEAST_RATED = 50  # contacts with a verdict and a customer's rating
LEAST_GROUP = 10  # contacts met, and as many missed, for mean ratings to be compared
SELDOM = 0.95  # of occurrences do not apply: the criterion is hardly ever asked
OFTEN = 0.2  # of those that apply cannot be told
_RANKS = {Verdict.MISSED: 0, Verdict.PARTLY: 1, Verdict.MET: 2}


class Concern(StrEnum):
    """Why the wording of a criterion is to be looked at again."""

    NEVER_ASKED = "never_asked"
    NEVER_APPLIES = "never_applies"
    SELDOM_APPLIES = "seldom_applies"
    OFTEN_UNKNOWN = "often_unknown"
    NEVER_FAILS = "never_fails"
    ALWAYS_FAILS = "always_fails"
    PEOPLE_DISAGREE = "people_disagree"
    CUSTOMERS_DISAGREE = "customers_disagree"


@dataclass(frozen=True, slots=True)
class Rated:
    """What customers' ratings by one criterion have to do with how another is kept."""

    by: str
    association: Association
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a version: all that its criteria's quality is told by.

    `counts` are by criterion; `twice` for each the verdicts of people on one contact; `ratings` for
    each, by the criterion that asks for the rating, contacts by verdict and rating.
    """

    counts: Mapping[str, Counts] = field(default_factory=dict)
    twice: Mapping[str, Sequence[Sequence[Verdict]]] = field(default_factory=dict)
    ratings: Mapping[str, Mapping[str, Mapping[tuple[Verdict, float], int]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class CriterionQuality:
    """One criterion: how often it applies and can be told, and what people and customers say.

    Shares are 0..1: `inapplicable` of all occurrences, `unknown` of those that apply, `met` of the
    decided; None where there is nothing to share. `agreement` and `rated` are None where there are
    too few contacts for it; `twice` and `with_rating` say how many there are.
    """

    criterion: str
    counts: Counts
    inapplicable: float | None
    unknown: float | None
    met: float | None
    twice: int
    agreement: Agreement | None
    with_rating: int
    rated: Rated | None
    concerns: tuple[Concern, ...]


def quality_of(criteria: Iterable[Criterion], seen: Seen) -> tuple[CriterionQuality, ...]:
    """The quality of each criterion, in order."""
    return tuple(_of(each, seen) for each in criteria)


def _of(criterion: Criterion, seen: Seen) -> CriterionQuality:
    code = criterion.code
    counts = seen.counts.get(code, Counts())
    # Who left the question out has said nothing that others could agree with.
    told = [
        [each for each in verdicts if each not in (Verdict.UNKNOWN, Verdict.PENDING)]
        for verdicts in seen.twice.get(code, ())
    ]
    twice = [verdicts for verdicts in told if len(verdicts) >= 2]
    agreed = agreement(twice) if len(twice) >= LEAST_TWICE else None
    number, rated = _rated(criterion, seen)
    applying = _all(counts) - counts.not_applicable
    return CriterionQuality(
        criterion=code,
        counts=counts,
        inapplicable=_share(counts.not_applicable, _all(counts)),
        unknown=_share(counts.unknown, applying),
        met=_share(counts.met, counts.decided),
        twice=len(twice),
        agreement=agreed,
        with_rating=number,
        rated=rated,
        concerns=tuple(_concerns(criterion, counts, agreed, rated)),
    )


def _concerns(
    criterion: Criterion, counts: Counts, agreed: Agreement | None, rated: Rated | None
) -> Iterator[Concern]:
    # Whether customers answer a survey is not for its wording to decide.
    is_rating = isinstance(criterion.ask, Rating)
    said = _of_counts(counts)
    yield from (each for each in said if not (is_rating and each is Concern.OFTEN_UNKNOWN))
    if agreed is not None and agreed.range is not None and agreed.range.high < ACCEPTABLE:
        yield Concern.PEOPLE_DISAGREE
    if rated is not None and rated.association.range.high < 0:
        yield Concern.CUSTOMERS_DISAGREE


def _of_counts(counts: Counts) -> Iterator[Concern]:
    number = _all(counts)
    applying = number - counts.not_applicable
    if not number:
        yield Concern.NEVER_ASKED
    elif number >= LEAST and not applying:
        yield Concern.NEVER_APPLIES
    elif _is_above(counts.not_applicable, number, SELDOM):
        yield Concern.SELDOM_APPLIES
    if _is_above(counts.unknown, applying, OFTEN):
        yield Concern.OFTEN_UNKNOWN
    if counts.decided >= LEAST and counts.met == counts.decided:
        yield Concern.NEVER_FAILS
    if counts.decided >= LEAST and counts.missed == counts.decided:
        yield Concern.ALWAYS_FAILS


def _is_above(some: int, number: int, limit: float) -> bool:
    """Whether the share lies above the limit by more than chance, of enough to say so."""
    interval: Interval | None = wilson(some, number)
    return number >= LEAST and interval is not None and interval.low > limit


def _rated(criterion: Criterion, seen: Seen) -> tuple[int, Rated | None]:
    """How many contacts have a verdict and a rating, by the one of which most have; and what of it.

    A criterion that asks for a rating itself is held against none.
    """
    if isinstance(criterion.ask, Rating):
        return 0, None
    tables = {
        by: {cell: number for cell, number in cells.items() if cell[0] in _RANKS}
        for by, cells in seen.ratings.get(criterion.code, {}).items()
    }
    numbers = {by: sum(cells.values()) for by, cells in tables.items()}
    by = max(sorted(numbers), key=lambda each: numbers[each], default=None)
    if by is None or numbers[by] < LEAST_RATED:
        return (0 if by is None else numbers[by]), None
    found = association(
        {(_RANKS[verdict], rating): number for (verdict, rating), number in tables[by].items()}
    )
    return numbers[by], None if found is None else Rated(by, found, _apart(tables[by]))


def _apart(cells: Mapping[tuple[Verdict, float], int]) -> Apart | None:
    """Mean ratings of contacts on which it was met and missed; None where either are too few."""
    groups = [
        {rating: number for (verdict, rating), number in cells.items() if verdict is wanted}
        for wanted in (Verdict.MET, Verdict.MISSED)
    ]
    if min(sum(each.values()) for each in groups) < LEAST_GROUP:
        return None
    return apart(*groups)


def _all(counts: Counts) -> int:
    return counts.decided + counts.pending + counts.unknown + counts.not_applicable


def _share(some: int, number: int) -> float | None:
    return some / number if number else None
