"""Backtests: what another version would have said of a period's contacts, a slice at a time.

    backtests         {_id, kind, name, code, version, text, holidays, since, until, asked_at, asked_by,
                       standing: [[version, effective_from, withdrawn_at], ...], state, slices, left_out,
                       found}
    backtest_slices   {_id: "<backtest> <number>", backtest, source, since, until, found, + fields of a queue}

A slice is the contacts of a source from `since` until before `until` (UTC seconds): tickets by when
they were opened, submissions by when they were received. `found` is what `scoring.backtest` knows
of it once it is done, and of the whole once all are. Nothing here touches filed cards.
"""  # noqa: E501  # a row of a table

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING, IndexModel, InsertOne

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.queue import DONE, DUE, FAILED, FRESH, Queue, due_index
from plugin.stores.versions.backtest_asked import (
    Asked,
    Begun,
    Kind,
    Progress,
    Slice,
    Source,
    State,
    asked_in,
    told_of,
)
from plugin.stores.versions.backtest_turns import Turns
from scoring.backtest import Backtest, Turned, read_backtest, write_backtest

# Whoever asks for a backtest finds here what they ask with.
__all__ = (
    "LAYOUTS", "Asked", "Backtests", "Begun", "Kind", "Progress", "Slice", "Source", "State",
    "new_id",
)  # fmt: skip

LARGEST, LEAST, MANY = 400, 50, 32  # contacts of a slice; and slices, of few contacts
KEPT_DAYS = 400
_A_BATCH = 1_000  # tickets without an opening that are asked about at once

_BACKTESTS, _SLICES = "backtests", "backtest_slices"
_EXPIRY = IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0)
LAYOUTS = (
    Layout(
        _BACKTESTS,
        indexes=(
            _EXPIRY,
            IndexModel([("code", ASCENDING), ("asked_at", DESCENDING)], name="newest"),
        ),
        schema={"required": ["code", "text", "state"]},
    ),
    Layout(
        _SLICES,
        indexes=(
            due_index(),
            IndexModel([("backtest", ASCENDING), ("state", ASCENDING)], name="of_backtest"),
            _EXPIRY,
        ),
        schema={"required": ["backtest", "since", "until", "state", "run_at"]},
    ),
)

# The collection, the instant, and the index that finds those of a period.
_FIELDS = {
    Source.TICKETS: ("contacts", "opened_at", "opened_at"),
    Source.SUBMISSIONS: ("visits", "received_at", "answers"),
}


