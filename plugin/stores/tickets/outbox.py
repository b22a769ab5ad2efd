"""The tags that each contact is to bear at its helpdesk, and what of ours may stand there.

Errands (`plugin.stores.tickets.errands`), done when a contact bears them, or never will; held while
its connection writes nothing back. `maybe` grows, durably, before a tag is sent and shrinks only to
what was seen to stand: so a crash at any moment leaves no tag of ours that nobody remembers.
`revision` counts the changes of `wanted`.
"""

from __future__ import annotations

from dataclasses import dataclass

from pymongo.client_session import ClientSession

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, FRESH, LEASED
from plugin.stores.tickets.errands import INDEXES, PROPERTIES, REQUIRED, Errand, Errands, lease_of
from webhooks.contract import Brought

_TAGS = {"bsonType": "array", "items": {"bsonType": "string"}}

OUTBOX = Layout(
    "outbox",
    indexes=INDEXES,
    schema={
        "bsonType": "object",
        "required": [*REQUIRED, "wanted", "maybe"],
        "properties": {
            **PROPERTIES,
            "wanted": _TAGS,
            "maybe": _TAGS,
            "ended": {"enum": [None, *map(str, Brought)]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Wanted(Errand):
    """A contact whose tags are to be brought to `tags`; of ours, `maybe` may stand there."""

    tags: frozenset[str]
    maybe: frozenset[str]


class Outbox(Errands[Wanted]):
    """The outbox of all connections; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody", lease_seconds: int = 60) -> None:
        super().__init__(database.outbox, worker, lease_seconds)

    def read(self, taken: Document) -> Wanted:
        """What is wanted, as the document says."""
        return Wanted(
            taken["_id"],
            taken["connection"],
            taken["tries"],
            taken,
            frozenset(taken["wanted"]),
            frozenset(taken["maybe"]),
        )

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
        standing = self.collection.find_one({"_id": contact}, session=session)
        if standing is None:
            if tags:
                self.collection.insert_one(_new(contact, connection, tags, now), session=session)
        elif frozenset(standing["wanted"]) != tags or _was_gone(standing, tags):
            change = _change(standing, tags, now)
            self.collection.update_one({"_id": contact}, change, session=session)

    def expect(self, wanted: Wanted) -> bool:
        """Notes, durably, that what is wanted may stand from now on; False: not ours any more."""
        told = {"$set": {"maybe": sorted(wanted.maybe | wanted.tags)}}
        return self.collection.update_one(lease_of(wanted), told).matched_count == 1

    def settle(self, wanted: Wanted, ended: Brought, now: int) -> bool:
        """Notes how it ended; False when somebody else had it meanwhile.

        DONE: what was wanted is all that stands of ours. Otherwise what may stand is kept in mind.
        When something else is wanted by now, it is due at once.
        """
        told: Document = {"ended": str(ended)}
        if ended is Brought.DONE:
            told["maybe"] = sorted(wanted.tags)
        return self.end(wanted, {"state": DONE, "reason": None, **told}, {**told, "run_at": now})


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
