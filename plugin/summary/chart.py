"""A share with its interval as a line of characters, 0 at the left and 1 at the right."""

from __future__ import annotations

from scoring.tally.counts import Counts

NOTHING, REACH, SHARE, GOAL = "·", "━", "●", "┃"


def chart(counts: Counts, goal: float | None, width: int) -> str:
    """The chart in so many characters: the interval, the share on it, and the goal."""
    cells = [NOTHING] * width
    share, interval = counts.share, counts.interval
    if interval is not None:
        first, last = _place(interval.low, width), _place(interval.high, width)
        cells[first : last + 1] = REACH * (last + 1 - first)
    if goal is not None:
        cells[_place(goal, width)] = GOAL
    if share is not None:
        cells[_place(share, width)] = SHARE
    return "".join(cells)


def scale(width: int) -> str:
    """What stands above charts of that width."""
    return f"0{'100%':>{width - 1}}"


def _place(share: float, width: int) -> int:
    return min(int(share * width), width - 1)
