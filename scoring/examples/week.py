"""The week that examples are told in: an ordinary one, so that `Mon 09:00` means any Monday."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta, tzinfo

from standards.calendar import DAYS, Calendar
from standards.instants import FIRST_YEAR, LAST_YEAR
from standards.localtime import DAY, clock, instant
from standards.said import Said, both

_TIME = re.compile(
    r"(?:(?P<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun)|(?P<date>\d{4}-\d\d-\d\d)) (?P<h>\d\d):(?P<m>\d\d)"
)
_ORDINARY = timedelta(weeks=3)  # an example may run into the weeks that follow
_SEARCHED = 520  # ten years of Mondays


@dataclass(frozen=True, slots=True)
class Week:
    """The Monday from which days of the week are counted, and the zone of their clock."""

    monday: date
    zone: tzinfo

    def instant(self, text: str, after: int | None) -> int:
        """The UTC second of `Mon 09:00` or `2026-12-24 09:00`.

        A day of the week is the first such one that does not lie before `after`. ValueError says
        what is right.
        """
        match = _TIME.fullmatch(text)
        second = 0 if match is None else int(match["h"]) * 3_600 + int(match["m"]) * 60
        day = None if match is None else self._day(match)
        if match is None or day is None or second > DAY or int(match["m"]) > 59:
            mend = Said("write Mon 09:00 or 2026-12-24 09:00")
            raise ValueError(both(Said("{text} is no time", text=repr(text)), mend))
        while match["day"] and after is not None and instant(day, second, self.zone) < after:
            day += timedelta(weeks=1)
        return instant(day, second, self.zone)

    def _day(self, match: re.Match[str]) -> date | None:
        """The date, or the first such day of the week; None when there is none to count from."""
        if match["day"]:
            return self.monday + timedelta(DAYS.index(match["day"].lower()))
        try:
            day = date.fromisoformat(match["date"])
        except ValueError:
            return None
        return day if FIRST_YEAR < day.year < LAST_YEAR else None


def ordinary_week(calendars: Iterable[Calendar], since: int) -> Week:
    """The first week from the instant on without holidays, overrides, breaks or clock changes.

    Any week when the calendars leave none.
    """
    held = tuple(calendars)
    zone = held[0].zone if held else UTC
    today, _ = clock(since, zone)
    first = today + timedelta(-today.weekday() % 7)
    for monday in (first + timedelta(weeks=n) for n in range(_SEARCHED)):
        if all(_is_ordinary(calendar, monday) for calendar in held):
            return Week(monday, zone)
    return Week(first, zone)


def _is_ordinary(calendar: Calendar, monday: date) -> bool:
    days = [monday + timedelta(n) for n in range(_ORDINARY.days)]
    special = calendar.holidays | calendar.overrides.keys() | calendar.breaks.keys()
    start, end = (instant(day, 0, calendar.zone) for day in (monday, monday + _ORDINARY))
    return special.isdisjoint(days) and end - start == _ORDINARY.total_seconds()
