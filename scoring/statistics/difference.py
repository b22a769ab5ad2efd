"""Do several shares differ by more than chance?

Pearson, K. (1900), "On the criterion that a given system of deviations from the probable ...",
Philosophical Magazine 50, 157-175: chi-square with one degree of freedom less than there are
shares. Cochran, W. G. (1954), "Some methods for strengthening the common chi-square tests",
Biometrics 10, 417-451, holds it right where at least four fifths of the expected counts are 5 or
more and none is below 1. Where that is not so the test is exact: Fisher, R. A. (1935), The Design
of Experiments, for two shares, and Freeman, G. H. and Halton, J. H. (1951), "Note on an exact
treatment of contingency ...", Biometrika 38, 141-149, for three.

Of many such questions asked at once some find a difference by chance alone: Holm, S. (1979), "A
simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6, 65-70.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import erfc, exp, gamma, inf, lgamma, sqrt
from typing import NamedTuple

CHANCE = 0.05  # a difference that chance makes more rarely than this is called one
_MOST_TABLES = 100_000  # that an exact test looks at
_TIE = 1 + 1e-7  # tables as likely as ours but for rounding, as R's fisher.test takes them


class Method(StrEnum):
    """How the probability was reckoned."""

    CHI_SQUARE = "chi_square"
    EXACT = "exact"


class Share(NamedTuple):
    """So many met of so many decided."""

    met: int
    decided: int


class Compared(NamedTuple):
    """How often chance alone makes shares differ as much as these, 0..1, and how that was found."""

    probability: float
    method: Method

    @property
    def differs(self) -> bool:
        """Whether that is more than chance."""
        return self.probability <= CHANCE


def compared(shares: Sequence[Share]) -> Compared | None:
    """Whether the shares differ; None where fewer than two have anything decided.

    None as well where too little is expected for chi-square and too much for an exact test.
    ValueError where more are met than decided.
    """
    for each in shares:
        if not 0 <= each.met <= each.decided:
            raise ValueError(f"{each.met} met of {each.decided} decided")
    known = [each for each in shares if each.decided]
    if len(known) < 2:
        return None
    if sum(each.met for each in known) in (0, sum(each.decided for each in known)):
        return Compared(1.0, Method.EXACT)  # there is but one such table
    if _is_large(known):
        return Compared(upper_tail(chi_square(known), len(known) - 1), Method.CHI_SQUARE)
    probability = exact(known)
    return None if probability is None else Compared(probability, Method.EXACT)


def chi_square(shares: Sequence[Share]) -> float:
    """Pearson's statistic of the shares against the share of all together."""
    whole = sum(each.met for each in shares) / sum(each.decided for each in shares)
    spread = whole * (1 - whole)
    return sum((each.met - each.decided * whole) ** 2 / (each.decided * spread) for each in shares)


def upper_tail(statistic: float, freedom: int) -> float:
    """How often chi-square with so many degrees of freedom is at least the statistic.

    The finite sums of Abramowitz, M. and Stegun, I. A. (1964), 26.4.4 and 26.4.5.
    """
    half, odd = statistic / 2, freedom % 2
    total = erfc(sqrt(half)) if odd else exp(-half)
    term = exp(-half) * sqrt(half) / gamma(1.5) if odd else exp(-half)
    for step in range(1, (freedom + 1) // 2):
        term *= 1.0 if odd and step == 1 else half / (step - odd / 2)
        total += term
    return min(1.0, total)


def holm(probabilities: Sequence[float]) -> tuple[float, ...]:
    """The probabilities when all the questions are asked at once, in the order given."""
    number, least = len(probabilities), 0.0
    adjusted = [0.0] * number
    for rank, place in enumerate(sorted(range(number), key=probabilities.__getitem__)):
        least = max(least, min(1.0, (number - rank) * probabilities[place]))
        adjusted[place] = least
    return tuple(adjusted)


def _is_large(shares: Sequence[Share]) -> bool:
    whole = sum(each.met for each in shares) / sum(each.decided for each in shares)
    expected = [each.decided * part for each in shares for part in (whole, 1 - whole)]
    return min(expected) >= 1 and 5 * sum(each >= 5 for each in expected) >= 4 * len(expected)


def exact(shares: Sequence[Share]) -> float | None:
    """The sum of the probabilities of all tables no likelier than ours; None: too many tables."""
    met, decided = sum(each.met for each in shares), sum(each.decided for each in shares)
    sizes = [each.decided for each in shares]
    widths = sorted(min(size, met) + 1 for size in sizes)
    tables = 1
    for width in widths[:-1]:
        tables *= width
    if tables > _MOST_TABLES:
        return None
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    ordered = [sizes[place] for place in order]
    ours = _weight([shares[place].met for place in order], ordered)
    whole = _choose(decided, met)
    weights = (_weight(each, ordered) for each in _tables(ordered, met))
    rare = (exp(weight - whole) for weight in weights if exp(weight - ours) <= _TIE)
    return min(1.0, sum(rare))


def _tables(sizes: Sequence[int], met: int) -> Iterator[list[int]]:
    """Every way in which so many met fall on columns of these sizes."""
    if len(sizes) == 1:
        if met <= sizes[0]:
            yield [met]
        return
    for here in range(min(sizes[0], met) + 1):
        for rest in _tables(sizes[1:], met - here):
            yield [here, *rest]


def _weight(met: Sequence[int], sizes: Sequence[int]) -> float:
    return sum(_choose(size, number) for number, size in zip(met, sizes, strict=True))


def _choose(size: int, number: int) -> float:
    """The logarithm of the number of ways to choose so many of so many."""
    if not 0 <= number <= size:
        return -inf
    return lgamma(size + 1) - lgamma(number + 1) - lgamma(size - number + 1)
