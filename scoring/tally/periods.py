"""The day, week, month, quarter or year of an instant, in a zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo


def _week(local: datetime) -> str:
    """The week of ISO 8601: it belongs to the year that its Thursday lies in."""
    year, week, _ = local.isocalendar()
    return f"{year}-W{week:02}"


PERIODS: Mapping[str, Callable[[datetime], str]] = {
    "day": lambda local: f"{local:%Y-%m-%d}",
    "week": _week,
    "month": lambda local: f"{local:%Y-%m}",
    "quarter": lambda local: f"{local.year}-Q{(local.month + 2) // 3}",
    "year": lambda local: f"{local.year}",
}


def period_of(name: str, at: int, zone: tzinfo) -> str:
    """The period of that name in which the UTC second falls in the zone; texts sort by time."""
    return PERIODS[name](datetime.fromtimestamp(at, zone))
