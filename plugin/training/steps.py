"""When somebody is reminded of a day on which something is due: before, on it, weekly after."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo

from standards.localtime import clock, instant

SOON, TODAY, LATE = "soon", "today", "late"
DAYS_BEFORE = 3
MOST_WEEKS = 52
_MORNING = 8 * 3_600  # nobody is written to at midnight


def step_at(due_at: int, now: int, zone: tzinfo) -> str | None:
    """The last step that has come; None before the first, and when all are long past.

    `due_at` is the end of the day on which it is due. A step comes at eight in the morning: three
    days before (`soon`), on the day (`today`), and each week after (`late-1`, `late-2`, ...).
    """
    day = clock(due_at - 1, zone)[0]
    if now < _morning(day - timedelta(DAYS_BEFORE), zone):
        return None
    if now < _morning(day, zone):
        return SOON
    weeks = (clock(now, zone)[0] - day).days // 7
    if weeks and now < _morning(day + timedelta(7 * weeks), zone):
        weeks -= 1
    if weeks > MOST_WEEKS:
        return None
    return f"{LATE}-{weeks}" if weeks else TODAY


def _morning(day: date, zone: tzinfo) -> int:
    return instant(day, _MORNING, zone)
