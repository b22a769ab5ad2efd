"""A second reading of the rules, slow and plain: what `Hours` answers is held against it.

It paints each local day in squares of five minutes, finds the instant of a clock time by trying the
offsets there were, and walks time in steps of five minutes. Whatever is asked must lie on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from standards.calendar import Calendar, Windows

STEP = 300
SQUARES = 86_400 // STEP
ONE_DAY = timedelta(days=1)


def open_steps(calendar: Calendar, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Each step from `start` until `end`, and whether it is open."""
    first, last = _local(start, calendar.zone).date(), _local(end, calendar.zone).date()
    days = [first + n * ONE_DAY for n in range(-2, (last - first).days + 3)]
    spans = [span for day in days for span in spans_on(calendar, day)]
    for at in range(start, end, STEP):
        yield at, any(opens <= at < closes for opens, closes in spans)


def spans_on(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    """The open spans of a local date as instants."""
    if not _ever_was(day, calendar.zone):
        return []
    edges = _runs(_squares(calendar, day))
    spans = [tuple(_first_instant(day, edge, calendar.zone) for edge in pair) for pair in edges]
    return [(opens, closes) for opens, closes in spans if opens < closes]


def _squares(calendar: Calendar, day: date) -> Set[int]:
    """The open squares of the date, by rank: holiday, break, override, weekday."""
    if calendar.week is None:
        return set(range(SQUARES))
    if day in calendar.holidays:
        return set()
    if day in calendar.overrides:
        hours = calendar.overrides[day]
    else:
        hours = calendar.week.get(day.weekday(), ())
    return _painted(hours) - _painted(calendar.breaks.get(day, ()))


def _painted(windows: Windows) -> Set[int]:
    return {n for w in windows for n in range(w.start // STEP, w.end // STEP)}


def _runs(squares: Set[int]) -> list[tuple[int, int]]:
    """Seconds of the clock at which squares in a row begin and end."""
    runs = groupby(enumerate(sorted(squares)), lambda pair: pair[1] - pair[0])
    rows = [[square for _, square in run] for _, run in runs]
    return [(row[0] * STEP, (row[-1] + 1) * STEP) for row in rows]


def _first_instant(day: date, second: int, zone: tzinfo) -> int:
    """The first instant at which the clock shows the time; moved on when none does."""
    shown = datetime(day.year, day.month, day.day) + timedelta(seconds=second)  # noqa: DTZ001 - a clock's face
    as_utc = int(shown.replace(tzinfo=UTC).timestamp())
    before, after = (_offset(as_utc + n * 86_400, zone) for n in (-1, 1))
    hits = [
        as_utc - offset
        for offset in sorted({before, after}, reverse=True)
        if _local(as_utc - offset, zone).replace(tzinfo=None) == shown
    ]
    return hits[0] if hits else as_utc - before


def _ever_was(day: date, zone: tzinfo) -> bool:
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return any(_local(midnight + n * 3_600, zone).date() == day for n in range(-24, 49))


def _offset(at: int, zone: tzinfo) -> int:
    offset = _local(at, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _local(at: int, zone: tzinfo) -> datetime:
    return datetime.fromtimestamp(at, zone)
