"""One criterion's outcome in one contact, made of its occurrences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.judge import DECIDED, Verdict
from scoring.measure import Measured
from scoring.occurrence import Occurrence
from standards.model import Combine, Criterion, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a criterion: the verdict, the share (0..1; None: undecided), and why."""

    criterion: str
    severity: Severity
    verdict: Verdict
    share: float | None
    weight: float
    occurrences: tuple[Occurrence, ...]


def finding_of(criterion: Criterion, measured: Measured) -> Finding:
    """The finding that the criterion's `combine` makes of what was measured."""
    verdict, share = _combined(criterion.combine, measured)
    return Finding(
        criterion.code, criterion.severity, verdict, share, criterion.weight, measured.occurrences
    )


def _combined(combine: Combine, measured: Measured) -> tuple[Verdict, float | None]:
    judged = [each for each in measured.occurrences if each.verdict is not None]
    if not judged:
        return measured.otherwise, None
    if len(judged) == 1:
        return _alone(judged[0])
    match combine:
        case Combine.FIRST:
            return _alone(judged[0])
        case Combine.LAST:
            return _alone(judged[-1])
        case Combine.WORST:
            decided = [each for each in judged if each.share is not None]
            return _alone(min(decided, key=_badness)) if decided else (Verdict.PENDING, None)
        case Combine.MEAN:
            return _mean(judged)


def _mean(judged: Sequence[Occurrence]) -> tuple[Verdict, float | None]:
    shares = [each.share for each in judged if each.share is not None]
    if not shares:
        return Verdict.PENDING, None
    verdicts = {each.verdict for each in judged} & DECIDED
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.PARTLY
    return verdict or Verdict.PARTLY, sum(shares) / len(shares)


def _alone(occurrence: Occurrence) -> tuple[Verdict, float | None]:
    return occurrence.verdict or Verdict.UNKNOWN, occurrence.share


def _badness(occurrence: Occurrence) -> tuple[float, bool]:
    return occurrence.share or 0.0, occurrence.verdict is not Verdict.MISSED
