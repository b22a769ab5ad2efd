"""Do customers say the better, the better a criterion is kept? Kendall's tau-b, and mean ratings.

Kendall, M. G. (1945), "The treatment of ties in ranking problems", Biometrika 33, 239-251: of all
pairs of contacts that differ in both, how many more go the same way than the other, with ties taken
out; -1..1, 0 is no association. Verdicts and ratings are both in order and full of ties. Its
standard error is that of Brown, M. B. and Benedetti, J. K. (1977), "Sampling behavior of tests for
correlation in two-way contingency tables", Journal of the American Statistical Association 72,
309-315. An association is no cause.

The difference of two mean ratings has the interval of Welch, B. L. (1947), "The generalization of
Student's problem when several different population variances are involved", Biometrika 34, 28-35,
with the normal quantile: it is given for so many contacts only that the two are alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TypeAlias

from scoring.statistics.interval import CONFIDENCE, Interval

# How many contacts have the rank of a verdict (0, 1, 2, ...) and the rating.
Table: TypeAlias = "Mapping[tuple[int, float], int]"


@dataclass(frozen=True, slots=True)
class Association:
    """Tau-b, -1..1, of so many contacts, with its interval."""

    contacts: int
    tau: float
    range: Interval


@dataclass(frozen=True, slots=True)
class Apart:
    """The mean rating of one group of contacts less that of another, with its interval."""

    mean: float
    other: float
    by: Interval


def association(table: Table, confidence: float = CONFIDENCE) -> Association | None:
    """Tau-b of the table; None where all verdicts or all ratings are the same."""
    cells = {cell: number for cell, number in table.items() if number}
    rows, columns = _sums(cells, 0), _sums(cells, 1)
    total = sum(rows.values())
    width = total**2 - sum(each**2 for each in rows.values())
    height = total**2 - sum(each**2 for each in columns.values())
    if not width or not height:
        return None
    whole = sqrt(width * height)
    apart = {cell: _concordant(cell, cells) for cell in cells}
    tau = sum(number * apart[cell] for cell, number in cells.items()) / whole
    spread = sum(
        number
        * (2 * whole * apart[row, column] + tau * (rows[row] * height + columns[column] * width))
        ** 2
        for (row, column), number in cells.items()
    )
    variance = (spread - total**3 * tau**2 * (width + height) ** 2) / whole**4
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(max(0.0, variance))
    return Association(total, tau, Interval(max(-1.0, tau - reach), min(1.0, tau + reach)))


def apart(ours: Mapping[float, int], theirs: Mapping[float, int]) -> Apart | None:
    """How far the mean of our ratings lies above that of theirs; None where either has under 2."""
    one, other = _moments(ours), _moments(theirs)
    if one is None or other is None:
        return None
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * sqrt(one[1] + other[1])
    by = one[0] - other[0]
    return Apart(one[0], other[0], Interval(by - reach, by + reach))


def _concordant(cell: tuple[int, float], cells: Table) -> int:
    """Contacts that lie the same way of the cell in both, less those that lie crosswise."""
    row, column = cell
    return sum(
        number * _sign(row - other) * _sign(column - rating)
        for (other, rating), number in cells.items()
    )


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _sums(cells: Table, place: int) -> Mapping[float, int]:
    sums: dict[float, int] = {}
    for cell, number in cells.items():
        sums[cell[place]] = sums.get(cell[place], 0) + number
    return sums


def _moments(ratings: Mapping[float, int]) -> tuple[float, float] | None:
    """The mean, and the square of its standard error."""
    number = sum(ratings.values())
    if number < 2:
        return None
    mean = sum(rating * times for rating, times in ratings.items()) / number
    squares = sum(times * (rating - mean) ** 2 for rating, times in ratings.items())
    return mean, squares / (number - 1) / number
