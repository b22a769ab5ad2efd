"""Spans of time and amounts, as limits name them: `PT4H`, `{working_days: 2}`, 3."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from standards.durations import CalendarDays, Seconds, Span, WorkingDays, read_seconds
from standards.said import Said, parted, said_by
from standards.schema.base import Describe, Described, Value, refuse
from standards.wording import instead_of, shown

MOST_DAYS = 36_600

_IN_DAYS: Mapping[str, Callable[[int], Span]] = {
    "working_days": WorkingDays,
    "calendar_days": CalendarDays,
}
_DURATION = r"^P(?=.)([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"


class SpanOfTime(Value):
    """`PT4H`, `{working_days: 2}` or `{calendar_days: 14}`."""

    def read(self, value: Any) -> Span | float:
        if isinstance(value, dict):
            return _days(value)
        if not isinstance(value, str):
            what = Said("{value} is no span of time", value=shown(value))
            refuse(what, Said("write PT4H, or {{working_days: 2}}"))
        return _duration(value)

    def described(self, of: Describe) -> Described:
        days = [_one_key(key, {"type": "integer", "minimum": 1}) for key in _IN_DAYS]
        return {"anyOf": [{"type": "string", "pattern": _DURATION}, *days]}


class Amount(SpanOfTime):
    """A span of time, or a number for what is counted, rated or measured."""

    def read(self, value: Any) -> Span | float:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if isinstance(value, str | dict):
            return super().read(value)
        what = Said("{value} is no limit", value=shown(value))
        return refuse(what, Said("write a span such as PT4H, or a number"))

    def described(self, of: Describe) -> Described:
        return {"anyOf": [{"type": "number"}, *super().described(of)["anyOf"]]}


def _duration(text: str) -> Seconds:
    try:
        return read_seconds(text)
    except ValueError as error:
        return refuse(*_parted(said_by(error)))


def _days(value: dict[str, Any]) -> Span:
    if len(value) != 1:
        refuse(Said("a span of time in days has one key"), Said("write {{working_days: 2}}"))
    (key, days), *_ = value.items()
    if key not in _IN_DAYS:
        refuse(Said("unknown span {key}", key=shown(key)), instead_of(key, _IN_DAYS))
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_DAYS:
        what = Said("{value} is no number of days", value=shown(days))
        refuse(what, Said("write 1 to {most:,}", most=MOST_DAYS))
    return _IN_DAYS[key](days)


def _parted(error: str) -> tuple[str, str]:
    text, mend = parted(error)
    return text, mend or Said("write PT4H, PT30M or PT1H30M")


def _one_key(key: str, value: Described) -> Described:
    return {
        "type": "object",
        "properties": {key: value},
        "required": [key],
        "additionalProperties": False,
    }