class Backtests:
    """The backtests of a database; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody") -> None:
        self._database = database
        self._backtests = database[_BACKTESTS]
        self._slices = database[_SLICES]
        self._queue = Queue(self._slices, worker, lease_seconds=120, most_tries=4)

    def ask(self, asked: Asked, sources: Iterable[Source]) -> int:
        """Keeps what is asked, to be worked on from now on; how many slices it has."""
        expires_at = datetime.fromtimestamp(asked.asked_at, UTC) + timedelta(days=KEPT_DAYS)
        asks = tuple(sources)
        spans = [(source, *span) for source in asks for span in self._spans(asked, source)]
        made = [
            InsertOne(_slice(asked, number, span, expires_at)) for number, span in enumerate(spans)
        ]
        left_out = self._unopened(asked) if Source.TICKETS in asks else 0
        told = {**told_of(asked), "slices": len(spans), "left_out": left_out}
        self._backtests.insert_one({"_id": asked.id, **told, "expires_at": expires_at})
        if made:
            self._slices.bulk_write(made, ordered=False)
        return len(spans)

    def find(self, backtest: str) -> Asked | None:
        """What was asked; None when there is no such backtest."""
        found = self._backtests.find_one({"_id": backtest}, {"found": 0})
        return None if found is None else asked_in(found)

    def listed(self, code: str, most: int) -> tuple[Asked, ...]:
        """Those of the standard, the newest first; at most so many, without their texts."""
        found = self._backtests.find({"code": code}, {"found": 0, "text": 0, "holidays": 0})
        newest = found.sort([("code", ASCENDING), ("asked_at", DESCENDING)]).limit(most)
        return tuple(asked_in({"text": "", "holidays": [], **each}) for each in newest)

    def cancel(self, backtest: str) -> None:
        """Lets nobody go on with it; what was found is kept. One that has ended stays as it is."""
        running = {"_id": backtest, "state": State.RUNNING}
        if self._backtests.update_one(running, {"$set": {"state": State.CANCELLED}}).matched_count:
            self._slices.delete_many({"backtest": backtest, "state": {"$ne": DONE}})

    def progress(self, backtest: str) -> Progress:
        """How far it has come."""
        found = self._backtests.find_one({"_id": backtest}, {"slices": 1}) or {"slices": 0}
        done = self._slices.count_documents({"backtest": backtest, "state": DONE})
        failed = self._slices.find({"backtest": backtest, "state": FAILED}, {"reason": 1})
        why = tuple(sorted(str(each["reason"]) for each in failed))
        return Progress(done, int(found["slices"]), why)

    def settle(self, backtest: str) -> State | None:
        """How it stands now: once nothing is left to do its sum is kept. None: there is none."""
        standing = self._backtests.find_one({"_id": backtest}, {"state": 1})
        if standing is None or standing["state"] != State.RUNNING:
            return None if standing is None else State(standing["state"])
        progress = self.progress(backtest)
        if not progress.is_over:
            return State.RUNNING
        state = State.FAILED if progress.failed else State.OVER
        told = {"state": state, "found": write_backtest(self._sum(backtest))}
        self._backtests.update_one({"_id": backtest, "state": State.RUNNING}, {"$set": told})
        return state

    def found(self, backtest: str) -> Backtest:
        """What is known so far, of the slices that are done."""
        kept = self._backtests.find_one({"_id": backtest}, {"found": 1}) or {}
        return read_backtest(kept["found"]) if "found" in kept else self._sum(backtest)

    def take(self, now: int) -> Slice | None:
        """A slice to be worked on, of whichever backtest; None when there is none."""
        taken = self._queue.take(now)
        if taken is None:
            return None
        source = Source(taken.get("source", Source.TICKETS))
        return Slice(taken["backtest"], source, int(taken["since"]), int(taken["until"]), taken)

    def finish(
        self,
        taken: Slice,
        found: Backtest,
        turned: Mapping[str, tuple[Turned, ...]] = MappingProxyType({}),
    ) -> bool:
        """Keeps what was found; False when the slice is somebody else's by now, or cancelled.

        `turned` are the contacts that flip, all of them.
        """
        Turns(self._database).keep(taken.backtest, turned, taken.lease["expires_at"])
        return self._queue.finish(taken.lease, found=write_backtest(found))

    def again(self, taken: Slice, run_at: int, reason: str) -> None:
        """Has the slice tried again."""
        self._queue.again(taken.lease, run_at, reason)

    def give_back(self, now: int) -> None:
        """Gives back what was taken and not ended."""
        self._queue.give_back(now)

    def is_due(self, now: int) -> bool:
        """Whether there is anything to take."""
        due = {**DUE, "run_at": {"$lte": now}}
        return self._slices.find_one(due, {"_id": 1}) is not None

    def _sum(self, backtest: str) -> Backtest:
        total = Backtest()
        done = {"backtest": backtest, "state": DONE}
        for each in self._slices.find(done, {"found": 1}):
            total.merge(read_backtest(each["found"]))
        return total

    def _unopened(self, asked: Asked) -> int:
        """How many tickets of the period nobody told the opening of."""
        found = self._database["contacts"].find({"opened_at": None}, {"_id": 1}, hint="opened_at")
        ids, total = [each["_id"] for each in found], 0
        for start in range(0, len(ids), _A_BATCH):
            happened = {"contact": {"$in": ids[start : start + _A_BATCH]}}
            within = {"at": {"$gte": asked.since, "$lt": asked.until}}
            total += len(self._database["events"].distinct("contact", {**happened, **within}))
        return total

    def _spans(self, asked: Asked, source: Source) -> Iterator[tuple[int, int]]:
        """The period in pieces of about so many contacts each."""
        name, at, index = _FIELDS[source]
        own = {"questionnaire.standard": asked.code} if source is Source.SUBMISSIONS else {}
        contacts, begin, until = self._database[name], asked.since, asked.until
        total = contacts.count_documents({**own, at: {"$gte": begin, "$lt": until}}, hint=index)
        size = min(LARGEST, max(LEAST, total // MANY))
        while total and begin < until:
            rest = {**own, at: {"$gte": begin, "$lt": until}}
            found = contacts.find(rest, {at: 1, "_id": 0}, hint=index).sort(at, ASCENDING)
            ends = [int(each[at]) for each in found.skip(size).limit(1)]
            end = max(ends[0], begin + 1) if ends else until
            yield begin, end
            begin = end


def new_id() -> str:
    """A name for a backtest."""
    return uuid4().hex


def _slice(
    asked: Asked, number: int, span: tuple[Source, int, int], expires_at: datetime
) -> Document:
    source, since, until = span
    return {
        "_id": f"{asked.id} {number}",
        "backtest": asked.id,
        "source": source.value,
        "since": since,
        "until": until,
        **FRESH,
        "run_at": asked.asked_at,
        "found": None,
        "expires_at": expires_at,
    }
