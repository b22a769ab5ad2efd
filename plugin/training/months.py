"""Months of the calendar, counted on."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, tzinfo

from standards.localtime import clock, instant


def months_on(at: int, months: int, zone: tzinfo) -> int:
    """The UTC second so many months later at the same local time, if need be on the last day."""
    day, second = clock(at, zone)
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    return instant(date(year, month, min(day.day, last)), second, zone)
