"""How well a standard is kept: each criterion by instrument, and everything by whatever else.

    Counts by cell          what was counted, from tallies
    └── CriterionKept       a criterion: what each instrument says, whether they differ
        └── Kept            counts with where their share stands to the goal
    Breakdown               the same counts by team, location, channel, stage, source or period

Whoever adds a breakdown up has the whole again: nothing is weighted, every occurrence counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from scoring.statistics.difference import Compared, Share, compared, holm
from scoring.statistics.goal import Attainment, attainment
from scoring.statistics.interval import SMALL
from scoring.tally.counts import Counts
from standards.kinds import Instrument
from standards.model import Criterion, Standard

LEAST = SMALL + 1  # decided occurrences; fewer have no colour and no rank
SIDE_BY_SIDE = (Instrument.TICKET, Instrument.REVIEW, Instrument.VISIT)


class Where(StrEnum):
    """Where a share stands to its goal."""

    REACHED = "reached"
    MISSED = "missed"
    NOT_YET_CERTAIN = "not_yet_certain"
    TOO_FEW = "too_few"  # whatever the share: fewer than LEAST are decided


@dataclass(frozen=True, slots=True)
class Kept:
    """What was counted, and where the share stands to the goal; None without a goal or a share."""

    counts: Counts
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class CriterionKept:
    """A criterion: what each instrument that it is asked of says, and whether they differ.

    `differ` is None where fewer than two instruments have decided anything.
    """

    criterion: Criterion
    by: Mapping[Instrument, Kept]
    differ: Compared | None

    @property
    def counts(self) -> Counts:
        """All instruments together."""
        return together(each.counts for each in self.by.values())


@dataclass(frozen=True, slots=True)
class Part:
    """What was counted for one value of what is asked by; None: not known."""

    value: str | None
    by: Mapping[Instrument, Counts]

    @property
    def counts(self) -> Counts:
        """All instruments together."""
        return together(self.by.values())


class Unranked(StrEnum):
    """Why parts stand in no order of merit."""

    ONE = "one"  # no other has anything decided
    FEW = "few"  # one of them has fewer than LEAST decided
    CHANCE = "chance"  # they differ by no more than chance
    TIME = "time"  # periods stand in the order of time


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts: the lowest share first where they may be ranked, otherwise as they came."""

    parts: tuple[Part, ...]
    differ: Compared | None
    unranked: Unranked | None

    @property
    def counts(self) -> Counts:
        """All parts together."""
        return together(each.counts for each in self.parts)


def where_stands(counts: Counts, goal: float | None) -> Where | None:
    """Where the share stands to the goal; None without a goal, or where nothing is decided."""
    if goal is None or not counts.decided:
        return None
    if counts.decided < LEAST:
        return Where.TOO_FEW
    return _WHERE[attainment(counts.interval, goal)]


def kept(
    standard: Standard, counted: Mapping[tuple[str, Instrument], Counts]
) -> tuple[CriterionKept, ...]:
    """Every criterion of the standard, in its order.

    As the page asks of each whether its instruments differ, the probabilities are Holm's.
    """
    found = [_criterion(each, counted) for each in standard.criteria]
    asked = [each.differ.probability for each in found if each.differ is not None]
    adjusted = iter(holm(asked))
    return tuple(
        each
        if each.differ is None
        else replace(each, differ=each.differ._replace(probability=next(adjusted)))
        for each in found
    )


def broken_down(parts: Sequence[Part], *, in_time: bool = False) -> Breakdown:
    """The parts ranked, if they may be; `in_time`: they are periods in order.

    Parts in which nothing is decided stand at the end, and in nobody's way.
    """
    differ = compared([share_of(each.counts) for each in parts])
    unranked = Unranked.TIME if in_time else _unranked(parts, differ)
    if unranked is not None:
        return Breakdown(tuple(parts), differ, unranked)
    ranked = sorted(parts, key=lambda each: (not each.counts.decided, each.counts.share or 0.0))
    return Breakdown(tuple(ranked), differ, None)


def share_of(counts: Counts) -> Share:
    """What is tested of the counts."""
    return Share(counts.met, counts.decided)


def together(counted: Iterable[Counts]) -> Counts:
    """All of them as one."""
    return sum(counted, Counts())


def _criterion(
    criterion: Criterion, counted: Mapping[tuple[str, Instrument], Counts]
) -> CriterionKept:
    by = {
        each: counted.get((criterion.code, each), Counts())
        for each in SIDE_BY_SIDE
        if each in criterion.of
    }
    shown = {
        each: Kept(counts, where_stands(counts, criterion.goal)) for each, counts in by.items()
    }
    return CriterionKept(criterion, shown, compared([share_of(each) for each in by.values()]))


def _unranked(parts: Sequence[Part], differ: Compared | None) -> Unranked | None:
    decided = [each.counts.decided for each in parts if each.counts.decided]
    if len(decided) < 2:
        return Unranked.ONE
    if min(decided) < LEAST:
        return Unranked.FEW
    return None if differ is not None and differ.differs else Unranked.CHANCE


_WHERE: Mapping[Attainment, Where] = {
    Attainment.REACHED: Where.REACHED,
    Attainment.MISSED: Where.MISSED,
    Attainment.NOT_YET_CERTAIN: Where.NOT_YET_CERTAIN,
}
