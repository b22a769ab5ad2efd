"""Every contact that a helpdesk has told of; also the work of judging it when nobody says anything.

    {_id: contact, connection, opened_at, revision, + the fields of a queue}

`run_at` is when silence alone may change a card: nothing is due where the state is `done`.
`anew_at` is there while a change of the standards has the contact judged anew: that may be all of
them, and they stand in no deadline's way.
`revision` counts the judgings, and is what two transactions about one contact collide on.
`opened_at` (UTC seconds) is the earliest opening that a delivery told, None where none did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, FRESH, LEASED, READY, Queue, due_index, failed_index

ANEW = "anew_at"

LAYOUT = Layout(
    "contacts",
    indexes=(
        due_index(),
        IndexModel([(ANEW, ASCENDING)], name="anew", partialFilterExpression={ANEW: {"$gt": 0}}),
        failed_index(),
        IndexModel([("opened_at", ASCENDING)], name="opened_at"),
    ),
    schema={
        "required": ["connection", "revision", "state"],
        "properties": {
            "opened_at": {"bsonType": ["int", "long", "null"]},
            "revision": {"bsonType": ["int", "long"]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as its log says; `opened_at` is UTC seconds, None when no delivery told it."""

    id: str
    connection: str
    opened_at: int | None
    revision: int


class Contacts:
    """The contacts of all connections."""

    def __init__(self, database: Mongo) -> None:
        self._contacts = database[LAYOUT.name]

    def hold(
        self, contact: str, connection: str, opened_at: int | None, session: ClientSession
    ) -> tuple[Contact | None, Contact]:
        """The contact as it was (None: it is new) and as it is with the opening told.

        Until the transaction ends nobody else judges it.
        """
        told: Document = {
            "$inc": {"revision": 1},
            "$setOnInsert": {"connection": connection, "run_at": None, **FRESH, "state": DONE},
        }
        was = self._contacts.find_one_and_update(
            {"_id": contact}, told, upsert=True, session=session
        )
        if was is None:
            is_now = Contact(contact, connection, opened_at, 1)
        else:
            earliest = _earlier(was.get("opened_at"), opened_at)
            is_now = Contact(contact, was["connection"], earliest, was["revision"] + 1)
        return (None if was is None else _contact(was)), is_now

    def hold_taken(self, taken: Document, session: ClientSession) -> Contact | None:
        """The contact of the lease, held as by `hold`; None when it is not ours any more."""
        found = self._contacts.find_one_and_update(
            {"_id": taken["_id"], "token": taken["token"]},
            {"$inc": {"revision": 1}},
            session=session,
            return_document=ReturnDocument.AFTER,
        )
        return None if found is None else _contact(found)

    def judged(self, contact: Contact, due_at: int | None, session: ClientSession) -> None:
        """Says when silence alone may change the contact's cards; None: never."""
        told: dict[str, Any] = {**FRESH, "opened_at": contact.opened_at, "run_at": due_at}
        told["state"] = DONE if due_at is None else READY
        change = {"$set": told, "$unset": {ANEW: ""}}
        self._contacts.update_one({"_id": contact.id}, change, session=session)

    def make_due(self, since: int, now: int) -> int:
        """How many contacts, opened since then or nobody knows when, are now to be judged anew."""
        which = {"$or": [{"opened_at": {"$gte": since}}, {"opened_at": None}]}
        return self._contacts.update_many(which, {"$set": {ANEW: now, "tries": 0}}).modified_count

    def make_one_due(self, contact: str, now: int) -> None:
        """Has the contact judged anew."""
        self._contacts.update_one({"_id": contact}, {"$set": {**FRESH, "run_at": now}})

    def find(self, contact: str, session: ClientSession | None = None) -> Contact | None:
        """The contact; None when there is none."""
        found = self._contacts.find_one({"_id": contact}, session=session)
        return None if found is None else _contact(found)

    def all(self) -> Iterator[Contact]:
        """Every contact, by name."""
        for each in self._contacts.find().sort("_id", ASCENDING):
            yield _contact(each)

    def number(self) -> int:
        """How many contacts there are, about."""
        return self._contacts.estimated_document_count()


def take_anew(queue: Queue, now: int, most: int) -> tuple[Document, ...]:
    """At most so many of the contacts that a change of the standards has judged anew, leased.

    `queue` is of contacts. One that is on lease is left to its holder, or to the lease's end.
    """
    asked = {ANEW: {"$gt": 0, "$lte": now}, "state": {"$ne": LEASED}}
    return queue.take_some(now, most, asked, ANEW, {"$unset": {ANEW: ""}})


def _contact(found: Document) -> Contact:
    opened_at = found.get("opened_at")
    return Contact(
        found["_id"],
        found["connection"],
        None if opened_at is None else int(opened_at),
        int(found["revision"]),
    )


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)
