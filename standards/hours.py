"""Counts working time: open seconds between instants, deadlines, working days and calendar days.

Instants and spans are integer UTC seconds, so clock changes cost or gain exactly what they should.
Judge by `elapsed`, never by comparing deadlines: a deadline is the closing time at which the
seconds are used up, not the next opening, so both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from standards.calendar import Calendar
from standards.instants import EARLIEST, FIRST_YEAR, LAST_YEAR, LATEST
from standards.localtime import DAY, clock, later
from standards.openings import EPOCH, Openings, Stretch, openings

_YEARS = range(FIRST_YEAR - 1, LAST_YEAR + 2)  # local dates reach a year over at both ends
_MOST_DAYS = 366 * len(_YEARS)
_NOTHING = Openings(range(0), LATEST, EARLIEST, (), (0,), (), ())


class OutsideCalendar(ValueError):
    """The instant lies outside 1970..2199, the years that hours are counted in."""


class Hours:
    """Working time under one calendar; learns the openings of the years that it is asked about.

    An instant outside 1970..2199 raises OutsideCalendar; an answer that does not come within those
    years is None. `always` is true for hours that never close: there, time is plainly subtracted.
    """

    __slots__ = ("_known", "always", "calendar")

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.always = calendar.week is None
        # Replaced as a whole and never changed: two threads may both learn, and both are right.
        self._known = _NOTHING

    def __reduce__(self) -> tuple[Any, ...]:
        return Hours, (self.calendar,)

    def elapsed(self, start: int, end: int) -> int:
        """Open seconds in [start, end); 0 when it ends before it starts."""
        if end <= start:
            return 0
        if self.always:
            return end - start
        known = self._known
        if start < known.start or end > known.end:
            known = self._knowing(start, end)
        return known.between(start, end)

    def deadline(self, start: int, seconds: int) -> int | None:
        """The first instant from `start` on with so many open seconds since `start`.

        That is closing time when they are used up just then, and `start` itself for no seconds.
        """
        if seconds <= 0:
            return start
        if self.always:
            return _within(start + seconds)
        known: Openings | None = self._knowing(start, start)
        while known is not None:
            reached = known.reached(start, seconds)
            if reached is not None:
                return _within(reached)
            known = self._further(known)
        return None

    def is_open(self, at: int) -> bool:
        """Whether the instant lies in opening hours."""
        return self.always or self._knowing(at, at).is_open(at)

    def next_opening(self, at: int) -> int | None:
        """The first open instant from `at` on: `at` itself when open."""
        if self.always:
            return at
        known: Openings | None = self._knowing(at, at)
        while known is not None:
            opening = known.opening(at)
            if opening is not None:
                return _within(opening)
            known = self._further(known)
        return None

    def working_days(self, start: int, days: int) -> int | None:
        """The same clock time so many open days later; a closed start counts from the next opening.

        An open day is a local date with an open second. The answer may itself fall in closed hours.
        """
        opening = self.next_opening(start)
        if opening is None or days <= 0:
            return opening
        day = clock(opening, self.calendar.zone)[0].toordinal()
        known: Openings | None = self._knowing(opening, opening)
        while known is not None:
            last = known.open_day(day, days)
            if last is not None:
                return _within(later(opening, last - day, self.calendar.zone))
            known = self._further(known)
        return None

    def calendar_days(self, start: int, days: int) -> int | None:
        """The same local wall time so many days later, open or not."""
        if days <= 0:
            return start
        if days > _MOST_DAYS:
            return None
        return _within(later(_counted(start), days, self.calendar.zone))

    def windows(self, start: int, end: int) -> Iterator[Stretch]:
        """The open windows between two instants, cut off at both: they sum to `elapsed`."""
        if end <= start:
            return iter(())
        if self.always:
            return iter([(start, end)])
        return self._knowing(start, end).windows(start, end)

    def _further(self, known: Openings) -> Openings | None:
        """What is known when one looks further ahead; None when nothing more may open there."""
        last = self.calendar.last_day()
        if last is None or known.end >= min((last.toordinal() + 2 - EPOCH) * DAY, LATEST):
            return None
        return self._learn(known.years[0], known.years[-1] + 1)

    def _knowing(self, start: int, end: int) -> Openings:
        """The openings of the years around both instants, learnt if need be."""
        known = self._known
        if known.start <= start and end <= known.end:
            return known
        first, last = _counted(start) - DAY, _counted(end) + DAY - 1
        return self._learn(_year(first), _year(last))

    def _learn(self, first: int, last: int) -> Openings:
        """Adds years, and as many again as are known, so that growing costs no more than twice."""
        years = self._known.years
        if years:
            first = min(first, years[0] - len(years)) if first < years[0] else years[0]
            last = max(last, years[-1] + len(years)) if last > years[-1] else years[-1]
        learnt = openings(self.calendar, range(max(first, _YEARS[0]), min(last, _YEARS[-1]) + 1))
        self._known = learnt
        return learnt


def _counted(at: int) -> int:
    """The instant itself, when hours are counted there."""
    if EARLIEST <= at <= LATEST:
        return at
    span = f"{FIRST_YEAR} to {LAST_YEAR}"
    raise OutsideCalendar(f"hours are counted from {span}; {at} seconds since 1970 lies outside")


def _within(at: int) -> int | None:
    return at if at <= LATEST else None


def _year(at: int) -> int:
    return datetime.fromtimestamp(at, UTC).year
