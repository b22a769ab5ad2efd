"""What stands in a standard, shown as it is written there."""

from __future__ import annotations

from collections.abc import Mapping

from standards.conditions import Condition
from standards.durations import CalendarDays, Seconds, WorkingDays, show_duration
from standards.kinds import CalendarChoice
from standards.model import Amount


def amount_said(amount: Amount) -> str:
    """A limit's amount: `PT4H`, `2 working days`, `0.9`."""
    match amount:
        case Seconds(seconds):
            return show_duration(seconds)
        case WorkingDays(days):
            return f"{days} working {'day' if days == 1 else 'days'}"
        case CalendarDays(days):
            return f"{days} calendar {'day' if days == 1 else 'days'}"
    return said(amount)


def said(value: object) -> str:
    """Any other value: words sorted where their order says nothing, empty for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case Condition():
            return ", ".join(f"{name}: {said(values)}" for name, values in value.wanted)
        case CalendarChoice():
            return ", ".join(_choice(*row) for row in value.rows)
        case Mapping():
            return ", ".join(f"{key}: {said(each)}" for key, each in value.items())
        case frozenset():
            return " | ".join(sorted(map(str, value)))
        case tuple():
            return ", ".join(map(str, value))
    return str(value)


def _choice(when: Condition, name: str) -> str:
    return f"{name} ({said(when)})" if when.wanted else name
