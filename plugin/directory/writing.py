"""Writes the directory as the sheet that it can be read from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo

from plugin.directory.folding import PERSON
from plugin.directory.sheet import COLUMNS, LOCATION, TEAM
from plugin.stores.people.directory import Everybody, Group, Identity, Person
from standards.localtime import clock

Cells = tuple[str, str, str, str, str, str, str, str, str, str, str]


def sheet_of(everybody: Everybody, zone: tzinfo) -> str:
    """The directory as CSV, a row an identity; reading it again changes nothing.

    Days are those of the zone that the sheet was read in.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_groups(LOCATION, everybody.locations.values()))
    writer.writerows(_groups(TEAM, everybody.teams.values()))
    for person in everybody.people.values():
        writer.writerows(_rows(person, zone))
    return written.getvalue()


def _groups(kind: str, groups: Iterable[Group]) -> Iterator[Cells]:
    for group in groups:
        place = (_degrees(group.latitude), _degrees(group.longitude))
        for identity in group.identities or ("",):
            yield kind, group.id, group.name, "", "", identity, "", "", "", *place


def _rows(person: Person, zone: tzinfo) -> Iterator[Cells]:
    of = (PERSON, person.id, person.name, person.team or "", person.location or "")
    for each in person.identities or (Identity(""),):
        until = _day(each.until, zone)
        last = "" if until is None else (until - timedelta(1)).isoformat()
        since = _day(each.since, zone)
        first = "" if since is None else since.isoformat()
        yield (*of, each.id, first, last, person.email or "", "", "")


def _degrees(degrees: float | None) -> str:
    """As many digits as it takes to read the same degrees again, and no exponent."""
    return "" if degrees is None else f"{degrees:.15f}".rstrip("0").rstrip(".")


def _day(at: int | None, zone: tzinfo) -> date | None:
    return None if at is None else clock(at, zone)[0]
