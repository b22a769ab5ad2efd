"""How surely is a share known? The Wilson score interval.

Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22, 209-212. Newcombe, R. G. (1998), "Two-sided
confidence intervals for the single proportion", Statistics in Medicine 17, 857-872, calls it
method 3; Brown, L. D., Cai, T. T. and DasGupta, A. (2001), "Interval estimation for a binomial
proportion", Statistical Science 16, 101-133, recommend it for small samples. Unlike the share plus
or minus its standard error it never leaves 0..1 and says something where all or none are met.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
SMALL = 40  # occurrences; Brown, Cai and DasGupta call up to 40 a small sample


class Interval(NamedTuple):
    """From `low` to `high`, shares 0..1, lies the share that the contacts are a sample of."""

    low: float
    high: float


def wilson(met: float, decided: float, confidence: float = CONFIDENCE) -> Interval | None:
    """The interval for so many met of so many decided, independent of each other; None for none.

    A fraction of one is met where a share is known of fewer than it was counted over.

    ValueError where more are met than decided.
    """
    if not 0 <= met <= decided:
        raise ValueError(f"{met} met of {decided} decided")
    if not decided:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = met + z * z / 2
    reach = z * sqrt(met * (decided - met) / decided + z * z / 4)
    whole = decided + z * z
    # Exactly 0 and 1 at the ends, where rounding would leave a hair.
    low = (middle - reach) / whole if met else 0.0
    high = (middle + reach) / whole if met < decided else 1.0
    return Interval(low, high)
