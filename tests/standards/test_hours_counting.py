"""Working time by hand: each row was worked out on paper."""

from __future__ import annotations

from datetime import datetime

import pytest

from standards.durations import parse_duration, show_duration
from standards.instants import show_instant
from tests.standards.firms import FIRMS, HOURS, at, cases

# firm | from | until | open | why it is here
ELAPSED = """
office | 2026-03-02 09:00 | 2026-03-02 17:00 | PT8H | a day from opening to closing
office | 2026-03-02 09:00 | 2026-03-02 09:00 | PT0S | no time at all
office | 2026-03-02 12:00 | 2026-03-02 11:00 | PT0S | an end before the start counts nothing
office | 2026-03-02 16:59:30 | 2026-03-03 09:00:15 | PT45S | seconds are kept over night
office | 2026-03-06 16:30 | 2026-03-09 09:20 | PT50M | the weekend does not count
office | 2026-03-02 17:55 | 2026-03-02 18:05 | PT0S | a reply outside hours costs nothing
office | 2026-03-02 07:00 | 2026-03-02 09:00 | PT0S | the opening second is the first
office | 2026-03-02 17:00 | 2026-03-03 09:00 | PT0S | the closing second is not open
office | 2028-02-28 09:00 | 2028-03-01 09:00 | PT16H | the leap day is a working day
office | 2026-12-31 16:00 | 2027-01-01 10:00 | PT2H | the turn of the year is no seam
warsaw | 2026-03-03 11:00 | 2026-03-03 15:20 | PT3H50M | lunch does not count
warsaw | 2026-03-06 16:00 | 2026-03-09 08:30 | PT5H | Saturday has its own hours
warsaw | 2026-03-02 08:00 | 2026-03-02 16:30 | PT6H30M | a break joins the lunch it touches
warsaw | 2026-03-04 00:00 | 2026-03-05 00:00 | PT0S | an empty override closes the date
warsaw | 2026-05-01 00:00 | 2026-05-05 00:00 | PT4H | a holiday of the firm and one of the country
warsaw | 2026-11-11 00:00 | 2026-11-12 00:00 | PT0S | a holiday outranks an override
warsaw | 2026-12-23 16:00 | 2026-12-28 08:00 | PT30M | Christmas Eve is a holiday since 2025
warsaw | 2024-12-23 16:00 | 2024-12-27 09:00 | PT9H30M | and was none the year before
open | 2026-03-02 00:00 | 2026-03-09 00:00 | PT168H | 24:00 touches 00:00
open | 2026-03-29 00:00 | 2026-03-30 00:00 | PT23H | the day a clock change shortens
open | 2026-10-25 00:00 | 2026-10-26 00:00 | PT25H | the day a clock change lengthens
open but a minute | 2026-03-02 00:00 | 2026-03-09 00:00 | PT167H53M | 23:59 is taken at its word
always | 2026-03-29 00:00 | 2026-03-30 00:00 | PT23H | always is plain subtraction
always | 2026-03-30 00:00 | 2026-03-29 00:00 | PT0S | always has no negative time either
nights | 2026-03-28 22:00 | 2026-03-29 06:00 | PT7H | a night that loses an hour
nights | 2026-10-24 22:00 | 2026-10-25 06:00 | PT9H | a night that gains an hour
new york | 2026-03-06 16:00 | 2026-03-09 09:30 | PT2H | New York changes its clocks at the weekend
new york nights | 2026-03-07 22:00 | 2026-03-08 06:00 | PT7H | New York loses an hour
new york nights | 2026-10-31 22:00 | 2026-11-01 06:00 | PT9H | New York gains an hour
dawn | 2026-03-29 00:00 | 2026-03-30 00:00 | PT2H30M | an edge in the gap is moved on by the gap
dawn | 2026-10-25 00:00 | 2026-10-26 00:00 | PT2H30M | an edge in the repeated hour is the first
dawn | 2026-10-25 02:30+01:00 | 2026-10-25 04:00 | PT0S | the second half past two is closed
in the gap | 2026-03-29 00:00 | 2026-03-30 00:00 | PT30M | a window in the gap is moved on whole
in the gap | 2026-10-25 00:00 | 2026-10-26 00:00 | PT30M | a window in the repeated hour is once
backwards | 2026-03-29 00:00 | 2026-03-30 00:00 | PT0S | a window that would end before it starts
backwards | 2026-10-25 00:00 | 2026-10-26 00:00 | PT1H40M | a window over the repeated hour
after the gap | 2026-03-29 00:00 | 2026-03-30 00:00 | PT1H | windows on top of each other count once
out of order | 2026-03-29 00:00 | 2026-03-30 00:00 | PT45M | the gap moves a window behind the next
lord howe | 2026-04-05 00:00 | 2026-04-06 00:00 | PT24H30M | half an hour is gained
lord howe | 2026-10-04 00:00 | 2026-10-05 00:00 | PT23H30M | half an hour is lost
chatham | 2026-04-05 00:00 | 2026-04-06 00:00 | PT3H | the clock goes back at 03:45
chatham | 2026-09-27 00:00 | 2026-09-28 00:00 | PT1H | the clock goes on at 02:45
apia | 2011-12-29 09:00 | 2011-12-31 17:00 | PT16H | 30 December 2011 never was
apia open | 2011-12-29 00:00 | 2012-01-01 00:00 | PT48H | nor did it have 24 hours
sao paulo | 2018-11-03 12:00 | 2018-11-04 12:00 | PT5H | a midnight that is skipped
sao paulo | 2018-02-17 12:00 | 2018-02-18 12:00 | PT6H | a last hour that is repeated
dates alone | 2020-01-01 00:00 | 2030-01-01 00:00 | PT8H | a calendar of dates alone
"""


