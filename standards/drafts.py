"""Makes the draft of a standard out of what could be read of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

from standards.calendar import Calendar
from standards.canonical import content_hash
from standards.content import Content, Parts, mapping
from standards.hours import Hours
from standards.kinds import ROUND_THE_CLOCK, Clock, Kind
from standards.limits import in_calendar_days, limits_or_default
from standards.model import Criterion, Draft, Governance
from standards.schema.standard import LEAST_CONFIDENCE
from standards.zones import load_zone, tzdata_version

# What stands in a draft for those parts of its head that could not be read.
_UNREAD: Parts = {
    "code": "",
    "title": {},
    "version": 0,
    "languages": (),
    "governance": Governance({}, date.max),
    "identification": {"least_confidence": LEAST_CONFIDENCE},
}


def draft_of(content: Content, faulty: Collection[int]) -> Draft:
    """The draft of all criteria but the faulty ones and those whose calendar could not be read."""
    calendars = {**content.calendars, **dict(_never_closing(content.calendars))}
    sound = (parts for number, parts in content.criteria.items() if number not in faulty)
    counted = (parts for parts in sound if calendars.keys() >= {*_used(parts["ask"])})
    criteria = tuple(_criterion(parts, calendars) for parts in counted)
    used = (name for each in criteria for name in _used(each.ask))
    head = {**_UNREAD, **content.parts}
    return Draft(
        code=head["code"],
        title=head["title"],
        version=head["version"],
        languages=head["languages"],
        governance=head["governance"],
        hours={name: Hours(calendars[name]) for name in (*content.calendars, *used)},
        criteria=criteria,
        least_confidence=head["identification"]["least_confidence"],
        hash=content_hash(mapping(content.source.data), content.calendars),
        tzdata=tzdata_version(),
        text=content.source.text,
    )


def _criterion(parts: Parts, calendars: Mapping[str, Calendar]) -> Criterion:
    """The criterion with the limits it has by itself, and the calendar that its limits demand."""
    ask, limits = parts["ask"], limits_or_default(parts["ask"], parts["limits"])
    if isinstance(ask, Clock) and in_calendar_days(limits):
        rows = tuple((when, _twin(calendars[name])) for when, name in ask.calendar.rows)
        ask = replace(ask, calendar=replace(ask.calendar, rows=rows))
    return Criterion(**{**parts, "ask": ask, "limits": limits})


def _used(ask: Kind) -> tuple[str, ...]:
    return ask.calendar.names if isinstance(ask, Clock) else ()


def _never_closing(calendars: Mapping[str, Calendar]) -> Iterator[tuple[str, Calendar]]:
    """A calendar without closing time in the zone of each, and one for where none is named."""
    for calendar in calendars.values():
        name = _twin(calendar)
        yield name, Calendar(name, calendar.zone, None)
    zones = [calendar.zone for calendar in calendars.values()] or [load_zone("UTC")]
    yield ROUND_THE_CLOCK, Calendar(ROUND_THE_CLOCK, zones[0], None)


def _twin(calendar: Calendar) -> str:
    """The name of the calendar without closing time in the same zone; its own when it has none."""
    return calendar.name if calendar.week is None else f"{calendar.name} {ROUND_THE_CLOCK}"
