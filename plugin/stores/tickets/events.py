"""The event log of every contact: appended to, and the truth that cards and tallies rest on.

    {_id: "<contact> <event id>", contact, id, kind, at, seq, role, by, public,
     facts: [[name, value], ...], reconstructed: true where it is}

Facts are pairs, so that any name survives; a list is a tuple of tags, and a whole number beyond
64 bits is `{"digits": "..."}`. Words lie apart, in `texts`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pymongo import ASCENDING, IndexModel, ReplaceOne
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import fits, plain
from scoring.evidence import Event, EventKind, Role
from standards.conditions import Fact

LAYOUT = Layout(
    "events",
    indexes=(
        IndexModel(
            [("contact", ASCENDING), ("at", ASCENDING), ("seq", ASCENDING), ("id", ASCENDING)],
            name="log",
        ),
    ),
    schema={
        "required": ["contact", "id", "kind", "at", "seq", "role", "public", "facts"],
        "properties": {
            "kind": {"enum": [kind.value for kind in EventKind]},
            "role": {"enum": [role.value for role in Role]},
            "at": {"bsonType": ["int", "long"]},
            "seq": {"bsonType": ["int", "long"]},
            "facts": {"bsonType": "array"},
        },
    },
)


class Events:
    """Every contact's log."""

    def __init__(self, database: Mongo) -> None:
        self._events = database[LAYOUT.name]

    def of(self, contact: str, session: ClientSession | None = None) -> list[Event]:
        """The contact's log without words, in order of instant and arrival."""
        order = [("at", ASCENDING), ("seq", ASCENDING), ("id", ASCENDING)]
        found = self._events.find({"contact": contact}, session=session).sort(order)
        return [read_event(each) for each in found]

    def keep(self, events: Iterable[Event], session: ClientSession | None = None) -> None:
        """Writes the events; one that stands there is replaced."""
        made = [write_event(each) for each in events]
        if made:
            self._events.bulk_write(
                [ReplaceOne({"_id": each["_id"]}, each, upsert=True) for each in made],
                ordered=False,
                session=session,
            )

    def contacts(self) -> Iterator[str]:
        """Every contact that has a log, in order."""
        for each in self._events.aggregate(
            [{"$group": {"_id": "$contact"}}, {"$sort": {"_id": 1}}]
        ):
            yield each["_id"]


def news_in(log: Iterable[Event], told: Iterable[Event]) -> list[Event]:
    """Of what is told, the events that change the log: new ones, and later tellings of old ones.

    Of two tellings of one event the later counts (by instant, then by `seq`), and of two at the
    same moment the one that is greater in writing: so the order in which they arrive changes
    nothing.
    """
    known = {each.id: each for each in log}
    new: dict[str, Event] = {}
    for each in told:
        old = known.get(each.id)
        if old is None or _lateness(each) > _lateness(old):
            known[each.id] = new[each.id] = each
    return list(new.values())


def _lateness(event: Event) -> tuple[int, int, str]:
    return event.at, event.seq, json.dumps(write_event(event), sort_keys=True)


def id_of(event: Event) -> str:
    """The event's name among those of all contacts."""
    return f"{event.contact} {event.id}"


def write_event(event: Event) -> Document:
    """The event as it is stored, without its words."""
    told = {
        "_id": id_of(event),
        "contact": event.contact,
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at,
        "seq": event.seq,
        "role": event.role.value,
        "by": event.by,
        "public": event.public,
        "facts": [[name, _written(value)] for name, value in event.facts.items()],
    }
    return told | {"reconstructed": True} if event.reconstructed else told


def read_event(stored: Document) -> Event:
    """The event that was stored."""
    return Event(
        contact=stored["contact"],
        id=stored["id"],
        kind=EventKind(stored["kind"]),
        at=int(stored["at"]),
        role=Role(stored["role"]),
        by=stored["by"],
        public=stored["public"],
        facts={name: _read(value) for name, value in stored["facts"]},
        seq=int(stored["seq"]),
        reconstructed=stored.get("reconstructed", False),
    )


def without_words(event: Event) -> Event:
    """The event as the log knows it."""
    return event if event.text is None else replace(event, text=None)


def _written(value: Fact) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not fits(value):
        return {"digits": str(value)}
    return list(value) if isinstance(value, tuple) else value


def _read(value: Any) -> Fact:
    if isinstance(value, dict):
        return int(value["digits"])
    found: Fact = tuple(value) if isinstance(value, list) else plain(value)
    return found
