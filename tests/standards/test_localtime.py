"""Local clocks: what they show, and the instant at which they show it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from standards.localtime import DAY, changes, clock, exists, instant, later
from standards.zones import load_zone
from tests.standards.firms import cases

# zone | shown by the clock | in UTC | shown again at that instant | why it is here
READ = """
Europe/Warsaw | 2026-03-02 09:00 | 2026-03-02 08:00 | 2026-03-02 09:00 | winter
Europe/Warsaw | 2026-07-01 09:00 | 2026-07-01 07:00 | 2026-07-01 09:00 | summer
Europe/Warsaw | 2026-03-29 01:59 | 2026-03-29 00:59 | 2026-03-29 01:59 | before the gap
Europe/Warsaw | 2026-03-29 02:30 | 2026-03-29 01:30 | 2026-03-29 03:30 | in the gap: moved on
Europe/Warsaw | 2026-03-29 03:00 | 2026-03-29 01:00 | 2026-03-29 03:00 | after the gap
Europe/Warsaw | 2026-10-25 02:30 | 2026-10-25 00:30 | 2026-10-25 02:30 | repeated: the first
Europe/Warsaw | 2026-10-25 03:00 | 2026-10-25 02:00 | 2026-10-25 03:00 | after the repeated hour
Australia/Lord_Howe | 2026-10-04 02:15 | 2026-10-03 15:45 | 2026-10-04 02:45 | a gap of half an hour
Asia/Kathmandu | 2026-03-02 09:00 | 2026-03-02 03:15 | 2026-03-02 09:00 | a quarter of an hour
America/Boa_Vista | 2000-10-10 09:00 | 2000-10-10 12:00 | 2000-10-10 09:00 | a summer of a week
Pacific/Apia | 2011-12-30 12:00 | 2011-12-30 22:00 | 2011-12-31 12:00 | a date that never was
Africa/Monrovia | 1971-06-01 00:00 | 1971-06-01 00:44 | 1971-06-01 00:00 | 44 minutes and a half
UTC | 2026-03-02 09:00 | 2026-03-02 09:00 | 2026-03-02 09:00 | no change ever
"""


def read(shown: str) -> tuple[date, int]:
    day, time = shown.split()
    hours, minutes = time.split(":")
    return date.fromisoformat(day), int(hours) * 3_600 + int(minutes) * 60


@pytest.mark.parametrize(("zone", "shown", "utc", "again"), cases(READ))
def test_a_clock_is_read_and_shown(zone: str, shown: str, utc: str, again: str) -> None:
    at = instant(*read(shown), load_zone(zone))
    assert f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}" == utc
    assert clock(at, load_zone(zone)) == read(again)


# zone | from | days | to | why it is here
LATER = """
Europe/Warsaw | 2026-03-28 12:00 | 1 | 2026-03-29 12:00 | over the gap
Europe/Warsaw | 2026-03-28 02:30 | 1 | 2026-03-29 03:30 | into the gap
Europe/Warsaw | 2026-10-24 02:30 | 1 | 2026-10-25 02:30 | into the repeated hour
Europe/Warsaw | 2026-10-24 12:00 | 2 | 2026-10-26 12:00 | over the repeated hour
Pacific/Apia | 2011-12-29 12:00 | 1 | 2011-12-31 12:00 | to a date that never was
"""


@pytest.mark.parametrize(("zone", "start", "days", "end"), cases(LATER))
def test_the_same_time_comes_again(zone: str, start: str, days: str, end: str) -> None:
    known = load_zone(zone)
    day, second = read(end)
    assert clock(later(instant(*read(start), known), int(days), known), known) == (day, second)


def test_a_date_that_never_was_does_not_exist() -> None:
    apia = load_zone("Pacific/Apia")
    assert [exists(date(2011, 12, day), apia) for day in (29, 30, 31)] == [True, False, True]


@pytest.mark.long
def test_every_zone_is_read_as_the_database_has_it() -> None:
    first = datetime(1969, 6, 1, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(0, 80 * 366)]
    for name in files("tzdata").joinpath("zones").read_text("ascii").split():
        zone, known = load_zone(name), changes(load_zone(name))
        shown = [day.astimezone(zone).utcoffset() for day in days]
        found = [known.wall(int(day.timestamp())) - int(day.timestamp()) for day in days]
        assert found == [offset.total_seconds() for offset in shown if offset is not None], name
        assert all(-DAY < offset < DAY for offset in known.offsets)
