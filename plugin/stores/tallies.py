"""What reports count: the tallies of all filed cards, kept as differences in whole numbers.

A row says how many occurrences a criterion had on a day the contacts were opened, whose, at which
location, in cards of one standing. A row whose criterion is None counts the cards themselves in
`contacts`, of the team that their contact is with. Each row stands in 16 slots, so that two
contacts filed at the same time seldom write the same document; readers add the slots up. Rows of
zeros count for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import tzinfo
from zlib import crc32

from pymongo import ASCENDING, IndexModel, UpdateOne
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from scoring.scorecard import Standing
from scoring.tally.brief import BriefCard
from scoring.tally.counts import Counts
from scoring.tally.grouping import Grouping
from scoring.tally.tally import Key, Tally

NAMES = ("criterion", "employee", "team", "instrument", "standing", "day", "location")
COUNTED = tuple(each.name for each in fields(Counts))
SLOTS = 16
ALL = frozenset(Standing)

LAYOUT = Layout(
    "tallies",
    indexes=(
        IndexModel([("code", ASCENDING), ("version", ASCENDING), ("day", ASCENDING)], name="days"),
    ),
    schema={
        "required": ["code", "version", "slot", *NAMES, *COUNTED],
        "properties": {name: {"bsonType": ["int", "long"]} for name in COUNTED},
    },
)


def slot_of(contact: str) -> int:
    """The slot in which the contact's cards are counted."""
    return crc32(contact.encode()) % SLOTS


class Tallies:
    """The rows of all filed cards; days are those of the zone."""

    def __init__(self, database: Mongo, zone: tzinfo) -> None:
        self.grouping = Grouping(NAMES, zone)
        self._rows = database[LAYOUT.name]

    def change(
        self,
        contact: str,
        was: Iterable[BriefCard],
        now: Iterable[BriefCard],
        session: ClientSession,
    ) -> None:
        """Counts the contact's cards as they are now instead of as they were."""
        tally = self.nothing()
        for each in was:
            tally.subtract(each)
        for each in now:
            tally.add(each)
        self._add(tally.rows(), slot_of(contact), session)

    def nothing(self) -> Tally:
        """A tally that counts as these rows do, and has counted nothing yet."""
        return Tally(self.grouping, ALL, whole=True)

    def total(self) -> Mapping[Key, Counts]:
        """What is counted over all slots, without rows of zeros."""
        sums = {name: {"$sum": f"${name}"} for name in COUNTED}
        by = {name: f"${name}" for name in ("code", "version", *NAMES)}
        found = self._rows.aggregate([{"$group": {"_id": by, **sums}}], allowDiskUse=True)
        return _told((_key(each["_id"]), each) for each in found)

    def in_slot(self, slot: int, session: ClientSession | None = None) -> Mapping[Key, Counts]:
        """What is counted in the slot, without rows of zeros."""
        found = self._rows.find(_of_slot(slot), session=session)
        return _told((_key(each), each) for each in found)

    def replace(self, slot: int, rows: Mapping[Key, Counts], session: ClientSession) -> None:
        """Lets these rows be all that is counted in the slot."""
        self._rows.delete_many(_of_slot(slot), session=session)
        made = [_made(slot, key) | _numbers(counts) for key, counts in rows.items()]
        if made:
            self._rows.insert_many(made, ordered=False, session=session)

    def _add(self, rows: Mapping[Key, Counts], slot: int, session: ClientSession) -> None:
        changes = []
        for key, counts in rows.items():
            made = _made(slot, key)
            told = {"$inc": _numbers(counts), "$setOnInsert": made}
            changes.append(UpdateOne({"_id": made["_id"]}, told, upsert=True))
        if changes:
            self._rows.bulk_write(changes, ordered=False, session=session)


def _of_slot(slot: int) -> Document:
    """The rows of the slot, by how their names begin: rows are written too often for an index."""
    return {"_id": {"$gte": f"[{slot},", "$lt": f"[{slot}-"}}


def _made(slot: int, key: Key) -> Document:
    parts = dict(zip(NAMES, key.parts, strict=True))
    told = [slot, key.code, key.version, *key.parts]
    joined = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return {"_id": joined, "code": key.code, "version": key.version, "slot": slot, **parts}


def _told(found: Iterable[tuple[Key, Document]]) -> Mapping[Key, Counts]:
    return {
        key: Counts(*(int(each[name]) for name in COUNTED))
        for key, each in found
        if any(each[name] for name in COUNTED)
    }


def _numbers(counts: Counts) -> Document:
    return {name: getattr(counts, name) for name in COUNTED}


def _key(found: Document) -> Key:
    parts = tuple(found.get(name) for name in NAMES)
    return Key(found["code"], int(found["version"]), parts)
