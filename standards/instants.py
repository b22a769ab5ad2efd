"""Instants on the wire: ISO 8601 with an offset in, `Z` out; inside, whole UTC seconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1970, 2199
EARLIEST = int(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp())
LATEST = int(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()) - 1

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

# One form whatever else a version of Python reads: ISO 8601 extended, with RFC 3339's space.
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ](?!24)[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
    r"(?P<offset>Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)
_MEND = "write it as 2026-03-02T09:14:00+01:00"


def parse_instant(text: str) -> int:
    """The UTC second of an instant, fractions floored. ValueError says what would be right.

    Refused are instants without an offset, which nobody can place, and years outside 1970..2199.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no instant; {_MEND}")
    if match["offset"] is None:
        raise ValueError(f"{text[:40]!r} says no offset from UTC; {_MEND}")
    try:
        at = (datetime.fromisoformat(text) - _EPOCH) // _SECOND
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no date and time there is; {_MEND}") from error
    if not EARLIEST <= at <= LATEST:
        raise ValueError(f"{text[:40]!r} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return at


def show_instant(at: int) -> str:
    """The instant as `2026-03-02T08:14:00Z`."""
    minutes, second = divmod(at, 60)
    day, minute = divmod(minutes, 1440)
    return _shown_day(day) + _MINUTES[minute] + _SECONDS[second]


@lru_cache(maxsize=4096)
def _shown_day(day: int) -> str:
    return (_EPOCH.date() + timedelta(day)).isoformat()


# Cards are full of instants: put together from these they are written six times as fast.
_MINUTES = tuple(f"T{minute // 60:02}:{minute % 60:02}:" for minute in range(1440))
_SECONDS = tuple(f"{second:02}Z" for second in range(60))
