"""The words in which examples tell what happened: `Mon 11:00 opened`, `Tue 15:20 replied`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from scoring.evidence import Event, EventKind, Role
from scoring.examples.week import Week
from standards.conditions import FACTS, FIELD, Fact, Facts
from standards.kinds import Status
from standards.said import Said, both
from standards.wording import either

CONTACT = "example"
AGENT = "somebody"
_HAPPENING = re.compile(r"(?P<time>\S+ \S+) (?P<what>\S.*)")
_STATUSES = {status.value: status for status in Status}
_WORDS = frozenset(FACTS) - {"promised_at"}  # facts whose value is a word
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

_Told = tuple[EventKind, Role, bool, "dict[str, Fact]"]
_Reader = Callable[[str, "_Telling"], "dict[str, Fact]"]


def _status(role: Role, status: Status) -> _Told:
    return EventKind.CHANGED, role, True, {"status": status}


# Words that stand alone -> kind, role, public, facts.
_PLAIN: Mapping[str, _Told] = {
    "opened": (EventKind.OPENED, Role.CUSTOMER, True, {}),
    "opened by agent": (EventKind.OPENED, Role.AGENT, True, {}),
    "customer wrote": (EventKind.MESSAGE, Role.CUSTOMER, True, {}),
    "replied": (EventKind.MESSAGE, Role.AGENT, True, {}),
    "replied and solved": (EventKind.MESSAGE, Role.AGENT, True, {"status": Status.SOLVED}),
    "noted": (EventKind.MESSAGE, Role.AGENT, False, {}),
    "bot replied": (EventKind.MESSAGE, Role.BOT, True, {}),
    "solved": _status(Role.AGENT, Status.SOLVED),
    "closed": _status(Role.AGENT, Status.CLOSED),
    "pending": _status(Role.AGENT, Status.PENDING),
    "on hold": _status(Role.AGENT, Status.ON_HOLD),
    "open": _status(Role.AGENT, Status.OPEN),
    "unassigned": (EventKind.CHANGED, Role.AGENT, True, {"assignee": None}),
    "merged": (EventKind.MERGED, Role.AGENT, True, {}),
}


@dataclass(slots=True)
class _Telling:
    """What the words need to be understood: the week, the scale of a rating, the time it is."""

    week: Week
    scale: str
    now: int | None = None


def _rated(rest: str, telling: _Telling) -> dict[str, Fact]:
    if not _NUMBER.fullmatch(rest):
        what = Said("{text} is no rating", text=repr(rest))
        raise ValueError(both(what, Said("write {words}", words="rated 4")))
    return {"scale": telling.scale, "value": float(rest)}


def _promised(rest: str, telling: _Telling) -> dict[str, Fact]:
    return {"promised_at": telling.week.instant(rest, telling.now)}


def _stood(rest: str, _: _Telling) -> dict[str, Fact]:
    if rest not in _STATUSES:
        what = Said("{text} is no status", text=repr(rest))
        raise ValueError(both(what, Said("write one of {words}", words=", ".join(_STATUSES))))
    return {"status": _STATUSES[rest]}


# Words that need another after them -> kind, role, how the rest is read, what the whole looks like.
_FOLLOWED: Mapping[str, tuple[EventKind, Role, _Reader, str]] = {
    "assigned": (EventKind.CHANGED, Role.AGENT, lambda rest, _: {"assignee": rest}, "NAME"),
    "rated": (EventKind.RATED, Role.CUSTOMER, _rated, "NUMBER"),
    "promised": (EventKind.CHANGED, Role.AGENT, _promised, "Tue 12:00"),
    "status": (EventKind.CHANGED, Role.AGENT, _stood, "open"),
}


def events_of(given: Iterable[str], facts: Facts, week: Week, scale: str) -> tuple[Event, ...]:
    """The events an example tells, its facts known from the opening on.

    ValueError says what is not understood.
    """
    telling = _Telling(week, scale)
    events = tuple(_event(words, place, telling) for place, words in enumerate(given))
    if not any(event.kind is EventKind.OPENED for event in events):
        mend = Said("begin with `Mon 09:00 opened`")
        raise ValueError(both(Said("nothing opens the contact"), mend))
    return tuple(_knowing(event, facts) for event in events)


def _event(words: str, place: int, telling: _Telling) -> Event:
    match = _HAPPENING.fullmatch(words)
    if match is None:
        what = Said("{text} is no happening", text=repr(words))
        raise ValueError(both(what, Said("write {words}", words="Mon 09:00 opened")))
    telling.now = telling.week.instant(match["time"], telling.now)
    kind, role, public, facts = _told(match["what"], telling)
    by = AGENT if role is Role.AGENT else None
    return Event(CONTACT, str(place), kind, telling.now, role, by, public, facts, place)


def _told(what: str, telling: _Telling) -> _Told:
    plain = _PLAIN.get(what)
    if plain is not None:
        return plain
    first, _, rest = what.partition(" ")
    if first in _FOLLOWED:
        kind, role, read, looks = _FOLLOWED[first]
        if not rest:
            cut = Said("{text} is cut off", text=repr(what))
            raise ValueError(both(cut, Said("write {words}", words=f"{what} {looks}")))
        return kind, role, True, read(rest, telling)
    if rest and (first in _WORDS or first.startswith(FIELD)):
        return EventKind.CHANGED, Role.AGENT, True, {first: rest}
    known = [*_PLAIN, *_FOLLOWED]
    near = get_close_matches(what, known, n=1) or get_close_matches(first, known, n=1)
    mend = Said("write {words}", words=either(near or [*known, Said("a fact and its value")]))
    raise ValueError(both(Said("{text} is nothing that happens", text=repr(what)), mend))


def _knowing(event: Event, facts: Facts) -> Event:
    """The opening with the example's facts known; any other event as it is."""
    if event.kind is not EventKind.OPENED:
        return event
    return replace(event, facts={**facts, **event.facts})
