"""How far each connection has been reconciled: runs over what its helpdesk says has changed.

    {_id: connection, run, under_way, since, cursor, begun_at, pages, changed, wanted, known,
     last: {cursor, covered, ended_at}, + the fields of a queue}

A run goes page by page; its cursor is kept after each, so that whoever comes next goes on from
there. `last` is what the unbroken line of runs has covered: the next one goes on from its cursor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import DONE, FAILED, FRESH, READY, Queue, due_index
from plugin.stores.tickets.errands import HELD
from plugin.stores.tickets.rereads import REREADS

FIRST_SECONDS = 7 * 86_400  # back from now, for a connection that was never reconciled
SLACK_SECONDS = 300  # by which a run begins before the end of the last, for clocks differ

_NOTHING: Document = {"pages": 0, "changed": 0, "wanted": 0, "known": 0}

RECONCILIATIONS = Layout(
    "reconciliations",
    indexes=(due_index(),),
    schema={
        "bsonType": "object",
        "required": ["run", "under_way", "since", "cursor", "last", "state", "run_at", "tries"],
        "properties": {
            "run": {"bsonType": ["int", "long"]},
            "under_way": {"bsonType": "bool"},
            "since": {"bsonType": ["int", "long", "null"]},
            "cursor": {"bsonType": ["string", "null"]},
            "last": {"bsonType": ["object", "null"]},
        },
    },
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run: from which instant (UTC seconds) and cursor, and what it has come to so far.

    `since` is None where there was none yet. Of `changed` contacts that pages named, `wanted` are
    to be read again and `known` had been read since they changed. `tries` counts the failures in a
    row, with `reason`. Its lease, where it is ours, is in `taken`.
    """

    connection: str
    number: int
    under_way: bool
    since: int | None
    cursor: str | None
    begun_at: int
    pages: int
    changed: int
    wanted: int
    known: int
    tries: int
    reason: str | None
    taken: Document


@dataclass(frozen=True, slots=True)
class Page:
    """What a page has come to: where the next begins, and its contacts counted."""

    cursor: str
    changed: int
    wanted: int

    def added(self) -> Document:
        """What the counts of the run grow by."""
        known = self.changed - self.wanted
        return {"pages": 1, "changed": self.changed, "wanted": self.wanted, "known": known}


