"""Errands: what is to be done at a helpdesk about each contact, each contact once at a time.

    ready ──take──> leased ──end───> done
      ^               │  └────hold──> held          (its connection lets nothing be done)
      │               └───────bury──> failed        (a person must look)
      └─later, expiry, asked anew─┘

`revision` counts how often something else was asked: what is asked while it is being done is done
after.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pymongo import IndexModel
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from plugin.stores.layout import Document
from plugin.stores.queue import DONE, FAILED, FRESH, LEASED, READY, Queue, due_index

HELD = "held"
STATES = (READY, LEASED, DONE, HELD, FAILED)
INDEXES = (due_index(), IndexModel([("state", 1), ("connection", 1)], name="by_state"))
REQUIRED = ("connection", "revision", "state", "run_at", "tries")
PROPERTIES: Document = {
    "_id": {"bsonType": "string"},
    "connection": {"bsonType": "string"},
    "revision": {"bsonType": ["int", "long"]},
    "state": {"enum": list(STATES)},
    "run_at": {"bsonType": ["int", "long"]},
    "tries": {"bsonType": ["int", "long"]},
}


@dataclass(frozen=True, slots=True)
class Errand:
    """A contact about which something is to be done; `tries` counts this one.

    The lease that it is held by is in `taken`.
    """

    contact: str
    connection: str
    tries: int
    taken: Document


E = TypeVar("E", bound=Errand)


class Errands(ABC, Generic[E]):
    """The errands of a collection; `worker` is whose leases they are."""

    def __init__(self, collection: Collection[Document], worker: str, lease_seconds: int) -> None:
        self.collection = collection
        self._queue = Queue(collection, worker, lease_seconds)

    @abstractmethod
    def read(self, taken: Document) -> E:
        """The errand that the document says."""

    def take(self, now: int, without: Iterable[str] = ()) -> E | None:
        """The contact that has been due longest, leased; None when none is due.

        Of the connections `without`, nothing is taken.
        """
        barred = [*without]
        taken = self._queue.take(now, {"connection": {"$nin": barred}} if barred else None)
        return None if taken is None else self.read(taken)

    def is_due(self, now: int) -> bool:
        """Whether there is anything to take, of whichever connection."""
        due = {"state": {"$in": [READY, LEASED]}, "run_at": {"$lte": now}}
        return self.collection.find_one(due, {"_id": 1}) is not None

    def later(self, errand: E, run_at: int, reason: str, *, counts: bool = True) -> bool:
        """Puts it back until `run_at`, with the reason; `counts` False: it was no try of it."""
        tries = errand.tries if counts else errand.tries - 1
        told = {"state": READY, "run_at": run_at, "reason": reason, "tries": tries}
        return self.end(errand, told, told)

    def hold(self, errand: E, reason: str) -> bool:
        """Keeps it, undone, until `release`."""
        told = {"state": HELD, "reason": reason, "tries": 0}
        return self.end(errand, told, told)

    def bury(self, errand: E, reason: str, now: int) -> bool:
        """Sets it aside with the reason, until a person has it tried again or it is asked anew."""
        return self.end(errand, {"state": FAILED, "reason": reason}, {"run_at": now})

    def release(self, connection: str, now: int) -> int:
        """How many contacts of the connection were held or set aside and are due again."""
        aside = {"connection": connection, "state": {"$in": [HELD, FAILED]}}
        again = {"$set": {**FRESH, "run_at": now}}
        return self.collection.update_many(aside, again).modified_count

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        return self._queue.give_back(now)

    def counts(self) -> Mapping[str, int]:
        """How many contacts are in each state; those that are done are estimated."""
        unfinished = [state for state in STATES if state != DONE]
        counted = {state: self.collection.count_documents({"state": state}) for state in unfinished}
        # To count what is done, which is nearly all, would be to read the whole index.
        done = self.collection.estimated_document_count() - sum(counted.values())
        return {**counted, DONE: max(done, 0)}

    def end(
        self,
        errand: E,
        told: Document,
        outrun: Document,
        session: ClientSession | None = None,
    ) -> bool:
        """Ends the lease with `told`; with `outrun`, and ready, when else was asked meanwhile.

        False when the lease is not ours any more.
        """
        free = {"token": None, "worker": None}
        ours = lease_of(errand)
        same = {**ours, "revision": errand.taken["revision"]}
        ended = {"$set": {**told, **free}}
        if self.collection.update_one(same, ended, session=session).matched_count:
            return True
        anew = {"$set": {**outrun, **free, "state": READY, "tries": 0}}
        return self.collection.update_one(ours, anew, session=session).matched_count == 1


def lease_of(errand: Errand) -> Document:
    """What only the document of this lease is like."""
    return {"_id": errand.contact, "token": errand.taken["token"]}