@pytest.mark.parametrize(("firm", "start", "end", "open_for"), cases(ELAPSED))
def test_elapsed_counts_open_seconds(firm: str, start: str, end: str, open_for: str) -> None:
    counted = HOURS[firm].elapsed(at(firm, start), at(firm, end))
    assert show_duration(counted) == open_for


# firm | from | open seconds | deadline | why it is here
DEADLINES = """
office | 2026-03-02 09:00 | PT8H | 2026-03-02 17:00 | closing time, not the next opening
office | 2026-03-02 09:00 | PT8H1S | 2026-03-03 09:00:01 | a second more is the next day's first
office | 2026-03-06 16:00 | PT1H | 2026-03-06 17:00 | closing time before a weekend
office | 2026-03-06 16:00 | PT2H | 2026-03-09 10:00 | the weekend is passed over
office | 2026-03-07 12:00 | PT1H | 2026-03-09 10:00 | a start outside hours waits for the opening
office | 2026-03-02 12:00 | PT0S | 2026-03-02 12:00 | no seconds inside hours
office | 2026-03-07 12:00 | PT0S | 2026-03-07 12:00 | no seconds outside hours stay where they are
office | 2026-03-02 17:55 | PT30M | 2026-03-03 09:30 | thirty minutes from after closing
warsaw | 2026-03-03 09:00 | PT3H | 2026-03-03 12:00 | closing time before lunch
warsaw | 2026-03-03 09:00 | PT3H30M | 2026-03-03 13:00 | lunch is passed over
warsaw | 2026-04-30 16:00 | PT5H | 2026-05-05 08:30 | holidays and a Saturday of four hours
open | 2026-03-28 12:00 | PT24H | 2026-03-29 13:00 | twenty-four hours over a lost one
open | 2026-10-24 12:00 | PT24H | 2026-10-25 11:00 | twenty-four hours over a gained one
always | 2026-10-24 12:00 | PT24H | 2026-10-25 11:00 | always is no wall time
dawn | 2026-03-29 01:00 | PT1H30M | 2026-03-29 03:30 | closing time moved out of the gap
apia | 2011-12-29 16:00 | PT2H | 2011-12-31 10:00 | the day that never was
dates alone | 2026-03-01 12:00 | PT8H | 2026-03-02 17:00 | the last second of all
dates alone | 2026-03-01 12:00 | PT8H1S | never | hours that end
dates alone | 2026-03-02 17:00 | PT1S | never | hours that have ended
far dates | 2026-03-01 12:00 | PT8H | 2031-12-31 17:00 | a date years ahead, the last of its year
office | 2026-03-02 09:00 | PT876000H | never | more hours than the calendar reaches
always | 2199-12-31 23:00 | PT2H | never | beyond the last year counted
nights | 2199-12-31 23:30 | PT2H | never | an hour and a half beyond it
"""


