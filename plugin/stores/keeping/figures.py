"""What the whole installation is at: figures that any web process reads from the database.

Every count goes through an index that holds only what is unfinished, so it costs as much as there
is to do and not as much as was ever done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import DONE, DUE, FAILED, LEASED, READY
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.outbox import Outbox
from plugin.stores.tickets.rereads import Rereads

# The collections whose documents are also work.
QUEUES = ("deliveries", "contacts", "outbox", "rereads", "visits")
_ALIVE_SECONDS = 60
LONGEST_LEASE_SECONDS = 60  # of a contact: a lease is due when it runs out


@dataclass(frozen=True, slots=True)
class WorkerSeen:
    """A worker's heartbeat: whether it lives, and what it has counted since it started."""

    name: str
    alive: bool
    done: Mapping[str, int]
    failures: Mapping[str, int]
    judged: int
    bounds: tuple[float, ...]
    counts: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Of each queue how many documents are in each state, and for how long the oldest is due.

    `waiting_seconds` has no entry for a queue in which nothing is due. `breakers` are the states
    of those that were ever troubled.
    """

    states: Mapping[str, Mapping[str, int]]
    waiting_seconds: Mapping[str, int]
    breakers: Mapping[str, str]
    workers: tuple[WorkerSeen, ...]


def read_figures(database: Mongo, now: int) -> Figures:
    """The figures as of now (UTC seconds)."""
    waiting = {name: _waiting(database, name, now) for name in QUEUES}
    return Figures(
        states={**{name: _states(database, name, now) for name in QUEUES}, **_errands(database)},
        waiting_seconds={name: age for name, age in waiting.items() if age is not None},
        breakers={name: str(each.state) for name, each in Breakers(database).all().items()},
        workers=tuple(_worker(each, now) for each in database.workers.find().sort("_id")),
    )


def _errands(database: Mongo) -> Mapping[str, Mapping[str, int]]:
    return {"outbox": Outbox(database).counts(), "rereads": Rereads(database).counts()}


def _states(database: Mongo, name: str, now: int) -> Mapping[str, int]:
    """Those unfinished by state, and those failed; what is done is estimated from the rest.

    Contacts whose deadline is still to come count as done: there is nothing to do, and they are
    all that are open.
    """
    due: Document = {**DUE, "run_at": {"$gte": 0}}  # run_at: so that the index of the due is used
    if name == "contacts":
        due["run_at"]["$lte"] = now + LONGEST_LEASE_SECONDS
    grouped = database[name].aggregate(
        [{"$match": due}, {"$group": {"_id": "$state", "number": {"$sum": 1}}}], hint="due"
    )
    counted = {READY: 0, LEASED: 0, **{each["_id"]: each["number"] for each in grouped}}
    counted[FAILED] = _failed(database, name)
    all_of_them = database[name].estimated_document_count()
    return {**counted, DONE: max(all_of_them - sum(counted.values()), 0)}


def _failed(database: Mongo, name: str) -> int:
    """By the index of the failed, where the queue has one: there `received_at` is what it sorts."""
    if name == "deliveries":
        asked: Document = {"state": FAILED, "received_at": {"$gte": 0}}
        return database[name].count_documents(asked, hint="set_aside")
    return database[name].count_documents({"state": FAILED})


def _waiting(database: Mongo, name: str, now: int) -> int | None:
    """For how many seconds the document has been due that is due longest; None: none is."""
    due = {"state": READY, "run_at": {"$lte": now}}
    found = database[name].find_one(due, {"run_at": 1}, sort=[("run_at", 1)], hint="due")
    return None if found is None else max(now - int(found["run_at"]), 0)


def _worker(document: Mapping[str, Any], now: int) -> WorkerSeen:
    judged = document.get("judge_seconds") or {}
    alive = document.get("state") == "works" and document["seen_at"] >= now - _ALIVE_SECONDS
    return WorkerSeen(
        name=str(document["_id"]),
        alive=alive,
        done=document.get("done") or {},
        failures=document.get("failures") or {},
        judged=int(document.get("judged") or 0),
        bounds=tuple(judged.get("bounds") or ()),
        counts=tuple(judged.get("counts") or ()),
        seconds=float(judged.get("sum") or 0.0),
    )
