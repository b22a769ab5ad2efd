"""What one employee is told of a period: strengths first, and what to work on where it is certain.

    feedback = feedback_of(standard.criteria, figures)

Only what the 95 % intervals leave no doubt of is said. A criterion of fewer than `LEAST` decided
occurrences has figures, but neither colour nor rank: with 20 decided a share is known to within 20
percentage points at best in the middle (Wilson), with fewer it says next to nothing of a person.

What to work on is chosen by the **certain loss**: weight times by how much the share lies below its
yardstick at the very least. The yardstick is the goal, which a share misses by `goal - high` of its
Wilson interval; a criterion without a goal is held against the colleagues of the team, whom a share
stays behind by the low end of Newcombe's interval for the difference. So neither a small sample nor
a light criterion pushes itself forward. Of equal losses the more severe criterion comes first, then
the one that stands first in the standard.

Nobody's share can be read off: team figures are given only where at least `LEAST_OTHERS` colleagues
have enough decided, as statistical offices hold it (threshold rule; Hundepool et al. 2012,
"Statistical Disclosure Control", section 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from scoring.statistics.change import Difference, Direction, difference
from scoring.statistics.goal import Attainment, attainment
from scoring.statistics.interval import Interval, wilson
from scoring.tally.counts import Counts
from standards.model import Criterion, Severity

LEAST = 20  # decided occurrences
LEAST_OTHERS = 3  # colleagues with enough decided
MOST_TO_WORK_ON, MOST_STRENGTHS = 2, 3

ByCriterion = Mapping[str, Counts]
_NOTHING = Counts()
_GRAVITY = {Severity.CRITICAL: 0, Severity.MAJOR: 1, Severity.MINOR: 2}


class Silence(StrEnum):
    """Why there is a figure less."""

    NOTHING = "nothing"  # nothing is decided
    FEW = "few"  # fewer than the minimum are decided
    FEW_BEFORE = "few_before"  # fewer than the minimum were decided in the period before
    FEW_OTHERS = "few_others"  # so few colleagues that one could be read off


class Praise(StrEnum):
    """Why a criterion is a strength; those listed first weigh more."""

    GOAL = "goal"  # the goal is reached with certainty
    TEAM = "team"  # certainly above the colleagues
    BETTER = "better"  # better than in the period before, by more than chance
    FLAWLESS = "flawless"  # each one was met


@dataclass(frozen=True, slots=True)
class Figures:
    """The final counts by criterion: one's own, those of the period before, each colleague's."""

    now: ByCriterion
    before: ByCriterion = field(default_factory=dict)
    others: Sequence[ByCriterion] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """The team's share, all members together, and the lowest and highest share of a member.

    `members` are those with enough decided; only their shares make up the range.
    """

    members: int
    counts: Counts
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of one employee.

    `silent` says why there is no judgement of the share; None: there is. `team` and `change` are
    None where `team_silent` and `change_silent` say why. `loss` is certain, in weight times share;
    0 where none is.
    """

    criterion: Criterion
    counts: Counts
    silent: Silence | None
    attained: Attainment | None
    team: Team | None
    team_silent: Silence | None
    before: Counts
    change: Difference | None
    change_silent: Silence | None
    loss: float
    praise: Praise | None


@dataclass(frozen=True, slots=True)
class Together:
    """All criteria together: occurrences met and decided, in so many contacts at the least.

    What befalls one contact hangs together, so the interval counts contacts and not occurrences:
    that is the widest that a sample of whole contacts can have (Kish 1965, "Survey Sampling",
    section 5.4, with all of a cluster alike).
    """

    met: int
    decided: int
    contacts: int

    @property
    def share(self) -> float | None:
        """Met of decided, 0..1; None when nothing is decided."""
        return self.met / self.decided if self.decided else None

    @property
    def interval(self) -> Interval | None:
        """The 95 % interval of the share; None when nothing is decided."""
        return None if self.share is None else wilson(self.share * self.contacts, self.contacts)


@dataclass(frozen=True, slots=True)
class Feedback:
    """Every criterion in the order of the standard, and the codes of those that stand out."""

    lines: tuple[Line, ...]
    strengths: tuple[str, ...]
    to_work_on: tuple[str, ...]
    least: int

    def line(self, code: str) -> Line:
        """The line of the criterion. KeyError when there is none."""
        for each in self.lines:
            if each.criterion.code == code:
                return each
        raise KeyError(code)


