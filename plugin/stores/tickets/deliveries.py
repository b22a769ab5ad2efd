"""Deliveries as they came: sealed, each key once, kept until a worker has read them.

`inbox` is the workers' side of the same documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bson import Binary
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import PyMongoError

from plugin.sealing import Sealer
from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, DUE, FAILED, FRESH, LEASED, READY, due_index
from webhooks.contract import Delivery, Label
from webhooks.needs import NotKept

STATES = (READY, LEASED, FAILED)  # what still matters; those that are done go by themselves

ENDED = {"state": {"$in": [DONE, FAILED]}}

# What a new delivery enters: `_id` and `due` alone, and `contact` where it has one.
LAYOUT = Layout(
    "deliveries",
    indexes=(
        due_index(),
        IndexModel([("contact", ASCENDING)], name="contact", partialFilterExpression=DUE),
        IndexModel([("contact", ASCENDING)], name="of_contact", partialFilterExpression=ENDED),
        IndexModel(
            [("state", ASCENDING), ("received_at", DESCENDING)],
            name="set_aside",
            partialFilterExpression={"state": FAILED},
        ),
        IndexModel(
            [("expires_at", ASCENDING)],
            name="expiry",
            expireAfterSeconds=0,
            partialFilterExpression={"expires_at": {"$exists": True}},
        ),
    ),
    schema={
        "required": ["connection", "contact", "headers", "body", "received_at", "state", "run_at"],
        "properties": {
            "contact": {"bsonType": ["string", "null"]},
            "body": {"bsonType": "binData"},
            "received_at": {"bsonType": ["int", "long"]},
            "state": {"enum": [READY, LEASED, DONE, FAILED]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A delivery in a list: everything but its words. `received_at` is UTC seconds."""

    key: str
    connection: str
    contact: str | None
    state: str
    reason: str | None
    tries: int
    received_at: int


class Deliveries:
    """The deliveries of a database, as the web and the command line see them."""

    def __init__(self, database: Mongo, sealer: Sealer) -> None:
        self._collection = database[LAYOUT.name]
        self._commit = GroupCommit(self._collection)
        self._sealer = sealer

    def keep(
        self,
        connection: str,
        label: Label,
        delivery: Delivery,
        unreadable: str | None = None,
    ) -> bool:
        """Whether the delivery is new; either way one of its key is durable when this returns.

        It is kept with all its headers, so secret ones are taken off before. `unreadable` sets it
        aside with that reason. NotKept when nobody can answer for it now.
        """
        document = {
            "_id": f"{connection} {label.key}",
            "connection": connection,
            "contact": label.contact,
            "headers": dict(delivery.headers),
            "body": Binary(self._sealer.seal(delivery.body)),
            "received_at": delivery.received_at,
            "run_at": delivery.received_at,
            **FRESH,
        }
        if unreadable is not None:
            document |= {"state": FAILED, "reason": unreadable}
        try:
            return self._commit.insert(document)
        except PyMongoError as error:
            raise NotKept("the database takes no deliveries at the moment") from error

    def listed(
        self, state: str = FAILED, connection: str | None = None, limit: int = 100
    ) -> tuple[Listed, ...]:
        """The latest deliveries of that state (one of STATES), the latest first."""
        wanted = _of(state) | ({"connection": connection} if connection else {})
        found = self._collection.find(wanted, {"body": 0, "headers": 0})
        return tuple(map(_listed, found.sort("received_at", DESCENDING).limit(limit)))

    def counted(self) -> dict[str, int]:
        """How many deliveries there are of each of STATES."""
        return {state: self._collection.count_documents(_of(state)) for state in STATES}

    def replay(self, key: str, now: int) -> bool:
        """Has a failed delivery tried anew; False when there is none of that key."""
        return self._replay({"_id": key}, now) == 1

    def replay_failed(self, now: int, connection: str | None = None) -> int:
        """Has all failed deliveries (of the connection) tried anew; how many they are."""
        return self._replay({} if connection is None else {"connection": connection}, now)

    def _replay(self, which: Document, now: int) -> int:
        ready = {"$set": {**FRESH, "run_at": now}}
        return self._collection.update_many({"state": FAILED, **which}, ready).modified_count


def _of(state: str) -> Document:
    """Those of the state; its index is found by the bound on what is in it."""
    return {"state": state} if state == FAILED else {"state": state, "run_at": {"$gte": 0}}


def _listed(found: Document) -> Listed:
    told: dict[str, Any] = {
        name: found[name]
        for name in ("connection", "contact", "state", "reason", "tries", "received_at")
    }
    return Listed(key=found["_id"], **told)
