"""The workers' side of deliveries: all that is ready about one contact is taken at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING
from pymongo.client_session import ClientSession

from plugin.sealing import SealBroken, Sealer
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import LEASED, READY, Queue
from plugin.stores.tickets.deliveries import LAYOUT
from webhooks.contract import Delivery

_DAY = 86_400
_MOST = 200  # deliveries taken at once, so that a transaction stays small


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that we have on lease. `contact` is as told by its label: reading may know better.

    `lease` is the document's `_id`, `token` and `tries`, as `Queue` wants them.
    """

    key: str
    connection: str
    contact: str | None
    delivery: Delivery
    lease: Document


class Inbox:
    """Deliveries to be read by one worker; what is done is kept for `days` more."""

    def __init__(self, database: Mongo, sealer: Sealer, worker: str, days: int = 30) -> None:
        self.queue = Queue(database[LAYOUT.name], worker)
        self._sealer = sealer
        self._days = days

    def take(self, now: int) -> tuple[Taken, ...]:
        """The delivery due longest and all others ready about its contact, by arrival.

        Empty when nothing is due. One that cannot be opened, or that workers died of again and
        again, is buried and left out.
        """
        first = self.queue.take(now)
        if first is None:
            return ()
        others = [] if first["contact"] is None else self._others(first, now)
        opened = (self._opened(each) for each in sorted([first, *others], key=_arrival))
        return tuple(each for each in opened if each is not None)

    def finish(
        self, taken: Iterable[Taken], now: int, session: ClientSession | None = None
    ) -> bool:
        """Marks them as read; whether all were still ours (abort the transaction if not)."""
        expires_at = datetime.fromtimestamp(now + self._days * _DAY, UTC)
        ended = [self.queue.finish(each.lease, session, expires_at=expires_at) for each in taken]
        return all(ended)

    def again(self, taken: Iterable[Taken], run_at: int, reason: str) -> None:
        """Puts them back to be tried at `run_at`; those tried too often are buried."""
        for each in taken:
            self.queue.again(each.lease, run_at, reason)

    def bury(self, taken: Taken, reason: str) -> bool:
        """Sets one aside with the reason why it cannot be read."""
        return self.queue.bury(taken.lease, reason)

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        return self.queue.give_back(now)

    def _others(self, first: Document, now: int) -> list[Document]:
        collection = self.queue.collection
        wanted = {"contact": first["contact"], "state": READY, "run_at": {"$lte": now}}
        found = collection.find(wanted, {"_id": 1}).sort("run_at", ASCENDING).limit(_MOST - 1)
        keys = [each["_id"] for each in found]
        if not keys:
            return []
        lease = {
            "state": LEASED,
            "run_at": now + self.queue.lease_seconds,
            "token": uuid4().hex,
            "worker": self.queue.worker,
        }
        ours = {"_id": {"$in": keys}, "state": READY}
        collection.update_many(ours, {"$set": lease, "$inc": {"tries": 1}})
        return list(collection.find({"_id": {"$in": keys}, "token": lease["token"]}))

    def _opened(self, found: Document) -> Taken | None:
        lease: dict[str, Any] = {name: found[name] for name in ("_id", "token", "tries")}
        if found["tries"] > self.queue.most_tries:
            self.queue.bury(lease, f"no worker got to the end of it in {found['tries'] - 1} tries")
            return None
        try:
            body = self._sealer.open(bytes(found["body"]))
        except SealBroken as error:
            self.queue.bury(lease, f"{error}; PLUMBLINE_KEYS lacks the key it was sealed with")
            return None
        delivery = Delivery(found["headers"], body, found["received_at"])
        return Taken(found["_id"], found["connection"], found["contact"], delivery, lease)


def _arrival(found: Document) -> tuple[int, str]:
    return found["received_at"], found["_id"]
