"""What somebody says of an assignment, and how it is read where they write it as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TypeVar

from plugin.language import N_
from plugin.shopping.refusals import FieldFault
from standards.instants import EARLIEST, LATEST, parse_instant
from standards.localtime import DAY, exists, instant

T = TypeVar("T")

NO_INSTANT = N_("{text} is no time; write it as 2026-03-01 09:00, or a day as 2026-03-01.")
NO_TIME = N_("Say from when and until when.")
NO_VERSION = N_("{text} is no version; write its number, or nothing for the one in force.")

_LOCAL = re.compile(
    r"(?:(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"|(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4}))"
    r"(?:[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
)
_VERSION = re.compile(r"[1-9][0-9]{0,8}")
_SCENARIO = "scenario_"
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAssignment:
    """What is said of an assignment; instants are UTC seconds, None for what could not be read.

    `location` is our own id of it, or what visits call it. `amount` and `currency` are as they were
    written; both empty for no fee.
    """

    shopper: str
    location: str
    opens_at: int | None
    closes_at: int | None
    standard: str
    version: int | None = None
    scenario: Mapping[str, str] = field(default_factory=dict)
    amount: str = ""
    currency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read of texts, and what could not."""

    given: GivenAssignment
    faults: tuple[FieldFault, ...]


def read_given(texts: Mapping[str, str], zone: tzinfo) -> Read:
    """What the cells of a row or the fields of a form say; times are the zone's.

    A day alone is its first second as a beginning, and its last one as an end.
    """
    faults: list[FieldFault] = []

    def noted(name: str, says: str, read: Callable[[str], T]) -> T | None:
        text = texts.get(name, "")
        try:
            return read(text)
        except ValueError:
            faults.append(FieldFault(name, says if text else NO_TIME, _shown(text)))
            return None

    given = GivenAssignment(
        shopper=texts.get("shopper", ""),
        location=texts.get("location", ""),
        opens_at=noted("from", NO_INSTANT, lambda text: moment_of(text, zone)),
        closes_at=noted("until", NO_INSTANT, lambda text: moment_of(text, zone, is_end=True)),
        standard=texts.get("questionnaire", ""),
        version=noted("version", NO_VERSION, _version),
        scenario={
            name.removeprefix(_SCENARIO): text
            for name, text in texts.items()
            if name.startswith(_SCENARIO) and text.strip()
        },
        amount=texts.get("fee", ""),
        currency=texts.get("currency", ""),
        note=texts.get("note", ""),
    )
    return Read(given, tuple(faults))


def moment_of(text: str, zone: tzinfo, *, is_end: bool = False) -> int:
    """The UTC second that the text says. ValueError where it says none.

    With an offset it is taken as it is, without one it is the zone's clock.
    """
    found = _LOCAL.fullmatch(text.strip())
    if found is None:
        return parse_instant(text.strip())
    day = date(*(int(found[iso] or found[dotted]) for iso, dotted in _DAYS))
    if not exists(day, zone):
        raise ValueError("there was no such day")
    at = instant(day, _second(found, is_end=is_end), zone)
    if not EARLIEST <= at <= LATEST:
        raise ValueError("that is too far away")
    return at


_DAYS = (("year", "y"), ("month", "m"), ("day", "d"))


def _second(found: re.Match[str], *, is_end: bool) -> int:
    """The seconds after midnight. ValueError for no time of a day."""
    if found["hour"] is None:
        return DAY - 1 if is_end else 0
    hour, minute, second = (int(found[each] or 0) for each in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("there is no such time of a day")
    return hour * 3_600 + minute * 60 + second


def _version(text: str) -> int | None:
    if text and not _VERSION.fullmatch(text):
        raise ValueError("no number of a version")
    return int(text) if text else None


def _shown(text: str) -> Mapping[str, str]:
    return {"text": repr(text[:_MOST_SHOWN])}
