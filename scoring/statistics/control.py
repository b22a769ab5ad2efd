"""Does a share over time change by more than chance? A control chart of shares (p chart).

Shewhart, W. A. (1931), Economic Control of Quality of Manufactured Product: the centre is the share
of all periods together, the limits lie three standard errors of each period's own number away.
Laney, D. B. (2002), "Improved control charts for attributes", Quality Engineering 14, 531-537:
where periods differ more than occurrences independent of each other would, limits so drawn are too
narrow, as they nearly always are for many contacts; they are widened by how much the periods really
vary, told by the moving range (p' chart). They are never drawn narrower than chance alone.

A signal is a period beyond its limits, or eight periods in a row on one side of the centre (Western
Electric (1956), Statistical Quality Control Handbook, tests 1 and 4). Where fewer than five of the
rarer outcome are to be expected limits mislead, and a period is beyond them only if so few or so
many are as rare as that by the binomial distribution itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import comb, sqrt

from scoring.statistics.difference import Share

LEAST = 12  # periods with anything decided; fewer say too little about how much they vary
RUN = 8  # periods in a row on one side
_WIDTH = 3  # standard errors
_RANGE = 1.128  # mean range of two normal values in standard deviations (d2)
_RARE = 0.00135  # how often a normal value lies three standard deviations above
_FEW = 5


class Signal(StrEnum):
    """Why a period is more than chance."""

    BEYOND = "beyond"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Period:
    """A period's share and limits, 0..1; share None where nothing is decided."""

    met: int
    decided: int
    low: float
    high: float
    signal: Signal | None = None

    @property
    def share(self) -> float | None:
        """Met of decided."""
        return self.met / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Control:
    """The chart: its centre, 0..1, by how much limits are widened, and a period for each given."""

    centre: float
    widened: float
    periods: tuple[Period, ...]

    @property
    def is_steady(self) -> bool:
        """Whether no period is more than chance."""
        return all(each.signal is None for each in self.periods)


def control(shares: Sequence[Share], *, widen: bool = True) -> Control | None:
    """The chart of the shares in order of time; None with fewer than LEAST that say anything.

    `widen` False draws Shewhart's limits.
    """
    known = [each for each in shares if each.decided]
    if len(known) < LEAST:
        return None
    centre = sum(each.met for each in known) / sum(each.decided for each in known)
    widened = max(1.0, _variation(known, centre)) if widen else 1.0
    drawn = [_drawn(each, centre, widened) for each in shares]
    in_run = _runs(drawn, centre)
    periods = (_with_signal(each, centre, index in in_run) for index, each in enumerate(drawn))
    return Control(centre, widened, tuple(periods))


def _variation(known: Sequence[Share], centre: float) -> float:
    """How much the periods vary, in standard errors of independent occurrences."""
    if centre in (0, 1):
        return 1.0
    scores = [(each.met / each.decided - centre) / _error(each.decided, centre) for each in known]
    ranges = [abs(later - earlier) for earlier, later in pairwise(scores)]
    return sum(ranges) / len(ranges) / _RANGE


def _error(decided: int, centre: float) -> float:
    return sqrt(centre * (1 - centre) / decided)


def _drawn(share: Share, centre: float, widened: float) -> Period:
    if not share.decided:
        return Period(0, 0, 0.0, 1.0)
    reach = _WIDTH * _error(share.decided, centre) * widened
    low, high = max(0.0, centre - reach), min(1.0, centre + reach)
    return Period(share.met, share.decided, low, high)


def _with_signal(period: Period, centre: float, in_run: bool) -> Period:
    signal = Signal.RUN if in_run else None
    share = period.share
    if share is not None and not period.low <= share <= period.high and _is_rare(period, centre):
        signal = Signal.BEYOND
    return Period(period.met, period.decided, period.low, period.high, signal)


def _is_rare(period: Period, centre: float) -> bool:
    if period.decided * min(centre, 1 - centre) >= _FEW:
        return True
    return binomial_tail(period.met, period.decided, centre) <= _RARE


def binomial_tail(met: int, decided: int, centre: float) -> float:
    """How often so many or more are met, where more are than the centre; or so few or fewer."""
    many = met > decided * centre
    numbers = range(met, decided + 1) if many else range(met + 1)
    return sum(
        comb(decided, each) * centre**each * (1 - centre) ** (decided - each) for each in numbers
    )


def _runs(drawn: Sequence[Period], centre: float) -> frozenset[int]:
    """The places of periods in runs on one side; one that says nothing neither ends nor counts."""
    found: set[int] = set()
    run: list[int] = []
    side = 0
    for place, each in enumerate(drawn):
        if each.share is None:
            continue
        here = (each.share > centre) - (each.share < centre)
        run = [*run, place] if here == side and here else [place] * bool(here)
        side = here
        found.update(run if len(run) >= RUN else ())
    return frozenset(found)
