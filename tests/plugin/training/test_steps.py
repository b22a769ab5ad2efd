"""When somebody is reminded: at eight, three days before, on the day, weekly after."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugin.training.months import months_on
from plugin.training.steps import step_at
from standards.localtime import instant

WARSAW = ZoneInfo("Europe/Warsaw")
DUE = date(2026, 3, 30)  # summer time has begun the day before


def at(day: date, hour: float) -> int:
    return instant(day, int(hour * 3_600), WARSAW)


# days after the due day | hour | the step
CASES = [
    (-4, 23.9, None),
    (-3, 7.99, None),
    (-3, 8, "soon"),
    (-1, 12, "soon"),
    (0, 7.99, "soon"),
    (0, 8, "today"),
    (1, 0, "today"),
    (7, 7.99, "today"),
    (7, 8, "late-1"),
    (14, 7.99, "late-1"),
    (14, 8, "late-2"),
    (364, 8, "late-52"),
    (371, 8, None),
]


@pytest.mark.parametrize(("days", "hour", "step"), CASES)
def test_the_step_that_has_come(days: int, hour: float, step: str | None) -> None:
    due_at = at(DUE + timedelta(1), 0)
    assert step_at(due_at, at(DUE + timedelta(days), hour), WARSAW) == step


# from | months | until
MONTHS = [
    ((2026, 1, 31), 1, (2026, 2, 28)),
    ((2024, 1, 31), 1, (2024, 2, 29)),
    ((2026, 11, 30), 3, (2027, 2, 28)),
    ((2026, 3, 15), 12, (2027, 3, 15)),
    ((2026, 12, 1), 1, (2027, 1, 1)),
]


@pytest.mark.parametrize(("day", "months", "until"), MONTHS)
def test_months_are_those_of_the_calendar(
    day: tuple[int, int, int], months: int, until: tuple[int, int, int]
) -> None:
    assert months_on(at(date(*day), 9), months, WARSAW) == at(date(*until), 9)
