"""Turns local clock times into instants, the one way the whole house does it.

Clock times read `fold=0`: one that a clock change skips is moved on by the length of the gap, one
that a clock change repeats is the first of the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY = 86_400  # seconds in a local day without a clock change

_EPOCH, _MIDNIGHT = datetime(1970, 1, 1), time()  # noqa: DTZ001 - a clock that hangs on a wall
_SECOND, _NONE = timedelta(seconds=1), timedelta(0)


def instant(day: date, second: int, zone: tzinfo) -> int:
    """The UTC second at which a local clock shows `second` seconds after midnight, 0..86,400."""
    local = datetime.combine(day, _MIDNIGHT) + timedelta(seconds=second)
    offset = zone.utcoffset(local) or _NONE
    return (local - _EPOCH - offset) // _SECOND


def clock(at: int, zone: tzinfo) -> tuple[date, int]:
    """The local date at a UTC second, and the seconds its clock shows after midnight."""
    local = datetime.fromtimestamp(at, zone)
    return local.date(), local.hour * 3_600 + local.minute * 60 + local.second


def later(at: int, days: int, zone: tzinfo) -> int:
    """The UTC second at which a local clock shows the same time again, so many days on."""
    return int((datetime.fromtimestamp(at, zone) + timedelta(days)).timestamp())


def exists(day: date, zone: tzinfo) -> bool:
    """Whether the zone has had the date: Apia went from 29 to 31 December 2011.

    Noon is asked, because no change of an hour or two reaches it.
    """
    noon = datetime.combine(day, time(12), tzinfo=zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day