def feedback_of(criteria: Sequence[Criterion], figures: Figures, least: int = LEAST) -> Feedback:
    """The feedback that the figures bear out."""
    lines = tuple(_line(each, figures, least) for each in criteria)
    to_work_on = sorted((each for each in lines if each.loss > 0), key=_urgency)
    strengths = sorted((each for each in lines if each.praise is not None), key=_worth)
    return Feedback(
        lines=lines,
        strengths=_codes(strengths[:MOST_STRENGTHS]),
        to_work_on=_codes(to_work_on[:MOST_TO_WORK_ON]),
        least=least,
    )


def together_of(counts: ByCriterion) -> Together:
    """All criteria together; its contacts are those of the criterion that has most."""
    every = sum(counts.values(), _NOTHING)
    contacts = max((each.contacts for each in counts.values()), default=0)
    return Together(every.met, every.decided, contacts)


def _codes(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(each.criterion.code for each in lines)


def _urgency(line: Line) -> tuple[float, int]:
    return -line.loss, _GRAVITY[line.criterion.severity]


def _worth(line: Line) -> tuple[int, float]:
    assert line.praise is not None
    return list(Praise).index(line.praise), -line.criterion.weight


def _line(criterion: Criterion, figures: Figures, least: int) -> Line:
    code = criterion.code
    now, before = figures.now.get(code, _NOTHING), figures.before.get(code, _NOTHING)
    others = [each.get(code, _NOTHING) for each in figures.others]
    silent = _silence(now, least)
    team_silent = silent or _few_others(others, least)
    change_silent = silent or (Silence.FEW_BEFORE if before.decided < least else None)
    change = _against(now, before) if change_silent is None else None
    team = _team(now, others, least) if team_silent is None else None
    ahead = _against(now, sum(others, _NOTHING)) if team is not None else None
    attained = _attained(now, criterion.goal) if silent is None else None
    loss = _loss(criterion, now, ahead) if silent is None else 0.0
    praise = _praise(now, attained, ahead, change) if silent is None and not loss else None
    return Line(
        criterion, now, silent, attained, team, team_silent, before, change, change_silent, loss,
        praise,
    )  # fmt: skip


def _silence(counts: Counts, least: int) -> Silence | None:
    if not counts.decided:
        return Silence.NOTHING
    return Silence.FEW if counts.decided < least else None


def _few_others(others: Sequence[Counts], least: int) -> Silence | None:
    enough = sum(each.decided >= least for each in others)
    return Silence.FEW_OTHERS if enough < LEAST_OTHERS else None


def _team(now: Counts, others: Sequence[Counts], least: int) -> Team:
    members = [each for each in (now, *others) if each.decided >= least]
    shares = [each.met / each.decided for each in members]
    return Team(len(members), sum((now, *others), _NOTHING), min(shares), max(shares))


def _against(now: Counts, other: Counts) -> Difference | None:
    return difference(now.met, now.decided, other.met, other.decided)


def _attained(now: Counts, goal: float | None) -> Attainment | None:
    return None if goal is None else attainment(now.interval, goal)


def _loss(criterion: Criterion, now: Counts, ahead: Difference | None) -> float:
    """By how much the share lies below its yardstick at the least, times the weight."""
    short = 0.0
    if criterion.goal is not None and now.interval is not None:
        short = criterion.goal - now.interval.high
    elif criterion.goal is None and ahead is not None:
        short = -ahead.high
    return criterion.weight * max(short, 0.0)


def _praise(
    now: Counts,
    attained: Attainment | None,
    ahead: Difference | None,
    change: Difference | None,
) -> Praise | None:
    holds = {
        Praise.GOAL: attained is Attainment.REACHED,
        Praise.TEAM: ahead is not None and ahead.direction is Direction.HIGHER,
        Praise.BETTER: change is not None and change.direction is Direction.HIGHER,
        Praise.FLAWLESS: now.met == now.decided,
    }
    return next((each for each, is_so in holds.items() if is_so), None)
