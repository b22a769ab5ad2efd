"""The contacts that are to be read again at their helpdesk, each once however often it is told.

Errands (`plugin.stores.tickets.errands`), held while their connection has no user to read as.
`revision` counts the tellings; `read_at` (UTC seconds) is when the last whole reading began,
None before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, FRESH, LEASED, READY
from plugin.stores.tickets.errands import INDEXES, PROPERTIES, REQUIRED, Errand, Errands

BREATH_SECONDS = 5  # between two readings of one contact: news of one save comes in handfuls

REREADS = Layout(
    "rereads",
    indexes=INDEXES,
    schema={
        "bsonType": "object",
        "required": [*REQUIRED, "read_at"],
        "properties": {**PROPERTIES, "read_at": {"bsonType": ["int", "long", "null"]}},
    },
)


class Rereads(Errands[Errand]):
    """What is to be read again, of all connections; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody", lease_seconds: int = 60) -> None:
        super().__init__(database[REREADS.name], worker, lease_seconds)

    def read(self, taken: Document) -> Errand:
        """The errand that the document says."""
        return Errand(taken["_id"], taken["connection"], taken["tries"], taken)

    def want(
        self, contact: str, connection: str, now: int, session: ClientSession | None = None
    ) -> None:
        """Has the contact read again as soon as may be, also if it is being read just now."""
        standing = self.collection.find_one({"_id": contact}, session=session)
        if standing is None:
            told = {**FRESH, "connection": connection, "run_at": now, "read_at": None}
            change: dict[str, Any] = {"$setOnInsert": told, "$inc": {"revision": 1}}
            self.collection.update_one({"_id": contact}, change, upsert=True, session=session)
            return
        change = {"$inc": {"revision": 1}}
        if standing["state"] != LEASED:
            change["$set"] = {**FRESH, "run_at": max(now, _rested(standing))}
        self.collection.update_one({"_id": contact}, change, session=session)

    def settle(self, errand: Errand, now: int, session: ClientSession | None = None) -> bool:
        """Notes that it was read whole, beginning at that instant; False: not ours any more.

        When it was wanted once more meanwhile, it is due again after a breath.
        """
        told = {"reason": None, "read_at": now}
        again = {**told, "run_at": now + BREATH_SECONDS}
        return self.end(errand, {**told, "state": DONE}, again, session)

    def waiting(self, connection: str) -> int:
        """How many contacts of the connection are still to be read."""
        unread = {"connection": connection, "state": {"$in": [READY, LEASED]}}
        return self.collection.count_documents(unread)

    def last_read(self, contacts: Iterable[str]) -> Mapping[str, int]:
        """When the last whole reading of each began, of those that ever were read."""
        which = {"_id": {"$in": [*contacts]}, "read_at": {"$ne": None}}
        found = self.collection.find(which, {"read_at": 1})
        return {each["_id"]: int(each["read_at"]) for each in found}


def _rested(standing: Document) -> int:
    read_at = standing["read_at"]
    return 0 if read_at is None else int(read_at) + BREATH_SECONDS
