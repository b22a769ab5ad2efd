"""Days, weeks and months as counts are kept by, and the days that they hold."""

from __future__ import annotations

from datetime import date, timedelta

from plugin.stores.filed.counting import period_in

_ONE = timedelta(days=1)
_MANY_DAYS, _MANY_WEEKS = 62, 400  # days of a period up to which its days, its weeks are shown


def days_of(span: str) -> tuple[date, date]:
    """The first and last day of `2026-03-02`, `2026-W10` or `2026-03`."""
    if "W" in span:
        year, week = span.split("-W")
        first = date.fromisocalendar(int(year), int(week), 1)
        return first, first + timedelta(days=6)
    if len(span) == len("2026-03"):
        first = date.fromisoformat(f"{span}-01")
        return first, (first + timedelta(days=31)).replace(day=1) - _ONE
    day = date.fromisoformat(span)
    return day, day


def usual_every(first: date, last: date) -> str:
    """How finely a stretch of time is looked at when nobody says: `day`, `week` or `month`."""
    days = (last - first).days + 1
    return "day" if days <= _MANY_DAYS else "week" if days <= _MANY_WEEKS else "month"


def spans(every: str, first: date, last: date) -> tuple[str, ...]:
    """All days, weeks or months from the first day to the last, in order."""
    days = (first + timedelta(days=each) for each in range((last - first).days + 1))
    return tuple(dict.fromkeys(period_in(every, each.isoformat()) for each in days))
