"""Folds the rows of a sheet into people, teams and locations; contradictions are faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from itertools import pairwise

from plugin.directory.sheet import (
    ADDRESS,
    COLUMNS,
    EMAIL,
    FROM,
    ID,
    IDENTITY,
    KIND,
    LATITUDE,
    LOCATION,
    LONGITUDE,
    NAME,
    TEAM,
    UNTIL,
    Row,
    RowFault,
)
from plugin.stores.people.directory import Everybody, Group, Identity, Person
from standards.localtime import instant

PERSON = "person"
# Which columns say something of which kind of thing.
SAID_OF: Mapping[str, frozenset[str]] = {
    PERSON: frozenset(COLUMNS) - {LATITUDE, LONGITUDE},
    TEAM: frozenset({KIND, ID, NAME, IDENTITY}),
    LOCATION: frozenset({KIND, ID, NAME, IDENTITY, LATITUDE, LONGITUDE}),
}
_ID = re.compile(r"[\w.@+-]{1,64}")
_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_DEGREES = re.compile(r"-?[0-9]{1,3}([.,][0-9]{1,15})?")  # with a comma as spreadsheets write it
_FURTHEST: Mapping[str, int] = {LATITUDE: 90, LONGITUDE: 180}  # degrees either way
_DAYS_MEND = "write 2026-03-01, or 01.03.2026"


@dataclass(slots=True)
class _Thing:
    """What the rows so far say of one person, team or location."""

    first: Row
    said: dict[str, str] = field(default_factory=dict)
    identities: list[tuple[Identity, Row]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Folded:
    """What a sheet says, and the faults.

    `rows` holds the first row of each thing, by kind and id, and that of each of its identities, by
    kind, id and identity; `named` every kind and id, also those of rows that have faults.
    """

    everybody: Everybody
    rows: Mapping[tuple[str, ...], Row]
    named: frozenset[tuple[str, str]]
    faults: tuple[RowFault, ...]


def fold(rows: Sequence[Row], zone: tzinfo) -> Folded:
    """The things that the rows tell of; days begin at midnight in the zone."""
    things: dict[tuple[str, str], _Thing] = {}
    faults: list[RowFault] = []
    for row in rows:
        found = list(_faults_of(row))
        if not found:
            thing = things.setdefault((row[KIND].casefold(), row[ID]), _Thing(row))
            found = [*_tell(thing, row), *_identify(thing, row, zone)]
        faults += found
    faults += [fault for thing in things.values() for fault in _unsound(thing)]
    named = frozenset((row[KIND].casefold(), row[ID]) for row in rows)
    return Folded(_everybody(things), dict(_rows_of(things)), named, tuple(faults))


def _rows_of(things: Mapping[tuple[str, str], _Thing]) -> Iterator[tuple[tuple[str, ...], Row]]:
    for key, thing in things.items():
        yield key, thing.first
        yield from (((*key, identity.id), row) for identity, row in thing.identities)


def _faults_of(row: Row) -> Iterator[RowFault]:
    """What can be seen from the row alone."""
    kind = row[KIND].casefold()
    if kind not in SAID_OF:
        yield row.fault(f"{row[KIND]!r} is no kind", f"write {', '.join(SAID_OF)}")
        return
    if not _ID.fullmatch(row[ID]):
        said = f"{row[ID]!r} is no id" if row[ID] else "there is no id"
        yield row.fault(said, "write letters, digits and . @ + - _, at most 64")
    for column in COLUMNS:
        if row[column] and column not in SAID_OF[kind]:
            yield row.fault(f"a {kind} has no {column}", "leave the cell empty")
    if row[EMAIL] and not ADDRESS.fullmatch(row[EMAIL]):
        yield row.fault(f"{row[EMAIL][:70]!r} is no e-mail address", "write ann@example.com")
    for column, most in _FURTHEST.items():
        if row[column] and _degrees(row[column], most) is None:
            yield row.fault(
                f"{row[column][:40]!r} is no {column}", f"write -{most} to {most} degrees"
            )
    if (row[FROM] or row[UNTIL]) and not row[IDENTITY]:
        yield row.fault("the dates are of an identity, which is missing", "write the identity")


def _tell(thing: _Thing, row: Row) -> Iterator[RowFault]:
    """Adds what the row says; a thing may be told of in several rows, but not in two ways."""
    for column in (NAME, TEAM, LOCATION, EMAIL, LATITUDE, LONGITUDE):
        if not row[column]:
            continue
        known = thing.said.setdefault(column, row[column])
        if known != row[column]:
            said = f"the {column} of {row[ID]} is {known!r} in row {thing.first.number}"
            yield row.fault(said, "write the same, or leave the cell empty")


def _identify(thing: _Thing, row: Row, zone: tzinfo) -> Iterator[RowFault]:
    if not row[IDENTITY]:
        return
    try:
        since = _midnight(row[FROM], 0, zone)
        until = _midnight(row[UNTIL], 1, zone)
    except ValueError as error:
        yield row.fault(str(error), _DAYS_MEND)
        return
    if since is not None and until is not None and until <= since:
        yield row.fault("it ends before it begins", "let until be the last day of it")
        return
    identity = Identity(row[IDENTITY], since, until)
    if identity not in [known for known, _ in thing.identities]:
        thing.identities.append((identity, row))


def _midnight(text: str, days_on: int, zone: tzinfo) -> int | None:
    """The UTC second at which the day begins, or so many days later; None for no day."""
    if not text:
        return None
    match = _DAY.fullmatch(text) or _DOTTED.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no day")
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"{text!r} is no day there is") from None
    if not 1970 <= day.year <= 2199:
        raise ValueError(f"{text!r} lies outside the years 1970 to 2199")
    return instant(day + timedelta(days_on), 0, zone)


def _degrees(text: str, most: int) -> float | None:
    """The degrees that are written; None where they are none."""
    if not _DEGREES.fullmatch(text):
        return None
    degrees = float(text.replace(",", "."))
    return degrees if abs(degrees) <= most else None


def _unsound(thing: _Thing) -> Iterator[RowFault]:
    """What is wrong with the thing as a whole."""
    if NAME not in thing.said:
        yield thing.first.fault(f"{thing.first[ID]} has no name", "write it in one of its rows")
    for column, twin in ((LATITUDE, LONGITUDE), (LONGITUDE, LATITUDE)):
        if column in thing.said and twin not in thing.said:
            yield thing.first.fault(f"{thing.first[ID]} has a {column} alone", f"write its {twin}")
    ordered = sorted(thing.identities, key=lambda each: (each[0].id, each[0].since or 0))
    for (one, _), (other, row) in pairwise(ordered):
        if one.id == other.id and overlap(one, other):
            said = f"{one.id} is told of twice for the same days"
            yield row.fault(said, "let one end before the other begins")


def overlap(one: Identity, other: Identity) -> bool:
    """Whether there is an instant at which both hold."""
    starts = max(one.since or 0, other.since or 0)
    ends = [each for each in (one.until, other.until) if each is not None]
    return not ends or starts < min(ends)


def _everybody(things: Mapping[tuple[str, str], _Thing]) -> Everybody:
    return Everybody(
        {own: _person(own, each) for (kind, own), each in things.items() if kind == PERSON},
        {own: _group(own, each) for (kind, own), each in things.items() if kind == TEAM},
        {own: _group(own, each) for (kind, own), each in things.items() if kind == LOCATION},
    )


def _person(own: str, thing: _Thing) -> Person:
    identities = sorted((each for each, _ in thing.identities), key=_order)
    said = thing.said
    team, location, email = (said.get(column) for column in (TEAM, LOCATION, EMAIL))
    return Person(own, said.get(NAME, ""), team, location, tuple(identities), email)


def _group(own: str, thing: _Thing) -> Group:
    identities = sorted({each.id for each, _ in thing.identities})
    latitude, longitude = (
        _degrees(thing.said.get(column, ""), most) for column, most in _FURTHEST.items()
    )
    return Group(own, thing.said.get(NAME, ""), tuple(identities), latitude, longitude)


def _order(identity: Identity) -> tuple[str, int]:
    return identity.id, identity.since or 0
