"""Opening hours as they are written, and what holds on a date."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import date

import pytest

from standards.calendar import DAYS, Calendar, Window, parse_days, parse_windows
from standards.zones import load_zone
from tests.standards.firms import FIRMS, ROUND_THE_CLOCK, calendar, cases

# written | seconds of the clock | why it is here
WINDOWS = """
08:00-12:00 | 28800-43200 | a morning
00:00-24:00 | 0-86400 | a whole day
22:00-24:00 | 79200-86400 | until midnight
00:00-00:01 | 0-60 | a minute
00:00-23:59 | 0-86340 | taken at its word
"""


@pytest.mark.parametrize(("text", "seconds"), cases(WINDOWS))
def test_a_window_is_read(text: str, seconds: str) -> None:
    window = Window.parse(text)
    assert f"{window.start}-{window.end}" == seconds
    assert str(window) == text


# written | what is wrong | what to write | why it is here
NO_WINDOWS = """
22:00-06:00 | ends before it starts | 22:00-24:00 on that day and 00:00-06:00 on the next | a night
22:00-00:00 | ends before it starts | 22:00-24:00 | midnight as 00:00
08:00-08:00 | is empty | 00:00-24:00 for the whole day, or leave it out | no time
24:00-24:00 | is empty | 00:00-24:00 for the whole day, or leave it out | midnight alone
08:00-24:01 | is no window | hours from 00:00 to 24:00 | past midnight
08:00-25:00 | is no window | hours from 00:00 to 24:00 | no such hour
08:60-09:00 | is no window | hours from 00:00 to 24:00 | no such minute
8:00-12:00 | is no window | 08:00-12:00 | one digit
08:00–12:00 | is no window | 08:00-12:00 | a dash from a word processor
08.00-12.00 | is no window | 08:00-12:00 | dots
8am-5pm | is no window | 08:00-12:00 | halves of a day
٠٨:٠٠-١٢:٠٠ | is no window | 08:00-12:00 | other digits
closed | is no window | 08:00-12:00 | a word
 | is no window | 08:00-12:00 | nothing
