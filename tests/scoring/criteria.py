"""Criteria and standards that the tests judge by, told in few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from scoring.finding import Finding, finding_of
from scoring.measure import measure_ticket
from scoring.timeline import Timeline
from standards.conditions import Condition
from standards.durations import CalendarDays, WorkingDays, read_seconds
from standards.hours import Hours
from standards.kinds import (
    AgentWork,
    CalendarChoice,
    FirstReply,
    KeptPromise,
    Kind,
    NextReply,
    PeriodicUpdate,
    Reopen,
    RequesterWait,
    Resolution,
    ScheduleChange,
    Status,
    Timed,
)
from standards.model import Amount, Criterion, Governance, Limit, Severity, Standard
from tests.standards.firms import ROUND_THE_CLOCK, calendar

FIRMS = {
    "office": calendar("Europe/Warsaw", {"mon-fri": ["09:00-17:00"]}),
    "split": calendar("Europe/Warsaw", {"mon-fri": ["08:00-12:00", "13:00-17:00"]}),
    "early": calendar("Europe/Warsaw", {"mon-fri": ["07:00-15:00"]}),
    "open": calendar("Europe/Warsaw", ROUND_THE_CLOCK),
    "always": calendar("Europe/Warsaw", None),
}
HOURS: Mapping[str, Hours] = {name: Hours(firm) for name, firm in FIRMS.items()}


def clock(words: str, calendar: str = "office") -> Timed:
    """`resolution`, or with options: `resolution pause=pending/on_hold reopen=restart`."""
    kind, *options = words.split()
    given = dict(_option(*option.partition("=")) for option in options)
    return _CLOCKS[kind](**{"calendar": choice(calendar), **given})


_CLOCKS: Mapping[str, type[Timed]] = {
    "first_reply": FirstReply,
    "next_reply": NextReply,
    "periodic_update": PeriodicUpdate,
    "requester_wait": RequesterWait,
    "agent_work": AgentWork,
    "resolution": Resolution,
    "kept_promise": KeptPromise,
}


def _option(name: str, _: str, value: str) -> tuple[str, Any]:
    match name:
        case "pause":
            return "pause_on", frozenset(map(Status, value.split("/")))
        case "reopen":
            return name, Reopen(value)
        case _:
            return name, True


def choice(words: str) -> CalendarChoice:
    """`office`, or `group=night: open, office`, with ` as Zendesk` for the last schedule alone."""
    rows = words.removesuffix(" as Zendesk")
    own = ScheduleChange.OWN_STRETCH if rows == words else ScheduleChange.LAST_SCHEDULE
    return CalendarChoice(tuple(_row(row) for row in rows.split(", ")), own)


def _row(words: str) -> tuple[Condition, str]:
    when, _, name = words.rpartition(": ")
    return condition(when), name


def condition(words: str) -> Condition:
    """`priority=urgent/high channel=chat`; nothing said always fits."""
    pairs = (each.partition("=") for each in words.split())
    return Condition.of({name: tuple(values.split("/")) for name, _, values in pairs})


def limits(words: str) -> tuple[Limit, ...]:
    """`PT4H`, `PT1H..PT4H`, `2 working days`, `3..5`; several as `priority=urgent: PT1H, PT4H`."""
    return tuple(map(_limit, words.split(", "))) if words else ()


def _limit(words: str) -> Limit:
    when, _, amounts = words.rpartition(": ")
    full, _, none = amounts.partition("..")
    first = amount(full)
    return Limit(first, amount(none) if none else first, condition(when))


def amount(words: str) -> Amount:
    """A span or a number."""
    number, _, unit = words.partition(" ")
    if unit:
        return _DAYS[unit](int(number))
    return read_seconds(words) if words.startswith("P") else float(words)


_DAYS: Mapping[str, type[WorkingDays] | type[CalendarDays]] = {
    "working days": WorkingDays,
    "calendar days": CalendarDays,
}


def criterion(ask: Kind, said: str = "", **more: Any) -> Criterion:
    """A criterion that asks this, with these limits."""
    words = {"en": "Any"}
    plain = Criterion("C-1", words, words, ask, 1, Severity.MAJOR, limits=limits(said))
    return replace(plain, **more)


def standard(*criteria: Criterion, **more: Any) -> Standard:
    """A standard of these criteria, under the calendars of this module."""
    form: dict[str, Any] = {
        "code": "contact-mail",
        "title": {"en": "Contact"},
        "version": 3,
        "languages": ("en",),
        "governance": Governance({"en": "Head of service"}, date(2027, 6, 30)),
        "hours": HOURS,
        "criteria": criteria,
        "least_confidence": 0.7,
        "hash": "0" * 64,
        "tzdata": "2026a",
        "text": "",
    }
    return Standard(**form | more)


def found(asked: Criterion, line: Timeline, hours: Mapping[str, Hours] = HOURS) -> Finding:
    """What the criterion finds in the ticket."""
    return finding_of(asked, measure_ticket(asked, line, hours))
