"""Which older version binds whom in a contact: as assignments, passes and the directory say today.

Everything is read at once and kept for a second, or for longer where there is much to read; where
nothing was ever assigned that is one look into an empty collection. An identity is whose it was at
noon of the day on which the contact was opened, as reports on people have it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Identity
from plugin.stores.plain import plain
from plugin.stores.training.assignments import Assignments
from plugin.stores.versions.standards import Published
from scoring.binding import Knowing, bound_by, grace

LIST_SECONDS = 1.0  # how long a process goes by what it last read, and at the least
LONGEST_SECONDS = 10.0  # far less than until contacts are judged anew for the second time
_TIMES_READING = 50.0  # so that reading it takes no more than a fiftieth of the time
_NOON = 12


class Versions(Protocol):
    """What is needed of the published standards."""

    def known(self) -> tuple[Published, ...]:
        """Every published version, by code and number."""


@dataclass(frozen=True, slots=True)
class Known:
    """What each person was assigned, by code and person; and whose each of their identities is."""

    knowings: Mapping[str, Mapping[str, tuple[Knowing, ...]]] = field(default_factory=dict)
    identities: Mapping[str, tuple[tuple[Identity, str], ...]] = field(default_factory=dict)

    def person_of(self, identity: str, noon: int) -> str | None:
        """Who of those that were assigned something was known by it at noon of the day."""
        held = self.identities.get(identity, ())
        return next((person for each, person in held if each.holds(noon)), None)


@dataclass(frozen=True, slots=True, order=True)
class InGrace:
    """That a version does not bind an identity from its day until just before `until`."""

    identity: str
    version: int
    since: int
    until: int


@dataclass(slots=True)
class Bindings:
    """The bindings of a house whose days are those of the zone; `ticking` counts seconds."""

    database: Mongo
    zone: tzinfo
    standards: Versions
    ticking: Callable[[], float] = time.monotonic
    _known: Known = field(default_factory=Known, init=False)
    _until: float | None = field(default=None, init=False)

    def known(self) -> Known:
        """What is assigned, passed and held."""
        began = self.ticking()
        if self._until is None or began >= self._until:
            self._known = _read(self.database)
            took = self.ticking() - began
            kept = max(LIST_SECONDS, _TIMES_READING * took)
            self._until = began + min(kept, LONGEST_SECONDS)
        return self._known

    def forget(self) -> None:
        """Has it read anew."""
        self._until = None

    def concerns(self, code: str) -> bool:
        """Whether anybody was given a grace of a version of the code."""
        return code in self.known().knowings

    def knowings(self, code: str, person: str) -> tuple[Knowing, ...]:
        """What the person was assigned of the code with a grace."""
        return self.known().knowings.get(code, {}).get(person, ())

    def versions(self, code: str) -> tuple[Published, ...]:
        """The published versions of the code."""
        return tuple(each for each in self.standards.known() if each.code == code)

    def older(
        self, code: str, judged_by: int, identities: Iterable[str], opened_at: int
    ) -> Mapping[int, tuple[str, ...]]:
        """Which of the identities are bound by which older version, in a contact opened then.

        `judged_by` is the version that judges it for everybody else.
        """
        if not self.concerns(code):
            return {}
        noon, found = noon_of(opened_at, self.zone), defaultdict(list)
        for identity in sorted(set(identities)):
            number = self._bound_by(code, judged_by, identity, noon, opened_at)
            if number is not None and number != judged_by:
                found[number].append(identity)
        return {number: tuple(found[number]) for number in sorted(found)}

    def in_grace(self, code: str) -> frozenset[InGrace]:
        """Every grace of the code there is or was."""
        versions, known = self.versions(code), self.known()
        people = known.knowings.get(code, {})
        held = [
            (each, people[person])
            for tenures in known.identities.values()
            for each, person in tenures
            if person in people
        ]
        return frozenset(
            InGrace(each.id, version.version, since, until)
            for each, knowings in held
            for version in versions
            for since, until in _within(each, grace(version, knowings), self.zone)
        )

    def _bound_by(
        self, code: str, judged_by: int, identity: str, noon: int, opened_at: int
    ) -> int | None:
        person = self.known().person_of(identity, noon)
        knowings = () if person is None else self.knowings(code, person)
        if not knowings:
            return judged_by
        return bound_by(judged_by, self.versions(code), knowings, opened_at)


def noon_of(opened_at: int, zone: tzinfo) -> int:
    """Noon of the day, in the zone, on which the UTC second lies."""
    local = datetime.fromtimestamp(opened_at, zone)
    return int(local.replace(hour=_NOON, minute=0, second=0, microsecond=0).timestamp())


def _within(
    held: Identity, span: tuple[int, int] | None, zone: tzinfo
) -> Iterator[tuple[int, int]]:
    """What of the span lies in the days on which the identity was somebody's."""
    if span is not None:
        since = span[0] if held.since is None else max(span[0], _first_day(held.since, zone))
        until = span[1] if held.until is None else min(span[1], _first_day(held.until, zone))
        if since < until:
            yield since, until


def _first_day(at: int, zone: tzinfo) -> int:
    """The first second of the first day whose noon does not lie before the UTC second."""
    local = datetime.fromtimestamp(at, zone)
    day = local.date() if at <= noon_of(at, zone) else local.date() + timedelta(days=1)
    return int(datetime.combine(day, datetime.min.time(), zone).timestamp())


def _read(database: Mongo) -> Known:
    assignments = Assignments(database)
    codes = sorted({each.code for each in assignments.standing() if each.latest_at is not None})
    knowings = {code: found for code in codes if (found := assignments.knowing(code))}
    people = sorted({person for found in knowings.values() for person in found})
    return Known(knowings, _identities(database, people)) if people else Known()


def _identities(
    database: Mongo, people: Iterable[str]
) -> Mapping[str, tuple[tuple[Identity, str], ...]]:
    found: defaultdict[str, list[tuple[Identity, str]]] = defaultdict(list)
    asked = {"_id": {"$in": [*people]}}
    for each in database.people.find(asked, {"identities": 1}).sort("_id", 1):
        for one in plain(each)["identities"]:
            identity = Identity(one["id"], one.get("from"), one.get("until"))
            found[identity.id].append((identity, each["_id"]))
    return {identity: tuple(held) for identity, held in found.items()}
