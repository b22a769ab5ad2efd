"""The instants that a row tells: functions from cells to UTC seconds.

A function returns None when the cell is empty, for then nothing happened, and raises Refused for a
text that is no date of the forms expected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from math import floor
from typing import TypeAlias

from plugin.imports.exports.cells import Cells, Places
from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import SECONDS_IN, At, Dates, Later, Offset, Unit
from plugin.imports.telling.formats import Written, reader
from plugin.imports.telling.values import number_of, text_of
from standards.instants import EARLIEST, LATEST
from standards.zones import load_zone

Instant: TypeAlias = "Callable[[Cells], int | None]"
MOVED = "moved"  # the note of an instant that `not_before` has moved
KEPT = 8_192  # texts of dates that are not read twice

_FORMATS = ("iso",)


def instant_of(
    at: At, places: Places, default: Dates, decimal: str, notes: Counter[str]
) -> Instant:
    """The instant in a row."""
    dates = at.dates.over(default)
    said = _read(at.text.columns[0], text_of(at.text, places), dates)
    if at.plus is not None:
        said = _later(said, at.plus, places, dates, decimal)
    if at.not_before is not None:
        bound = _read(at.not_before.columns[0], text_of(at.not_before, places), dates)
        said = _bounded(said, bound, notes)
    return said


def _read(column: str, text: Callable[[Cells], str], dates: Dates) -> Instant:
    readers = [reader(form) for form in dates.formats or _FORMATS]
    zone = load_zone(dates.zone) if dates.zone else None
    settle = _SETTLED[dates.offset or Offset.TRUST]

    @lru_cache(KEPT)
    def seconds(text: str) -> int:
        written = next(filter(None, (read(text) for read in readers)), None)
        if written is None:
            raise Refused("no date of the form expected", column, text)
        try:
            at = settle(written, zone)
        except OverflowError:
            at = EARLIEST - 1  # the year 1, or 9999
        if at is None:
            raise Refused("no offset, and the mapping names no zone", column, text)
        if not EARLIEST <= at <= LATEST:
            raise Refused("a date outside the years 1970 to 2199", column, text)
        return at

    return lambda cells: seconds(said) if (said := text(cells)) else None


def _trusted(written: Written, zone: tzinfo | None) -> int | None:
    at, offset = written
    if offset is not None:
        return _utc(at - offset)
    return None if zone is None else _wall(at, zone)


def _ignored(written: Written, zone: tzinfo | None) -> int | None:
    return None if zone is None else _wall(written[0], zone)


def _doubled(written: Written, zone: tzinfo | None) -> int | None:
    if zone is None:
        return None
    local = datetime.fromtimestamp(_wall(written[0], zone), UTC).replace(tzinfo=None)
    return _wall(local, zone)


_SETTLED: dict[Offset, Callable[[Written, tzinfo | None], int | None]] = {
    Offset.TRUST: _trusted,
    Offset.IGNORE: _ignored,
    Offset.DOUBLED: _doubled,
}


def _wall(at: datetime, zone: tzinfo) -> int:
    """The instant a local clock shows this; fold=0, as everywhere in the house."""
    return int(at.replace(tzinfo=zone).timestamp())


def _utc(at: datetime) -> int:
    return int(at.replace(tzinfo=UTC).timestamp())


def _later(said: Instant, plus: Later, places: Places, dates: Dates, decimal: str) -> Instant:
    text, column = text_of(plus.column, places), plus.column.columns[0]
    zone = load_zone(dates.zone) if dates.zone else UTC

    def later(cells: Cells) -> int | None:
        at, count = said(cells), text(cells)
        if at is None or not count:
            return None
        number = number_of(count, decimal, column)
        if plus.unit is Unit.DAYS:
            return _days_later(at, number, zone)
        return at + floor(number * SECONDS_IN[plus.unit])

    return later


def _days_later(at: int, days: float, zone: tzinfo) -> int:
    """So many days later on the wall clock; a part of a day is a part of 24 hours."""
    local = datetime.fromtimestamp(at, zone).replace(tzinfo=None) + timedelta(days=floor(days))
    return _wall(local, zone) + floor(days % 1 * SECONDS_IN[Unit.DAYS])


def _bounded(said: Instant, bound: Instant, notes: Counter[str]) -> Instant:
    def bounded(cells: Cells) -> int | None:
        at, least = said(cells), bound(cells)
        if at is None or least is None or at >= least:
            return at
        notes[MOVED] += 1
        return least

    return bounded
