"""The periods before a period: months before months, as many days before any others."""

from __future__ import annotations

from datetime import date, timedelta

from plugin.pages.periods import Period

_ONE = timedelta(days=1)


def earlier(period: Period, number: int) -> tuple[Period, ...]:
    """So many periods just before it and as long, the nearest first.

    Together calendar months, such as a quarter, are held against as many whole months.
    """
    found: list[Period] = []
    for _ in range(number):
        period = _before(period)
        found.append(period)
    return tuple(found)


def _before(period: Period) -> Period:
    last = period.first - _ONE
    months = _months(period)
    if not months:
        return Period(last - (period.last - period.first), last)
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - _ONE).replace(day=1)
    return Period(first, last)


def _months(period: Period) -> int:
    """How many whole calendar months the period is; 0 where it is none."""
    first, after = period.first, period.last + _ONE
    if first.day != 1 or after.day != 1:
        return 0
    return _month(after) - _month(first)


def _month(day: date) -> int:
    return 12 * day.year + day.month


def is_month(period: Period) -> bool:
    """Whether the period is one whole calendar month."""
    return _months(period) == 1
