"""Whole years of opening hours as instants, added up so that any question is a bisection.

The windows of each local date become instants edge by edge; what comes out empty is dropped, dates
that the zone never had are skipped, and overlapping or touching windows are one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice

from standards.calendar import Calendar
from standards.localtime import DAY, exists, instant

Stretch = tuple[int, int]  # UTC seconds, from and until

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Openings:
    """What is known of a calendar over whole years; true for instants from `start` to `end`.

    `edges` are the UTC seconds of openings and closings in turn, and `before[i]` the open seconds
    before `edges[i - 1]`, so that an odd `i` is inside a window. `closed` are the open seconds up
    to each closing. `days` are the ordinals of the local dates with an open second.
    """

    years: range
    start: int
    end: int
    edges: tuple[int, ...]
    before: tuple[int, ...]
    closed: tuple[int, ...]
    days: tuple[int, ...]

    def between(self, start: int, end: int) -> int:
        """Open seconds from one instant to another."""
        edges, before = self.edges, self.before
        i, j = bisect_right(edges, start), bisect_right(edges, end)
        begun = start - edges[i - 1] if i & 1 else 0
        return before[j] - before[i] - begun + (end - edges[j - 1] if j & 1 else 0)

    def reached(self, start: int, seconds: int) -> int | None:
        """The first instant with so many open seconds (> 0) since `start`; None: not known yet."""
        i = bisect_right(self.edges, start)
        total = self.before[i] + (start - self.edges[i - 1] if i & 1 else 0) + seconds
        i = bisect_left(self.closed, total)
        if i == len(self.closed):
            return None
        at = self.edges[2 * i + 1] - (self.closed[i] - total)
        return at if at <= self.end else None

    def is_open(self, at: int) -> bool:
        """Whether the instant lies inside a window."""
        return bool(bisect_right(self.edges, at) & 1)

    def opening(self, at: int) -> int | None:
        """The first open instant from `at` on; None when not known yet."""
        i = bisect_right(self.edges, at)
        if i & 1:
            return at
        return self.edges[i] if i < len(self.edges) and self.edges[i] <= self.end else None

    def open_day(self, day: int, further: int) -> int | None:
        """The ordinal of the local date so many open ones (> 0) on; None when not known yet."""
        i = bisect_right(self.days, day) + further - 1
        return self.days[i] if i < len(self.days) else None

    def windows(self, start: int, end: int) -> Iterator[Stretch]:
        """The open windows between two instants, cut off at both."""
        i = bisect_right(self.edges, start) & ~1
        for opens, closes in _pairs(islice(self.edges, i, None)):
            if opens >= end:
                return
            yield max(opens, start), min(closes, end)


def openings(calendar: Calendar, years: range) -> Openings:
    """The calendar's openings over the years, every local date of which is looked at once.

    A day is left out at both ends of what is taken as known, for zones lie up to a day apart.
    """
    first, last = date(years[0], 1, 1).toordinal(), date(years[-1], 12, 31).toordinal()
    days: list[int] = []
    stretches: list[Stretch] = []
    for ordinal in range(first, last + 1):
        found = stretches_on(calendar, date.fromordinal(ordinal))
        if found:
            days.append(ordinal)
            stretches += found
    edges = tuple(_edges(stretches))
    closed = tuple(accumulate(end - start for start, end in _pairs(iter(edges))))
    before = (0, 0, *(total for total in closed for _ in range(2)))[: len(edges) + 1]
    return Openings(
        years=years,
        start=(first + 1 - EPOCH) * DAY,
        end=(last - EPOCH) * DAY,
        edges=edges,
        before=before,
        closed=closed,
        days=tuple(days),
    )


def stretches_on(calendar: Calendar, day: date) -> list[Stretch]:
    """The windows of a local date as instants; none when it is closed or never was."""
    windows = calendar.windows_on(day)
    if not windows or not exists(day, calendar.zone):
        return []
    edges = (
        (instant(day, w.start, calendar.zone), instant(day, w.end, calendar.zone)) for w in windows
    )
    return [(start, end) for start, end in edges if start < end]


def _edges(stretches: Iterable[Stretch]) -> list[int]:
    """Openings and closings in turn, in order, overlapping and touching stretches made one."""
    edges: list[int] = []
    for start, end in sorted(stretches):
        if edges and start <= edges[-1]:
            edges[-1] = max(edges[-1], end)
        else:
            edges += (start, end)
    return edges


def _pairs(edges: Iterator[int]) -> Iterator[Stretch]:
    return zip(edges, edges, strict=True)
