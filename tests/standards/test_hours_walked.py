"""Working time against a walk through time, over random calendars around clock changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.calendar import Calendar, Window, Windows
from standards.hours import Hours
from standards.instants import parse_instant
from standards.localtime import DAY, clock
from standards.zones import load_zone
from tests.standards.walk import STEP, open_steps, spans_on

# Around each of these instants a clock did something that has caught somebody out.
CHANGES = """
Europe/Warsaw 2026-03-29T01:00:00Z
Europe/Warsaw 2026-10-25T01:00:00Z
Europe/Dublin 2026-10-25T01:00:00Z
America/New_York 2026-03-08T07:00:00Z
America/New_York 2026-11-01T06:00:00Z
America/St_Johns 2006-04-02T03:31:00Z
America/St_Johns 2006-10-29T02:31:00Z
America/Havana 2026-03-08T05:00:00Z
America/Sao_Paulo 2018-02-18T02:00:00Z
America/Sao_Paulo 2018-11-04T03:00:00Z
Africa/Cairo 2026-04-23T22:00:00Z
Africa/Casablanca 2026-02-15T02:00:00Z
Antarctica/Troll 2026-03-29T01:00:00Z
Asia/Kathmandu 1985-12-31T18:30:00Z
Asia/Pyongyang 2018-05-04T15:00:00Z
Australia/Lord_Howe 2026-04-04T15:00:00Z
Australia/Lord_Howe 2026-10-03T15:30:00Z
Pacific/Apia 2011-12-30T10:00:00Z
Pacific/Chatham 2026-04-04T14:00:00Z
Pacific/Chatham 2026-09-26T14:00:00Z
Pacific/Kiritimati 1994-12-31T10:00:00Z
Pacific/Kwajalein 1993-08-21T12:00:00Z
Asia/Tokyo 2026-12-31T15:00:00Z
UTC 2026-02-28T12:00:00Z
"""
PLACES = [(zone, parse_instant(at)) for zone, at in map(str.split, CHANGES.strip().splitlines())]


@dataclass(frozen=True)
class Walk:
    """A calendar walked through: every step from `start`, and the open seconds before each."""

    calendar: Calendar
    start: int
    is_open: Sequence[bool]
    counted: Sequence[int]

    @property
    def end(self) -> int:
        return self.start + len(self.is_open) * STEP


def walked(calendar: Calendar, around: int, days: int = 3) -> Walk:
    start, end = around // STEP * STEP - days * DAY, around // STEP * STEP + days * DAY
    is_open = [step for _, step in open_steps(calendar, start, end)]
    return Walk(calendar, start, is_open, list(accumulate((s * STEP for s in is_open), initial=0)))


def windows(around: int, zone: tzinfo) -> st.SearchStrategy[Windows]:
    """Windows of a day, their edges often at midnight or at what the clock shows at the change."""
    shown = [clock(around + n * 900, zone)[1] // STEP for n in range(-5, 6)]
    edge = st.sampled_from([0, DAY // STEP, *shown]) | st.integers(0, DAY // STEP)
    edges = st.lists(edge, min_size=2, max_size=6, unique=True).map(sorted)
    return edges.map(
        lambda at: tuple(Window(a * STEP, b * STEP) for a, b in list(pairwise(at))[::2])
    )


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, int]:
    """A calendar and an instant where its clock changes."""
    zone_name, around = draw(st.sampled_from(PLACES))
    zone = load_zone(zone_name)
    today, _ = clock(around, zone)
    near = st.integers(-3, 3).map(lambda n: today + timedelta(days=n))
    hours = windows(around, zone)
    dated: st.SearchStrategy[Mapping[date, Windows]] = st.dictionaries(near, hours, max_size=2)
    week = draw(st.dictionaries(st.integers(0, 6), hours, max_size=7))
    holidays = draw(st.frozensets(near, max_size=1))
    return Calendar("drawn", zone, week, holidays, draw(dated), draw(dated)), around


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    return walked(*draw(calendars()))


@given(walk=walks(), data=st.data())
@settings(max_examples=200)
def test_elapsed_is_what_a_walk_counts(walk: Walk, data: st.DataObject) -> None:
    hours = Hours(walk.calendar)
    counted = walk.counted
    assert [
        hours.elapsed(walk.start, walk.start + i * STEP) for i in range(len(counted))
    ] == counted
    steps = st.integers(0, len(counted) - 1)
    i, j = data.draw(steps), data.draw(steps)
    from_i_to_j = hours.elapsed(walk.start + i * STEP, walk.start + j * STEP)
    assert from_i_to_j == max(0, counted[j] - counted[i])


@given(walk=walks(), data=st.data())
@settings(max_examples=200)
def test_a_deadline_is_where_a_walk_arrives(walk: Walk, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(walk.is_open) - 1))
    left = walk.counted[-1] - walk.counted[i]
    seconds = data.draw(st.integers(0, left))
    deadline = Hours(walk.calendar).deadline(walk.start + i * STEP, seconds)
    assert deadline == _arrival(walk, i, seconds)


def _arrival(walk: Walk, i: int, seconds: int) -> int:
    """The first instant from step `i` on with so many open seconds since."""
    for j in range(i, len(walk.is_open)):
        passed = walk.counted[j] - walk.counted[i]
        if passed + walk.is_open[j] * STEP >= seconds:
            return walk.start + j * STEP + max(0, seconds - passed)
    raise AssertionError("more seconds than were walked")


@given(walk=walks(), data=st.data())
def test_open_and_next_opening_are_what_a_walk_sees(walk: Walk, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(walk.is_open) - 1))
    at, hours = walk.start + i * STEP, Hours(walk.calendar)
    assert hours.is_open(at) == walk.is_open[i]
    if True in walk.is_open[i:]:
        j = walk.is_open.index(True, i)
        assert hours.next_opening(at) == walk.start + j * STEP


@given(walk=walks(), data=st.data(), days=st.integers(1, 4))
def test_working_days_are_the_dates_a_walk_finds_open(
    walk: Walk, data: st.DataObject, days: int
) -> None:
    hours, zone = Hours(walk.calendar), walk.calendar.zone
    start = hours.next_opening(data.draw(st.integers(walk.start, walk.end)))
    if start is None or not walk.calendar.week:
        return
    local = datetime.fromtimestamp(start, zone).replace(fold=0)
    open_days = 0
    for _ in range(60):
        local += timedelta(days=1)  # of the wall clock, for both have one zone
        open_days += bool(spans_on(walk.calendar, local.date()))
        if open_days == days:
            break
    assert open_days == days
    assert hours.working_days(start, days) == int(local.timestamp())


spans = st.tuples(calendars(), st.lists(st.integers(-500_000, 500_000), min_size=3, max_size=3))


@given(spans)
def test_elapsed_adds_up(span: tuple[tuple[Calendar, int], list[int]]) -> None:
    (calendar, around), steps = span
    hours, (a, b, c) = Hours(calendar), (around + step for step in sorted(steps))
    assert hours.elapsed(a, b) + hours.elapsed(b, c) == hours.elapsed(a, c)
    assert 0 <= hours.elapsed(a, c) <= c - a
    assert hours.elapsed(c, a) == 0


@given(spans, st.integers(1, 200_000))
def test_a_deadline_says_the_same_as_elapsed(
    span: tuple[tuple[Calendar, int], list[int]], seconds: int
) -> None:
    (calendar, around), (first, other, _) = span
    hours, start, now = Hours(calendar), around + first, around + other
    deadline = hours.deadline(start, seconds)
    if deadline is None:
        assert hours.elapsed(start, now) < seconds
        return
    assert hours.elapsed(start, deadline) == seconds
    assert hours.elapsed(start, deadline - 1) == seconds - 1
    if now >= start:
        assert (now >= deadline) == (hours.elapsed(start, now) >= seconds)


@given(spans, st.integers(0, 100_000), st.integers(0, 100_000))
def test_more_seconds_or_a_later_start_never_end_sooner(
    span: tuple[tuple[Calendar, int], list[int]], seconds: int, more: int
) -> None:
    (calendar, around), steps = span
    hours, (start, later, _) = Hours(calendar), (around + step for step in sorted(steps))
    ends = [
        hours.deadline(at, count)
        for at, count in ((start, seconds), (start, seconds + more), (later, seconds + more))
    ]
    known = [end for end in ends if end is not None]
    assert known == sorted(known)
    assert ends[: len(known)] == known


@given(spans)
def test_windows_sum_to_elapsed_and_never_touch(
    span: tuple[tuple[Calendar, int], list[int]],
) -> None:
    (calendar, around), steps = span
    hours, (start, end, _) = Hours(calendar), (around + step for step in sorted(steps))
    found = list(hours.windows(start, end))
    assert sum(closes - opens for opens, closes in found) == hours.elapsed(start, end)
    assert all(opens < closes for opens, closes in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


@given(calendars(), st.lists(st.integers(-9, 9), min_size=1, max_size=5))
@settings(max_examples=20)
def test_what_was_asked_before_changes_no_answer(
    drawn: tuple[Calendar, int], years: list[int]
) -> None:
    calendar, around = drawn
    asked = Hours(calendar)
    for year in years:
        start = around + year * 365 * DAY
        fresh = Hours(calendar)
        assert asked.elapsed(start, around) == fresh.elapsed(start, around)
        assert asked.deadline(start, 90_000) == fresh.deadline(start, 90_000)
        assert asked.working_days(start, 3) == fresh.working_days(start, 3)


@pytest.mark.parametrize(("zone", "around"), PLACES, ids=str)
def test_every_change_is_walked_round_the_clock(zone: str, around: int) -> None:
    week = dict.fromkeys(range(7), (Window(0, DAY),))
    walk = walked(Calendar("open", load_zone(zone), week), around)
    assert Hours(walk.calendar).elapsed(walk.start, walk.end) == walk.counted[-1]
    assert walk.counted[-1] == walk.end - walk.start
