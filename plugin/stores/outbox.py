"""The tags that each contact is to bear at its helpdesk, and what of ours may stand there.

    ready ──take──> leased ──settle──> done          (it bears them, or never will)
      ^               │  └────hold───> held          (its connection writes nothing back)
      │               └───────bury───> failed        (a person must look)
      └─later, expiry, new wants─┘

`maybe` grows, durably, before a tag is sent and shrinks only to what was seen to stand: so a crash
at any moment leaves no tag of ours that nobody remembers. `revision` counts the changes of
`wanted`: what changes while it is being sent is sent after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pymongo import IndexModel
from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, FAILED, FRESH, LEASED, READY, Queue, due_index
from webhooks.contract import Brought

HELD = "held"
STATES = (READY, LEASED, DONE, HELD, FAILED)

_TAGS = {"bsonType": "array", "items": {"bsonType": "string"}}

OUTBOX = Layout(
    "outbox",
    indexes=(due_index(), IndexModel([("state", 1), ("connection", 1)], name="by_state")),
    schema={
        "bsonType": "object",
        "required": ["connection", "wanted", "maybe", "revision", "state", "run_at", "tries"],
        "properties": {
            "_id": {"bsonType": "string"},
            "connection": {"bsonType": "string"},
            "wanted": _TAGS,
            "maybe": _TAGS,
            "revision": {"bsonType": ["int", "long"]},
            "state": {"enum": list(STATES)},
            "run_at": {"bsonType": ["int", "long"]},
            "tries": {"bsonType": ["int", "long"]},
            "ended": {"enum": [None, *map(str, Brought)]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A contact whose tags are to be brought to `tags`; of ours, `maybe` may stand there.

    `tries` counts this one; the lease that it is held by is in `taken`.
    """

    contact: str
    connection: str
    tags: frozenset[str]
    maybe: frozenset[str]
    tries: int
    taken: Document


class Outbox:
    """The outbox of all connections; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody", lease_seconds: int = 60) -> None:
        self._outbox = database.outbox
        self._queue = Queue(database.outbox, worker, lease_seconds)

    def want(
        self,
        contact: str,
        connection: str,
        tags: frozenset[str],
        now: int,
        session: ClientSession | None = None,
    ) -> None:
        """Makes these the tags of the contact, to be sent as soon as may be.

        Writes nothing when they were wanted already, or when none ever was. What waits or is being
        sent is not sent twice: it is the last want that counts.
        """
        standing = self._outbox.find_one({"_id": contact}, session=session)
        if standing is None:
            if tags:
                self._outbox.insert_one(_new(contact, connection, tags, now), session=session)
        elif frozenset(standing["wanted"]) != tags or _was_gone(standing, tags):
            change = _change(standing, tags, now)
            self._outbox.update_one({"_id": contact}, change, session=session)

    def take(self, now: int, without: Iterable[str] = ()) -> Wanted | None:
        """The contact that has been due longest, leased; None when none is due.

        Of the connections `without`, nothing is taken.
        """
        barred = [*without]
        taken = self._queue.take(now, {"connection": {"$nin": barred}} if barred else None)
        return None if taken is None else _wanted(taken)

    def is_due(self, now: int) -> bool:
        """Whether there is anything to take, of whichever connection."""
        due = {"state": {"$in": [READY, LEASED]}, "run_at": {"$lte": now}}
        return self._outbox.find_one(due, {"_id": 1}) is not None

    def expect(self, wanted: Wanted) -> bool:
        """Notes, durably, that what is wanted may stand from now on; False: not ours any more."""
        told = {"$set": {"maybe": sorted(wanted.maybe | wanted.tags)}}
        return self._outbox.update_one(_ours(wanted), told).matched_count == 1

    def settle(self, wanted: Wanted, ended: Brought, now: int) -> bool:
        """Notes how it ended; False when somebody else had it meanwhile.

        DONE: what was wanted is all that stands of ours. Otherwise what may stand is kept in mind.
        When something else is wanted by now, it is due at once.
        """
        told: Document = {"ended": str(ended)}
        if ended is Brought.DONE:
            told["maybe"] = sorted(wanted.tags)
        return self._end(wanted, {"state": DONE, "reason": None, **told}, {**told, "run_at": now})

    def later(self, wanted: Wanted, run_at: int, reason: str, *, counts: bool = True) -> bool:
        """Puts it back until `run_at`, with the reason; `counts` False: it was no try of it."""
        tries = wanted.tries if counts else wanted.tries - 1
        told = {"state": READY, "run_at": run_at, "reason": reason, "tries": tries}
        return self._end(wanted, told, told)

    def hold(self, wanted: Wanted, reason: str) -> bool:
        """Keeps what is wanted, unsent, until `release`."""
        told = {"state": HELD, "reason": reason, "tries": 0}
        return self._end(wanted, told, told)

    def bury(self, wanted: Wanted, reason: str, now: int) -> bool:
        """Sets it aside with the reason, until a person has it tried again or wants change."""
        return self._end(wanted, {"state": FAILED, "reason": reason}, {"run_at": now})

    def release(self, connection: str, now: int) -> int:
        """How many contacts of the connection were held or set aside and are due again."""
        aside = {"connection": connection, "state": {"$in": [HELD, FAILED]}}
        return self._outbox.update_many(aside, {"$set": {**FRESH, "run_at": now}}).modified_count

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        return self._queue.give_back(now)

    def counts(self) -> Mapping[str, int]:
        """How many contacts are in each state; those that are done are estimated."""
        unfinished = [state for state in STATES if state != DONE]
        counted = {state: self._outbox.count_documents({"state": state}) for state in unfinished}
        # To count what is done, which is nearly all, would be to read the whole index.
        done = self._outbox.estimated_document_count() - sum(counted.values())
        return {**counted, DONE: max(done, 0)}

    def _end(self, wanted: Wanted, told: Document, outrun: Document) -> bool:
        """Ends the lease with `told`; with `outrun`, and ready, when wants changed meanwhile."""
        free = {"token": None, "worker": None}
        same = {**_ours(wanted), "revision": wanted.taken["revision"]}
        if self._outbox.update_one(same, {"$set": {**told, **free}}).matched_count:
            return True
        anew = {**outrun, **free, "state": READY, "tries": 0}
        return self._outbox.update_one(_ours(wanted), {"$set": anew}).matched_count == 1


def _new(contact: str, connection: str, tags: frozenset[str], now: int) -> Document:
    told = {"connection": connection, "wanted": sorted(tags), "maybe": [], "revision": 1}
    return {"_id": contact, **told, **FRESH, "run_at": now, "ended": None}


def _change(standing: Document, tags: frozenset[str], now: int) -> Document:
    """What makes it due; a lease that runs is left alone: whoever has it sees the revision."""
    told: Document = {"wanted": sorted(tags)}
    if standing["state"] != LEASED:
        told |= FRESH | {"run_at": now}
    return {"$set": told, "$inc": {"revision": 1}}


def _was_gone(standing: Document, tags: frozenset[str]) -> bool:
    """Whether the contact was gone when we looked, so that tags of ours may have come back."""
    return (
        standing["state"] == DONE
        and standing.get("ended") == Brought.GONE
        and bool(tags ^ frozenset(standing["maybe"]))
    )


def _wanted(taken: Document) -> Wanted:
    return Wanted(
        taken["_id"],
        taken["connection"],
        frozenset(taken["wanted"]),
        frozenset(taken["maybe"]),
        taken["tries"],
        taken,
    )


def _ours(wanted: Wanted) -> Document:
    return {"_id": wanted.contact, "token": wanted.taken["token"]}
