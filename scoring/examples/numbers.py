"""Examples told by a number alone, `{rating: 4}` or `{count: 2}`, as what must have happened."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.evidence import Event, EventKind, Role
from scoring.examples.happenings import AGENT, CONTACT
from standards.conditions import Facts
from standards.kinds import Count, Counted, Kind, Rating, Status
from standards.said import Said, both

_MINUTE = 60
_Told = tuple[EventKind, Role, Facts]

_SOLVED: _Told = (EventKind.CHANGED, Role.AGENT, {"status": Status.SOLVED})
_OPEN: _Told = (EventKind.CHANGED, Role.AGENT, {"status": Status.OPEN})
_REPLY: _Told = (EventKind.MESSAGE, Role.AGENT, {})
_WORDS: _Told = (EventKind.MESSAGE, Role.CUSTOMER, {})


def events_of_number(
    ask: Kind, given: Mapping[str, object], facts: Facts, opened_at: int
) -> tuple[Event, ...]:
    """The events of a contact so rated or counted, a minute apart. ValueError when neither."""
    match ask:
        case Rating(scale=scale):
            value = _number(given, "rating")
            told: list[_Told] = [(EventKind.RATED, Role.CUSTOMER, {"scale": scale, "value": value})]
        case Count(counted=counted):
            told = [*_happening(counted, int(_number(given, "count"))), _SOLVED]
        case _:
            raise ValueError(Said("a clock's example tells what happened: [Mon 09:00 opened, ...]"))
    opening: _Told = (EventKind.OPENED, Role.CUSTOMER, facts)
    return tuple(
        Event(
            contact=CONTACT,
            id=str(place),
            kind=kind,
            at=opened_at + place * _MINUTE,
            role=role,
            by=AGENT if role is Role.AGENT else None,
            facts=known,
            seq=place,
        )
        for place, (kind, role, known) in enumerate([opening, *told])
    )


def _happening(counted: Counted, times: int) -> list[_Told]:
    match counted:
        case Counted.REOPENINGS:
            return [_SOLVED, _OPEN] * times
        case Counted.REASSIGNMENTS:
            holders = [f"employee {n}" for n in range(times + 1)]
            return [(EventKind.CHANGED, Role.AGENT, {"assignee": name}) for name in holders]
        case Counted.REPLIES:
            return [_REPLY] * times
        case Counted.CUSTOMER_MESSAGES:
            return [_WORDS] * times


def _number(given: Mapping[str, object], name: str) -> float:
    value = given.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool) or not _fits(name, value):
        what = Said("the example gives no {key}", key=name)
        raise ValueError(both(what, Said("write {{{key}: 2}}", key=name)))
    return value


def _fits(name: str, value: float) -> bool:
    """Whether the number can be one: a count is whole and not negative."""
    return name != "count" or (value >= 0 and value % 1 == 0)
