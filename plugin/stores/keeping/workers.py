"""The heartbeats of the workers: who works, since when, and what they have done.

    {_id: "host/pid/chance", host, pid, threads, started_at, seen_at, state: "works" | "stopped",
     done: {station: number}, failures: {station: number}, judged,
     judge_seconds: {bounds, counts, sum}, expires_at}

One that is killed is not told of any more; its document goes after a day, as does a stopped one's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pymongo import ASCENDING, IndexModel

from plugin.stores.layout import Document, Layout, Mongo

WORKERS = Layout(
    "workers", (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),)
)
_KEPT_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers' heartbeats."""

    database: Mongo

    def tell(self, worker: str, now: int, told: Document, stopped: bool) -> None:
        """Writes down that the worker lived at that instant, or has stopped."""
        seen: Document = {
            **told,
            "seen_at": now,
            "state": "stopped" if stopped else "works",
            "expires_at": datetime.fromtimestamp(now + _KEPT_SECONDS, UTC),
        }
        change = {"$set": seen, "$setOnInsert": {"started_at": now}}
        self.database[WORKERS.name].update_one({"_id": worker}, change, upsert=True)
