"""Turns local clock times into instants and back, the one way the whole house does it.

Clock times read `fold=0`: one that a clock change skips is moved on by the length of the gap, one
that a clock change repeats is the first of the two. A zone's changes are looked up once, for all
the years that hours are counted in; from then on every answer is a bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

DAY = 86_400  # seconds in a local day without a clock change

_EPOCH = date(1970, 1, 1).toordinal()
_NOON = DAY // 2
_STEP = 5 * DAY  # no summer time was shorter since 1969: Boa Vista's of 2000 lasted a week
_FIRST, _LAST = ((date(year, 1, 1).toordinal() - _EPOCH) * DAY for year in (1969, 2202))
_SECOND = timedelta(seconds=1)


class Changes(NamedTuple):
    """A zone's clock changes: `offsets[i]`, in seconds, holds until the `i`-th.

    `instants` are UTC seconds; `walls` are what the clock shows, in seconds since 1970, where the
    old offset is read no longer: at the end of the gap, or of the repeated hour.
    """

    instants: tuple[int, ...]
    walls: tuple[int, ...]
    offsets: tuple[int, ...]

    def wall(self, at: int) -> int:
        """What the clock shows at a UTC second, in seconds since 1970."""
        return at + self.offsets[bisect_right(self.instants, at)]

    def instant(self, wall: int) -> int:
        """The UTC second at which the clock shows so many seconds since 1970."""
        return wall - self.offsets[bisect_right(self.walls, wall)]


def instant(day: date, second: int, zone: tzinfo) -> int:
    """The UTC second at which a local clock shows `second` seconds after midnight, 0..86,400."""
    return changes(zone).instant((day.toordinal() - _EPOCH) * DAY + second)


def clock(at: int, zone: tzinfo) -> tuple[date, int]:
    """The local date at a UTC second, and the seconds its clock shows after midnight."""
    day, second = divmod(changes(zone).wall(at), DAY)
    return date.fromordinal(day + _EPOCH), second


def later(at: int, days: int, zone: tzinfo) -> int:
    """The UTC second at which a local clock shows the same time again, so many days on."""
    known = changes(zone)
    return known.instant(known.wall(at) + days * DAY)


def exists(day: date, zone: tzinfo) -> bool:
    """Whether the zone has had the date: Apia went from 29 to 31 December 2011.

    Noon is asked, because no change of an hour or two reaches it.
    """
    return clock(instant(day, _NOON, zone), zone)[0] == day


@cache
def changes(zone: tzinfo) -> Changes:
    """The zone's clock changes from 1969 to 2201."""
    since = _offset(_FIRST, zone)
    instants, walls, offsets = [], [], [since]
    for start in range(_FIRST, _LAST, _STEP):
        until = _offset(start + _STEP, zone)
        if until != since:
            at = _change(start, start + _STEP, zone)
            instants.append(at)
            walls.append(at + max(since, until))
            offsets.append(until)
            since = until
    return Changes(tuple(instants), tuple(walls), tuple(offsets))


def _offset(at: int, zone: tzinfo) -> int:
    """What the zone is ahead of UTC by, in seconds."""
    return (datetime.fromtimestamp(at, zone).utcoffset() or timedelta(0)) // _SECOND


def _change(before: int, after: int, zone: tzinfo) -> int:
    """The one instant between the two from which on the later offset holds."""
    old = _offset(before, zone)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after