"""


@pytest.mark.parametrize(("text", "wrong", "mend"), cases(NO_WINDOWS))
def test_what_is_no_window_is_refused(text: str, wrong: str, mend: str) -> None:
    with pytest.raises(ValueError, match=f"{text}.* {wrong}; write {mend}$"):
        Window.parse(text)


@pytest.mark.parametrize(("start", "end"), [(-60, 60), (60, 60), (120, 60), (0, 86_401)])
def test_a_window_stays_within_its_day(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no window within one day"):
        Window(start, end)


def test_the_windows_of_a_day_are_put_in_order() -> None:
    windows = parse_windows(["12:30-16:30", "08:00-12:00"])
    assert " ".join(map(str, windows)) == "08:00-12:00 12:30-16:30"


# windows | what to write | why it is here
OVERLAPS = """
08:00-12:00 11:00-13:00 | 08:00-13:00 | one reaches into the next
08:00-18:00 12:00-13:00 | 08:00-18:00 | one lies inside the other
08:00-12:00 08:00-12:00 | 08:00-12:00 | one stands twice
"""


@pytest.mark.parametrize(("texts", "mend"), cases(OVERLAPS))
def test_windows_that_overlap_are_refused(texts: str, mend: str) -> None:
    with pytest.raises(ValueError, match=f"overlap; write {mend}"):
        parse_windows(texts.split())


# written | weekdays | why it is here
WEEKDAYS = """
sat | sat | one day
mon-fri | mon tue wed thu fri | a working week
sun-thu | sun mon tue wed thu | a working week that begins on Sunday
mon-sun | mon tue wed thu fri sat sun | every day
fri-thu | fri sat sun mon tue wed thu | every day from Friday on
"""


@pytest.mark.parametrize(("text", "days"), cases(WEEKDAYS))
def test_weekdays_are_read(text: str, days: str) -> None:
    assert [DAYS[day] for day in parse_days(text)] == days.split()


@pytest.mark.parametrize(
    "text", ["", "-", "Mon", "monday", "mon-", "-fri", "mon-mon", "mon-fri-sun"]
)
def test_what_is_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write one of mon tue wed thu fri sat sun, or mon-fri"):
        parse_days(text)


# firm | date | windows | why it is here
DATES = """
warsaw | 2026-03-03 | 08:00-12:00 12:30-16:30 | a weekday
warsaw | 2026-03-07 | 10:00-14:00 | a Saturday
warsaw | 2026-03-08 | | a weekday without hours
warsaw | 2026-05-04 | | a holiday of the firm's own
warsaw | 2026-11-11 | | a holiday outranks an override
warsaw | 2026-12-24 | | a holiday outranks an override and a break
warsaw | 2026-03-02 | 08:00-11:00 13:00-16:30 | a break is taken out of the weekday's hours
warsaw | 2026-03-04 | | an empty override closes
shop | 2026-03-02 | 09:00-10:00 11:00-12:00 | a break is taken out of an override
shop | 2026-03-03 | 08:00-12:00 | touching windows are one
shop | 2026-03-04 | | a break that takes everything
shop | 2026-03-05 | 08:00-09:00 17:00-18:00 | a break over two windows
shop | 2026-03-06 | 08:00-12:00 13:00-18:00 | a break outside hours
shop | 2026-03-08 | 10:00-12:00 | an override opens a closed weekday
always | 2026-12-25 | 00:00-24:00 | always has no closed date
"""
SHOP = calendar(
    "Europe/Warsaw",
    {"mon-sat": ["08:00-12:00", "13:00-18:00"]},
    overrides={
        "2026-03-02": ["09:00-12:00"],
        "2026-03-03": ["08:00-10:00", "10:00-12:00"],
        "2026-03-08": ["10:00-12:00"],
    },
    breaks={
        "2026-03-02": ["10:00-11:00"],
        "2026-03-04": ["00:00-24:00"],
        "2026-03-05": ["09:00-13:30", "13:30-17:00"],
        "2026-03-06": ["12:00-13:00"],
    },
)


@pytest.mark.parametrize(("firm", "day", "windows"), cases(DATES))
def test_a_date_has_the_hours_that_rank_highest(firm: str, day: str, windows: str) -> None:
    found = (FIRMS | {"shop": SHOP})[firm].windows_on(date.fromisoformat(day))
    assert " ".join(map(str, found)) == windows


NO_HOURS = calendar("Europe/Warsaw", {})
CLOSED_DATE = {"2026-03-02": ["09:00-17:00"]}


@pytest.mark.parametrize(
    ("firm", "opens", "last"),
    [
        pytest.param(FIRMS["office"], True, date.max, id="a week never ends"),
        pytest.param(FIRMS["always"], True, date.max, id="always never ends"),
        pytest.param(FIRMS["dates alone"], True, date(2026, 3, 2), id="one date is enough"),
        pytest.param(NO_HOURS, False, None, id="no hours at all"),
        pytest.param(calendar("UTC", {"mon": []}), False, None, id="a weekday without windows"),
        pytest.param(calendar("UTC", {}, overrides={"2026-03-02": []}), False, None, id="closed"),
        pytest.param(
            calendar("UTC", {}, overrides=CLOSED_DATE, holidays=["2026-03-02"]),
            False,
            None,
            id="the only date is a holiday",
        ),
        pytest.param(
            calendar("UTC", {}, overrides=CLOSED_DATE, breaks={"2026-03-02": ["08:00-18:00"]}),
            False,
            None,
            id="the only date is a break",
        ),
    ],
)
def test_a_calendar_knows_whether_it_ever_opens(
    firm: Calendar, opens: bool, last: date | None
) -> None:
    assert firm.opens() is opens
    assert firm.last_day() == last


@pytest.mark.parametrize("dates", ["holidays", "overrides", "breaks"])
def test_hours_that_never_close_have_no_dates_that_differ(dates: str) -> None:
    whole = calendar("UTC", ROUND_THE_CLOCK, holidays=["2026-03-02"])
    day = date(2026, 3, 2)
    differing = whole.holidays if dates == "holidays" else {day: ()}
    with pytest.raises(ValueError, match="hours: always never closes"):
        Calendar("firm", load_zone("UTC"), None, **{dates: differing})  # type: ignore[arg-type]


def test_calendars_are_equal_by_content_and_go_to_other_processes() -> None:
    firm = FIRMS["warsaw"]
    sent: Calendar = pickle.loads(pickle.dumps(firm))
    assert sent == firm
    assert hash(sent) == hash(firm)
    assert replace(firm, holidays=frozenset()) != firm