@pytest.mark.parametrize(("firm", "start", "seconds", "deadline"), cases(DEADLINES))
def test_a_deadline_is_the_first_instant(
    firm: str, start: str, seconds: str, deadline: str
) -> None:
    reached = HOURS[firm].deadline(at(firm, start), parse_duration(seconds))
    assert shown(reached) == shown(None if deadline == "never" else at(firm, deadline))


# firm | from | days | instant | why it is here
WORKING_DAYS = """
office | 2026-03-02 10:15 | 1 | 2026-03-03 10:15 | the same clock time the day after
office | 2026-03-06 10:15 | 1 | 2026-03-09 10:15 | Friday's next is Monday
office | 2026-03-06 10:15:07 | 5 | 2026-03-13 10:15:07 | five days are a week
office | 2026-03-02 08:59 | 1 | 2026-03-03 09:00 | before opening counts from opening
office | 2026-03-02 17:00 | 1 | 2026-03-04 09:00 | at closing counts from the next opening
office | 2026-03-07 12:00 | 1 | 2026-03-10 09:00 | a day off counts from the next opening
office | 2026-03-07 12:00 | 0 | 2026-03-09 09:00 | no days are the next opening
office | 2026-03-02 10:15 | 0 | 2026-03-02 10:15 | no days inside hours are no time
office | 2026-10-23 10:15 | 1 | 2026-10-26 10:15 | the clock time stays over a clock change
warsaw | 2026-04-30 09:00 | 1 | 2026-05-02 09:00 | a holiday is no open day, Saturday is
warsaw | 2026-03-06 15:30 | 1 | 2026-03-07 15:30 | a clock time after Saturday's closing stays
warsaw | 2026-03-03 09:00 | 1 | 2026-03-05 09:00 | a date closed by its override is passed over
nights | 2026-03-28 02:30 | 1 | 2026-03-29 03:30 | a clock time in the gap is moved on
nights | 2026-10-24 02:30 | 1 | 2026-10-25 02:30 | a repeated clock time is the first
backwards | 2026-03-28 02:45 | 1 | 2026-03-30 02:45 | a date whose window comes out empty
apia | 2011-12-29 10:00 | 1 | 2011-12-31 10:00 | the day that never was is no working day
always | 2026-10-24 12:00 | 1 | 2026-10-25 12:00 | always has every day of the year
always | 2199-12-31 12:00 | 1 | never | beyond the last year counted
dates alone | 2026-03-01 12:00 | 0 | 2026-03-02 09:00 | the only opening there is
dates alone | 2026-03-02 12:00 | 1 | never | no open day is left
dates alone | 2026-03-02 17:00 | 0 | never | no opening is left
"""


@pytest.mark.parametrize(("firm", "start", "days", "instant"), cases(WORKING_DAYS))
def test_working_days_keep_the_clock_time(firm: str, start: str, days: str, instant: str) -> None:
    reached = HOURS[firm].working_days(at(firm, start), int(days))
    assert shown(reached) == shown(None if instant == "never" else at(firm, instant))


# firm | from | days | instant | why it is here
CALENDAR_DAYS = """
office | 2026-03-02 10:15 | 14 | 2026-03-16 10:15 | a fortnight
office | 2026-03-06 18:00 | 1 | 2026-03-07 18:00 | days off count
office | 2026-03-02 10:15:07 | 120 | 2026-06-30 10:15:07 | the clock time stays over a clock change
office | 2028-02-28 12:00 | 2 | 2028-03-01 12:00 | the leap day counts
office | 2026-03-28 02:30 | 1 | 2026-03-29 03:30 | a clock time in the gap is moved on
office | 2026-10-24 02:30 | 1 | 2026-10-25 02:30 | a repeated clock time is the first
office | 2026-10-25 02:30+01:00 | 0 | 2026-10-25 02:30+01:00 | no days are no time
office | 2026-10-25 02:30+01:00 | 1 | 2026-10-26 02:30 | and a day later there is one again
apia | 2011-12-29 10:00 | 1 | 2011-12-31 10:00 | the day that never was is moved on over
always | 2026-03-28 12:00 | 1 | 2026-03-29 12:00 | always has wall time too
office | 2199-12-31 12:00 | 1 | never | beyond the last year counted
office | 2026-03-02 12:00 | 999999999 | never | beyond any year there is
"""


