"""How often somebody has tried to sign in of late: shared by all processes of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo

FORGOTTEN_SECONDS = 3_600  # after the last try
FIRST_WAIT_SECONDS = 15  # doubles with each further try
LONGEST_WAIT_SECONDS = 900

LAYOUTS = (
    Layout(
        "tries",
        (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),),
    ),
)


@dataclass(frozen=True, slots=True)
class Tries:
    """Counts tries by whatever they have in common: `ann from 10.0.0.7`, `ann`, `10.0.0.7`."""

    database: Mongo

    def count(self, key: str, most: int, now: int) -> int:
        """0: the try is counted and may go on. Else the seconds to wait: it was one too many.

        A try counts before it is looked at, so that many at once are no more than their number.
        """
        # Of two first tries at the same moment one finds, the second time, what the other has made.
        if self._counts(key, most, now) or self._counts(key, most, now):
            return 0
        return self._wait(key, now)

    def forget(self, key: str) -> None:
        """The tries so far were somebody's own slips."""
        self.database.tries.delete_one({"_id": key})

    def forgive(self, key: str) -> None:
        """Takes one try back: it was no failure."""
        change = {"$inc": {"tries": -1}, "$set": {"wait_until": 0}}
        self.database.tries.update_one({"_id": key}, change)

    def _counts(self, key: str, most: int, now: int) -> bool:
        """Whether the try is counted; not so where one stands that waits, or was made meanwhile."""
        open_now = {"_id": key, "wait_until": {"$not": {"$gt": now}}}
        try:
            self.database.tries.update_one(open_now, _counted(most, now), upsert=True)
        except DuplicateKeyError:
            return False
        return True

    def _wait(self, key: str, now: int) -> int:
        found = self.database.tries.find_one({"_id": key})
        return max(1, found["wait_until"] - now) if found else 1


def _counted(most: int, now: int) -> list[Document]:
    """The update: a try more, or the first after a while; from the `most`-th on with a wait."""
    forgotten = {"$lte": [{"$ifNull": ["$last_at", 0]}, now - FORGOTTEN_SECONDS]}
    tries = {"$cond": [forgotten, 1, {"$add": ["$tries", 1]}]}
    beyond = {"$min": [{"$subtract": ["$tries", most]}, 20]}
    doubled = {"$multiply": [FIRST_WAIT_SECONDS, {"$pow": [2, beyond]}]}
    wait = {"$add": [now, {"$toLong": {"$min": [doubled, LONGEST_WAIT_SECONDS]}}]}
    kept_until = datetime.fromtimestamp(now + FORGOTTEN_SECONDS + LONGEST_WAIT_SECONDS, UTC)
    return [
        {"$set": {"tries": tries, "last_at": now, "expires_at": kept_until}},
        {"$set": {"wait_until": {"$cond": [{"$gte": ["$tries", most]}, wait, 0]}}},
    ]