class Reconciliations:
    """The runs of all connections; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody", lease_seconds: int = 60) -> None:
        self._runs = database[RECONCILIATIONS.name]
        self._rereads = database[REREADS.name]
        self._queue = Queue(self._runs, worker, lease_seconds)

    def expect(self, connections: Iterable[str], run_at: int) -> None:
        """Has connections that were never reconciled begin at that instant."""
        named = tuple(connections)
        found = self._runs.find({"_id": {"$in": named}}, {"_id": 1})
        for each in sorted(set(named).difference(one["_id"] for one in found)):
            self._make(each, run_at)

    def begin(self, connection: str, since: int | None, now: int) -> int:
        """The number of the run that is under way from now on.

        Without `since` a run that is under way goes on; otherwise a new one takes its place, and
        whoever had that one writes no more of it.
        """
        self.expect([connection], now)
        standing = self._runs.find_one({"_id": connection}) or {}
        if standing["under_way"] and since is None:
            idle = {"_id": connection, "state": {"$in": [READY, DONE]}}
            self._runs.update_one(idle, {"$set": {"state": READY, "run_at": now}})
            return int(standing["run"])
        begun = {**_begun(standing, since, now), **FRESH, "run_at": now}
        self._runs.update_one({"_id": connection}, {"$set": begun})
        return int(begun["run"])

    def take(self, now: int, connection: str | None = None) -> Run | None:
        """The run that has been due longest, leased, or that of the connection; None: none is due.

        Where none is under way, a new one begins that goes on from the last.
        """
        also = {} if connection is None else {"_id": connection}
        taken = self._queue.take(now, also)
        if taken is None:
            return None
        if not taken["under_way"]:
            begun = _begun(taken, None, now)
            self._runs.update_one(_ours(taken), {"$set": begun})
            taken |= begun
        return _run(taken)

    def turned(self, run: Run, page: Page, run_at: int) -> bool:
        """Keeps the cursor behind the page; the next is due at `run_at`. False: not ours now."""
        told = {"cursor": page.cursor, **_FREE, "tries": 0, "reason": None, "run_at": run_at}
        return self._end(run, told, page.added())

    def ended(self, run: Run, page: Page, now: int, again_at: int | None) -> bool:
        """Keeps that there is no more; the next run begins at `again_at` (None: when asked for)."""
        told: Document = {"cursor": page.cursor, **_FREE, "tries": 0, "reason": None}
        told |= {"under_way": False, "state": DONE if again_at is None else READY}
        told["run_at"] = now if again_at is None else again_at
        if self._joins(run):
            told["last"] = {"cursor": page.cursor, "covered": run.begun_at, "ended_at": now}
        return self._end(run, told, page.added())

    def later(self, run: Run, run_at: int, reason: str, *, counts: bool = True) -> bool:
        """Puts the page off; `counts` False: that was no failure of it."""
        tries = run.tries if counts else run.tries - 1
        return self._end(run, {**_FREE, "run_at": run_at, "reason": reason, "tries": tries}, {})

    def without_cursor(self, run: Run, run_at: int, reason: str) -> bool:
        """Puts the page off, and begins the run anew from its instant: the cursor leads nowhere."""
        told = {**_FREE, "run_at": run_at, "reason": reason, "cursor": None}
        return self._end(run, told, {})

    def find(self, connection: str) -> Run | None:
        """The connection's run, under way or the last; None when there never was one."""
        found = self._runs.find_one({"_id": connection})
        return None if found is None else _run(found)

    def aside(self, connection: str) -> int:
        """How many contacts of the connection cannot be read again as things are."""
        unread = {"state": {"$in": [HELD, FAILED]}, "connection": connection}
        return self._rereads.count_documents(unread)

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back because it stops."""
        return self._queue.give_back(now)

    def _joins(self, run: Run) -> bool:
        """Whether the run began before the end of what was covered, and so leaves nothing out."""
        last = run.taken.get("last")
        return last is None or run.since is None or run.since <= last["covered"]

    def _end(self, run: Run, told: Document, added: Document) -> bool:
        change: Document = {"$set": told} | ({"$inc": added} if added else {})
        return self._runs.update_one(_ours(run.taken), change).matched_count == 1

    def _make(self, connection: str, run_at: int) -> None:
        made = {"run": 0, "under_way": False, "since": None, "cursor": None, "begun_at": 0}
        made |= {**_NOTHING, "last": None, **FRESH, "run_at": run_at}
        try:
            self._runs.insert_one({"_id": connection, **made})
        except DuplicateKeyError:  # another process was quicker
            return


_FREE: Document = {"state": READY, "token": None, "worker": None}


def _begun(standing: Document, since: int | None, now: int) -> Document:
    """A new run: from the instant asked for, else from where the last ended, else from afar."""
    last = standing.get("last")
    cursor = last["cursor"] if last is not None and since is None else None
    if since is None:
        since = now - FIRST_SECONDS if last is None else int(last["covered"]) - SLACK_SECONDS
    told = {"run": int(standing["run"]) + 1, "under_way": True, "begun_at": now}
    return {**told, "since": since, "cursor": cursor, **_NOTHING}


def _ours(taken: Document) -> Document:
    return {"_id": taken["_id"], "token": taken["token"], "run": taken["run"]}


def _run(found: Document) -> Run:
    told: dict[str, Any] = {
        name: plain(found[name])
        for name in ("under_way", "since", "cursor", "begun_at", *_NOTHING, "tries", "reason")
    }
    return Run(connection=found["_id"], number=int(found["run"]), taken=found, **told)