@pytest.mark.parametrize(("firm", "start", "days", "instant"), cases(CALENDAR_DAYS))
def test_calendar_days_keep_the_wall_time(firm: str, start: str, days: str, instant: str) -> None:
    reached = HOURS[firm].calendar_days(at(firm, start), int(days))
    assert shown(reached) == shown(None if instant == "never" else at(firm, instant))


# firm | at | open | next opening | why it is here
OPENINGS = """
office | 2026-03-02 09:00 | yes | 2026-03-02 09:00 | the opening second
office | 2026-03-02 08:59:59 | no | 2026-03-02 09:00 | the second before
office | 2026-03-02 16:59:59 | yes | 2026-03-02 16:59:59 | the last second
office | 2026-03-02 17:00 | no | 2026-03-03 09:00 | the closing second
office | 2026-03-06 17:00 | no | 2026-03-09 09:00 | over the weekend
warsaw | 2026-03-03 12:00 | no | 2026-03-03 12:30 | lunch
warsaw | 2026-12-24 08:30 | no | 2026-12-28 08:00 | a break changes nothing about a holiday
dawn | 2026-03-29 03:15 | yes | 2026-03-29 03:15 | an edge moved out of the gap
dawn | 2026-10-25 02:15 | yes | 2026-10-25 02:15 | the first quarter past two
dawn | 2026-10-25 02:15+01:00 | no | 2026-10-25 04:00 | the second quarter past two
always | 2026-12-25 03:00 | yes | 2026-12-25 03:00 | always is always
dates alone | 2026-01-01 12:00 | no | 2026-03-02 09:00 | months ahead
dates alone | 2026-03-02 17:00 | no | never | nothing opens any more
far dates | 2026-01-01 12:00 | no | 2031-12-31 09:00 | years ahead
office | 2199-12-31 18:00 | no | never | beyond the last year counted
"""


@pytest.mark.parametrize(("firm", "instant", "is_open", "opening"), cases(OPENINGS))
def test_the_next_opening_is_now_when_open(
    firm: str, instant: str, is_open: str, opening: str
) -> None:
    assert HOURS[firm].is_open(at(firm, instant)) is (is_open == "yes")
    reached = HOURS[firm].next_opening(at(firm, instant))
    assert shown(reached) == shown(None if opening == "never" else at(firm, opening))


# firm | from | until | windows | why it is here
WINDOWS = """
warsaw | 2026-03-03 09:00 | 2026-03-03 15:00 | 09:00-12:00 12:30-15:00 | cut off at both ends
warsaw | 2026-03-03 12:00 | 2026-03-03 12:30 | | a lunch holds none
warsaw | 2026-03-03 12:30 | 2026-03-03 12:00 | | nor does time that runs backwards
warsaw | 2026-03-06 16:00 | 2026-03-09 09:00 | 16:00-16:30 10:00-14:00 08:00-09:00 | over a weekend
open | 2026-03-02 06:00 | 2026-03-05 18:00 | 06:00-18:00 | touching windows are one
after the gap | 2026-03-29 00:00 | 2026-03-30 00:00 | 03:00-04:00 | as are overlapping ones
always | 2026-03-02 06:00 | 2026-03-05 18:00 | 06:00-18:00 | always is one window
"""


@pytest.mark.parametrize(("firm", "start", "end", "windows"), cases(WINDOWS))
def test_windows_are_cut_off_at_both_ends(firm: str, start: str, end: str, windows: str) -> None:
    found = HOURS[firm].windows(at(firm, start), at(firm, end))
    zone = FIRMS[firm].zone
    clocks = [[f"{datetime.fromtimestamp(edge, zone):%H:%M}" for edge in pair] for pair in found]
    assert " ".join(map("-".join, clocks)) == windows


def shown(instant: int | None) -> str:
    return "never" if instant is None else show_instant(instant)
