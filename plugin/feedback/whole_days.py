"""Which days of a span count as a whole, where somebody was in grace for a part of it.

Tallies know days, a grace begins and ends on a second: the days on which it does are read from the
cards instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from plugin.feedback.tenures import Span

_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The spans that tallies answer for, and the days, `YYYY-MM-DD`, that only cards do."""

    whole: tuple[Span, ...]
    parted: tuple[str, ...]


def days_beside(span: Span, away: tuple[int, int] | None, zone: tzinfo) -> Days:
    """The days of the span without those of which every second lies `away` (UTC seconds)."""
    if away is None:
        return Days((span,), ())
    first, last = span
    begins, ends = _day(away[0], zone), _day(away[1] - 1, zone)
    before, after = (first, min(last, begins - _ONE)), (max(first, ends + _ONE), last)
    parted = {day for day in (begins, ends) if first <= day <= last}
    whole = tuple(each for each in (before, after) if each[0] <= each[1])
    return Days(whole, tuple(sorted(map(str, parted))))


def _day(at: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(at, zone).date()
