"""Is the goal reached? Only where the interval leaves no doubt."""

from __future__ import annotations

from enum import StrEnum

from scoring.statistics.interval import Interval


class Attainment(StrEnum):
    """Where a share stands to its goal."""

    REACHED = "reached"
    MISSED = "missed"
    NOT_YET_CERTAIN = "not_yet_certain"


def attainment(interval: Interval | None, goal: float) -> Attainment:
    """Reached when even the low end is as good as the goal, missed when not even the high end is.

    Otherwise not yet certain, as when nothing is decided (interval None). `goal` is a share, 0..1.
    """
    if interval is not None and interval.low >= goal:
        return Attainment.REACHED
    if interval is not None and interval.high < goal:
        return Attainment.MISSED
    return Attainment.NOT_YET_CERTAIN
