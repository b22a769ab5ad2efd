"""Documents that are also work: one worker at a time has one, for as long as its lease runs.

    ready ──take──> leased ──finish──> done
      ^               │  └────bury───> failed     (tried too often; a person must look)
      └─again, expiry─┘

A worker that dies leaves its lease to run out; the next one takes the document over. Every end is
fenced by the token of the lease, so whoever was too slow changes nothing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection

from plugin.stores.layout import Document

READY, LEASED, DONE, FAILED = "ready", "leased", "done", "failed"
DUE = {"state": {"$in": [READY, LEASED]}}
_CROWD = 4  # workers that look at once seldom choose the same, out of so many times what they take

# Of what a queue holds besides its own fields.
FRESH: Document = {"state": READY, "tries": 0, "token": None, "worker": None, "reason": None}


def due_index(name: str = "due") -> IndexModel:
    """The index by which `Queue.take` finds what is next: only what is not yet done is in it."""
    return IndexModel([("run_at", ASCENDING)], name=name, partialFilterExpression=DUE)


def failed_index() -> IndexModel:
    """The index by which those that failed are counted, however many are done."""
    failed = {"state": FAILED}
    return IndexModel([("state", ASCENDING)], name="state", partialFilterExpression=failed)


@dataclass(frozen=True, slots=True)
class Queue:
    """The documents of a collection that have `state`, `run_at` (UTC seconds), `token`, `tries`.

    A lease runs for `lease_seconds`; after `most_tries` a document is buried, not tried again.
    """

    collection: Collection[Document]
    worker: str
    lease_seconds: int = 60
    most_tries: int = 8

    def take(self, now: int, also: Document | None = None) -> Document | None:
        """The document that has been due longest, leased; None when nothing is due."""
        wanted = {**DUE, "run_at": {"$lte": now}, **(also or {})}
        return self.collection.find_one_and_update(
            wanted,
            self._lease(now, uuid4().hex),
            sort=[("run_at", ASCENDING)],
            return_document=ReturnDocument.AFTER,
        )

    def take_some(
        self, now: int, most: int, which: Document, order: str, also: Document | None = None
    ) -> tuple[Document, ...]:
        """At most so many of those that are like `which`, leased: of the first by `order`, by lot.

        `also` is changed with it. None also where others were quicker; then there may be more.
        """
        found = self.collection.find(which, {"_id": 1}).sort(order, ASCENDING).limit(_CROWD * most)
        keys = [each["_id"] for each in found]
        if len(keys) > most:
            keys = random.sample(keys, most)
        return self._leased(keys, which, now, also or {}) if keys else ()

    def take_due(self, now: int, most: int) -> tuple[Document, ...]:
        """At most so many of those that have been due longest, as by `take_some`."""
        return self.take_some(now, most, {**DUE, "run_at": {"$lte": now}}, "run_at")

    def finish(self, taken: Document, session: ClientSession | None = None, **told: Any) -> bool:
        """Whether the document was still ours to finish; `told` is set on it."""
        return self._end(taken, {"state": DONE, "reason": None, **told}, session)

    def again(self, taken: Document, run_at: int, reason: str, **told: Any) -> bool:
        """Puts the document back to be tried at `run_at`; buries it when it was tried too often."""
        if taken["tries"] >= self.most_tries:
            return self.bury(taken, reason, **told)
        return self._end(taken, {"state": READY, "run_at": run_at, "reason": reason, **told})

    def bury(self, taken: Document, reason: str, **told: Any) -> bool:
        """Sets the document aside with the reason, until a person has it tried again."""
        return self._end(taken, {"state": FAILED, "reason": reason, **told})

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        # By `run_at` mongod finds leases in the index `due`, and passes by what is due much later.
        soon = {"$gt": 0, "$lte": now + self.lease_seconds}
        ours = {"state": LEASED, "run_at": soon, "worker": self.worker}
        back = {"$set": {"state": READY, "run_at": now, "token": None}, "$inc": {"tries": -1}}
        return self.collection.update_many(ours, back).modified_count

    def _leased(
        self, keys: Sequence[Any], which: Document, now: int, also: Document
    ) -> tuple[Document, ...]:
        token = uuid4().hex
        ours: Document = {"_id": {"$in": keys}}
        lease = {**self._lease(now, token), **also}
        if not self.collection.update_many({**which, **ours}, lease, hint="_id_").modified_count:
            return ()
        return tuple(self.collection.find({**ours, "token": token}, hint="_id_"))

    def _lease(self, now: int, token: str) -> Document:
        told = {"state": LEASED, "run_at": now + self.lease_seconds}
        return {"$set": {**told, "token": token, "worker": self.worker}, "$inc": {"tries": 1}}

    def _end(self, taken: Document, told: Document, session: ClientSession | None = None) -> bool:
        change = {"$set": {**told, "token": None, "worker": None}}
        return self.collection.update_one(_ours(taken), change, session=session).matched_count == 1


def _ours(taken: Document) -> Document:
    return {"_id": taken["_id"], "token": taken["token"]}
