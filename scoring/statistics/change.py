"""Do two shares differ by more than chance? Newcombe's interval for their difference.

Newcombe, R. G. (1998), "Interval estimation for the difference between independent proportions:
comparison of eleven methods", Statistics in Medicine 17, 873-890, method 10: the Wilson intervals
of both shares put together. Unlike the difference plus or minus its standard error it never leaves
-1..1 and says something where all or none are met.
"""

from __future__ import annotations

from enum import StrEnum
from math import hypot
from typing import NamedTuple

from scoring.statistics.interval import CONFIDENCE, wilson


class Direction(StrEnum):
    """Where one share lies against another."""

    HIGHER = "higher"
    LOWER = "lower"
    CHANCE = "chance"


class Difference(NamedTuple):
    """One share less another, and from `low` to `high` that of what both are samples of; -1..1."""

    by: float
    low: float
    high: float

    @property
    def direction(self) -> Direction:
        """Higher or lower only where the interval leaves 0 out; otherwise it may be chance."""
        if self.low > 0:
            return Direction.HIGHER
        return Direction.LOWER if self.high < 0 else Direction.CHANCE


def difference(
    met: int, decided: int, other_met: int, other_decided: int, confidence: float = CONFIDENCE
) -> Difference | None:
    """How far the first share lies above the other one; None where one of them has nothing decided.

    ValueError where more are met than decided.
    """
    ours, theirs = (
        wilson(met, decided, confidence),
        wilson(other_met, other_decided, confidence),
    )
    if ours is None or theirs is None:
        return None
    share, other = met / decided, other_met / other_decided
    by = share - other
    return Difference(
        by,
        by - hypot(share - ours.low, theirs.high - other),
        by + hypot(ours.high - share, other - theirs.low),
    )
