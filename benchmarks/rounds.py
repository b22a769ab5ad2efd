"""Interleaved rounds: in every round each takes its turn, so that a slow moment slows all alike.

What is compared are medians, and ratios taken round by round: they hold on another machine too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Contender:
    """Something to be timed: one run does so many items."""

    name: str
    run: Callable[[], object]
    items: int

    def microseconds(self) -> float:
        """The time an item takes, the mean over one run."""
        started = perf_counter()
        self.run()
        return (perf_counter() - started) / self.items * 1e6


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: median microseconds an item, ours and theirs.

    `ratio` is the median of what `says` calls it, such as 300 "x faster" than a rival or 8 "x" the
    floor. `target` is empty where none is set.
    """

    what: str
    item: str
    ours_us: float
    against: str
    against_us: float
    ratio: float
    says: str
    target: str = ""

    @property
    def a_second(self) -> float:
        """How many items a second are ours."""
        return 1e6 / self.ours_us


Times: TypeAlias = Sequence[float]  # microseconds an item, round by round


def interleaved(contenders: Sequence[Contender], rounds: int) -> list[Times]:
    """The times of each contender, after one run that does not count."""
    for each in contenders:
        each.run()
    taken = [[each.microseconds() for each in contenders] for _ in range(rounds)]
    return [list(times) for times in zip(*taken, strict=True)]


def faster(what: str, item: str, ours: Times, rival: tuple[str, Times], target: str = "") -> Row:
    """How many times as fast as the rival ours is."""
    name, theirs = rival
    ratio = median(their / our for our, their in zip(ours, theirs, strict=True))
    return Row(what, item, median(ours), name, median(theirs), ratio, "x faster", target)


def above(what: str, item: str, ours: Times, floor: tuple[str, Times], target: str = "") -> Row:
    """How many times the floor ours takes: what nobody could do without."""
    name, least = floor
    ratio = median(our / low for our, low in zip(ours, least, strict=True))
    return Row(what, item, median(ours), name, median(least), ratio, "x the floor", target)
