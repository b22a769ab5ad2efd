"""Calendars of firms that the tests speak of, clock times in their zones, and tables of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest
from _pytest.mark import ParameterSet

from standards.calendar import Calendar, Windows, parse_days, parse_windows
from standards.holidays import public_holidays
from standards.hours import Hours
from standards.zones import load_zone

Texts = Sequence[str]


def calendar(
    zone: str,
    week: Mapping[str, Texts] | None,
    *,
    holidays: Texts | frozenset[date] = (),
    overrides: Mapping[str, Texts] | None = None,
    breaks: Mapping[str, Texts] | None = None,
) -> Calendar:
    """The calendar that the words say."""
    days = holidays if isinstance(holidays, frozenset) else map(date.fromisoformat, holidays)
    return Calendar(
        name="firm",
        zone=load_zone(zone),
        week=None if week is None else _week(week),
        holidays=frozenset(days),
        overrides=_dated(overrides or {}),
        breaks=_dated(breaks or {}),
    )


def _week(week: Mapping[str, Texts]) -> Mapping[int, Windows]:
    return {day: parse_windows(texts) for days, texts in week.items() for day in parse_days(days)}


def _dated(dates: Mapping[str, Texts]) -> Mapping[date, Windows]:
    return {date.fromisoformat(day): parse_windows(texts) for day, texts in dates.items()}


ROUND_THE_CLOCK = {"mon-sun": ["00:00-24:00"]}
NIGHTS = {"mon-sun": ["00:00-06:00", "22:00-24:00"]}

FIRMS = {
    "warsaw": calendar(
        "Europe/Warsaw",
        {"mon-fri": ["08:00-12:00", "12:30-16:30"], "sat": ["10:00-14:00"]},
        holidays=public_holidays("PL") | {date(2026, 5, 4)},
        overrides={"2026-12-24": ["08:00-12:00"], "2026-11-11": ["08:00-12:00"], "2026-03-04": []},
        breaks={"2026-03-02": ["11:00-13:00"], "2026-12-24": ["09:00-10:00"]},
    ),
    "office": calendar("Europe/Warsaw", {"mon-fri": ["09:00-17:00"]}),
    "dawn": calendar("Europe/Warsaw", {"mon-sun": ["01:00-02:30", "04:00-05:00"]}),
    "in the gap": calendar("Europe/Warsaw", {"mon-sun": ["02:15-02:45"]}),
    "backwards": calendar("Europe/Warsaw", {"mon-sun": ["02:30-03:10"]}),
    "after the gap": calendar("Europe/Warsaw", {"mon-sun": ["02:00-02:45", "03:00-04:00"]}),
    "out of order": calendar("Europe/Warsaw", {"mon-sun": ["02:15-02:45", "03:00-03:30"]}),
    "nights": calendar("Europe/Warsaw", NIGHTS),
    "open": calendar("Europe/Warsaw", ROUND_THE_CLOCK),
    "open but a minute": calendar("Europe/Warsaw", {"mon-sun": ["00:00-23:59"]}),
    "always": calendar("Europe/Warsaw", None),
    "new york": calendar("America/New_York", {"mon-fri": ["08:30-17:00"]}),
    "new york nights": calendar("America/New_York", NIGHTS),
    "lord howe": calendar("Australia/Lord_Howe", ROUND_THE_CLOCK),
    "chatham": calendar("Pacific/Chatham", {"mon-sun": ["02:00-04:00"]}),
    "apia": calendar("Pacific/Apia", {"mon-sun": ["09:00-17:00"]}),
    "apia open": calendar("Pacific/Apia", ROUND_THE_CLOCK),
    "sao paulo": calendar("America/Sao_Paulo", {"mon-sun": ["00:00-06:00"]}),
    "dates alone": calendar("Europe/Warsaw", {}, overrides={"2026-03-02": ["09:00-17:00"]}),
    "far dates": calendar("Europe/Warsaw", {}, overrides={"2031-12-31": ["09:00-17:00"]}),
}
HOURS = {name: Hours(firm) for name, firm in FIRMS.items()}


def at(firm: str, text: str) -> int:
    """The instant of a local clock time; the first of two unless an offset says which."""
    local = datetime.fromisoformat(text)
    return int((local if local.tzinfo else local.replace(tzinfo=FIRMS[firm].zone)).timestamp())


def cases(table: str) -> list[ParameterSet]:
    """The rows of a table as cases, each known by its last cell, which says why it is there."""
    lines = (line for line in table.strip("\n").splitlines())
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [pytest.param(*row[:-1], id=row[-1]) for row in cells]
