"""Spans of time as standards write them: `PT4H`, so many working days, so many calendar days.

A span is seconds to be counted on a clock, or days to be counted on a calendar; only the calendar
knows how many seconds the latter are, so they stay what they are until a wait begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from standards.said import Said, both

# ISO 8601 durations without years and months, whose length nobody can say.
_DURATION = re.compile(
    r"P(?:(?P<weeks>[0-9]{1,10})W)?(?:(?P<days>[0-9]{1,10})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,10})H)?(?:(?P<minutes>[0-9]{1,10})M)?"
    r"(?:(?P<seconds>[0-9]{1,10})S)?)?"
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_SHOWN = (("H", 3_600), ("M", 60), ("S", 1))
MOST_SECONDS = 100 * 366 * 86_400  # a hundred years: longer is a slip of the pen


@dataclass(frozen=True, slots=True)
class Seconds:
    """Seconds on the criterion's clock: open ones under opening hours, all of them otherwise."""

    seconds: int
    has_days: bool = False  # written with days or weeks, which opening hours do not allow


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The same clock time so many open days later."""

    days: int


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """The same local wall time so many days later."""

    days: int


Span: TypeAlias = Seconds | WorkingDays | CalendarDays


def read_seconds(text: str) -> Seconds:
    """The span an ISO 8601 duration says, `PT1H30M` or `P2D`; ValueError says what is right."""
    match = _DURATION.fullmatch(text)
    parts = {unit: int(n) for unit, n in match.groupdict().items() if n} if match else {}
    if not parts:
        what = Said("{text} is no duration", text=repr(text[:40]))
        raise ValueError(both(what, Said("write PT4H, PT30M or PT1H30M")))
    seconds = sum(_SECONDS[unit] * count for unit, count in parts.items())
    if seconds > MOST_SECONDS:
        what = Said("{text} is longer than a hundred years", text=repr(text[:40]))
        raise ValueError(both(what, Said("write less")))
    return Seconds(seconds, has_days=not parts.keys().isdisjoint(("weeks", "days")))


def parse_duration(text: str) -> int:
    """The seconds an ISO 8601 duration says; ValueError says what is right."""
    return read_seconds(text).seconds


def show_duration(seconds: int) -> str:
    """The ISO 8601 duration of so many seconds, in hours, minutes and seconds: `PT26H5M`."""
    parts, rest = "", seconds
    for letter, size in _SHOWN:
        count, rest = divmod(rest, size)
        parts += f"{count}{letter}" if count else ""
    return f"PT{parts or '0S'}"
