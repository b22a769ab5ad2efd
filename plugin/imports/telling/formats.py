"""Reads dates as exports write them: ISO, seconds since 1970, or a pattern like `%d/%m/%Y %H:%M`.

A pattern is what `strptime` knows, without the words that depend on the machine's language: month
names are English. Numbers need no leading zeros. Fractions of a second are cut off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from math import floor
from typing import TypeAlias

# A date as it is written, and the UTC offset written with it, if any.
Written: TypeAlias = "tuple[datetime, timedelta | None]"
Reader: TypeAlias = "Callable[[str], Written | None]"  # None: not a date of this form

_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name[:n]: i for i, name in enumerate(_NAMES, start=1) for n in (3, len(name))}
_DIRECTIVES: Mapping[str, str] = {
    "Y": r"(?P<year>\d{4})",
    "y": r"(?P<short_year>\d{2})",
    "m": r"(?P<month>\d{1,2})",
    "b": r"(?P<month_name>[A-Za-z]{3})",
    "B": r"(?P<month_name>[A-Za-z]{3,9})",
    "d": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
    "I": r"(?P<half_hour>\d{1,2})",
    "p": r"(?P<half>[AaPp])\.?[Mm]\.?",
    "M": r"(?P<minute>\d{1,2})",
    "S": r"(?P<second>\d{1,2})",
    "f": r"\d+",
    "z": r"(?P<offset>Z|[+-]\d\d:?\d\d)",
    "a": r"[A-Za-z]{2,3}",
    "A": r"[A-Za-z]{6,9}",
    "%": "%",
}
_NEEDED = (("year", "short_year"), ("month", "month_name"), ("day",))
_EPOCH = re.compile(r"-?\d{1,15}(?:\.\d{0,9})?", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]|$)", re.ASCII)
_ZERO = datetime(1970, 1, 1)  # noqa: DTZ001 - its offset is said beside it
_UTC = timedelta()

Said: TypeAlias = "Mapping[str, str | None]"  # the named parts of a pattern that matched


def refusal(form: str) -> str | None:
    """Why the form says no date; what would be right. None when it does say one."""
    if form in _NAMED:
        return None
    if "%" not in form:
        return f"unknown date form {form!r}; write iso, epoch, epoch_ms or such as %d/%m/%Y %H:%M"
    letters = re.findall(r"%(.?)", form, re.DOTALL)
    strange = next((letter for letter in letters if letter not in _DIRECTIVES), None)
    if strange is not None:
        known = " ".join(f"%{letter}" for letter in _DIRECTIVES)
        return f"%{strange} is no part of a date; there are {known}"
    try:
        return _lack(_pattern(form).groupindex)
    except re.error:
        return f"{form!r} says one thing twice; say each part of a date once"


def _lack(parts: Mapping[str, int]) -> str | None:
    if not all(any(name in parts for name in names) for names in _NEEDED):
        return "this is no whole date; say year, month and day: %Y-%m-%d"
    if ("half_hour" in parts) != ("half" in parts):
        return "half of a twelve-hour clock; write %I and %p together, or %H"
    return None


def reader(form: str) -> Reader:
    """The function that reads one text in the form."""
    return _NAMED.get(form) or partial(_by_pattern, _pattern(form))


def _iso(text: str) -> Written | None:
    if not _ISO_DAY.match(text):
        return None  # basic and week dates: more likely another number
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=None, microsecond=0), at.utcoffset()


def _epoch(unit: int, text: str) -> Written | None:
    if not _EPOCH.fullmatch(text):
        return None
    try:
        return _ZERO + timedelta(seconds=floor(Decimal(text) / unit)), _UTC
    except OverflowError:
        return None


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("".join(map(_piece, re.split(r"(%.|\s+)", form))), re.ASCII)


def _piece(piece: str) -> str:
    if piece.isspace():
        return r"\s+"
    return _DIRECTIVES[piece[1]] if piece[:1] == "%" else re.escape(piece)


def _by_pattern(pattern: re.Pattern[str], text: str) -> Written | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    said = match.groupdict()
    try:
        day = datetime(_year(said), _month(said), int(said["day"]))  # noqa: DTZ001 - see _ZERO
        return day + _clock(said), _offset(said.get("offset"))
    except ValueError:
        return None


def _year(said: Said) -> int:
    short = said.get("short_year")
    if short is None:
        return int(said["year"] or 0)
    # POSIX, strptime: 69 to 99 are the twentieth century.
    return int(short) + (1900 if int(short) >= 69 else 2000)


def _month(said: Said) -> int:
    name = said.get("month_name")
    return _MONTHS.get(name.lower(), 0) if name else int(said["month"] or 0)


def _hour(said: Said) -> int:
    half = said.get("half")
    if half is None:
        return int(said.get("hour") or 0)
    hour = int(said["half_hour"] or 0)
    if not 1 <= hour <= 12:
        raise ValueError("no hour of a twelve-hour clock")
    return hour % 12 + (12 if half in "Pp" else 0)


def _clock(said: Said) -> timedelta:
    minute, second = (int(said.get(part) or 0) for part in ("minute", "second"))
    hour = _hour(said)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("no time of the day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _offset(text: str | None) -> timedelta | None:
    if text is None or text == "Z":
        return None if text is None else _UTC
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))


_NAMED: Mapping[str, Reader] = {
    "iso": _iso,
    "epoch": partial(_epoch, 1),
    "epoch_ms": partial(_epoch, 1_000),
}
