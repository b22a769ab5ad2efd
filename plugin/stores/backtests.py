"""Backtests: what a draft would have said of contacts of a period, a slice of contacts at a time.

    backtests         {_id, code, version, text, holidays, since, until, asked_at, asked_by, state, slices}
    backtest_slices   {_id: "<backtest> <number>", backtest, since, until, found, + fields of a queue}

A slice is the contacts opened from `since` until before `until` (UTC seconds); `found` is what
`scoring.backtest` knows of it once it is done. Nothing here touches filed cards.
"""  # noqa: E501  # a row of a table

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from pymongo import ASCENDING, IndexModel, InsertOne

from plugin.stores.cards import card_of
from plugin.stores.events import read_event
from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.plain import plain
from plugin.stores.queue import DONE, DUE, FAILED, FRESH, Queue, due_index
from plugin.stores.standards import read_holidays, write_holidays
from scoring.backtest import Backtest, read_backtest, write_backtest
from scoring.evidence import Event
from scoring.scorecard import Outcome
from scoring.tally.brief import BriefCard
from standards.holidays import HolidayLists

RUNNING, CANCELLED = "running", "cancelled"
A_SLICE = 250  # contacts, about: a worker has one for some seconds
KEPT_DAYS = 90

_BACKTESTS, _SLICES = "backtests", "backtest_slices"
_EXPIRY = IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0)
LAYOUTS = (
    Layout(_BACKTESTS, indexes=(_EXPIRY,), schema={"required": ["code", "text", "state"]}),
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


@dataclass(frozen=True, slots=True)
class Asked:
    """A backtest: of which draft, over contacts opened when (UTC seconds), asked when, by whom.

    `holidays` are those that the draft was read with.
    """

    id: str
    code: str
    version: int
    text: str
    holidays: HolidayLists
    since: int
    until: int
    asked_at: int
    asked_by: str
    state: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many slices are done of how many, and why some failed (empty: none did)."""

    done: int
    of: int
    failed: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.done + len(self.failed) >= self.of


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice that somebody has the lease of."""

    backtest: str
    since: int
    until: int
    lease: Document


@dataclass(frozen=True, slots=True)
class Judged:
    """A contact to be judged again: its log, and its card by the standard's code, if any."""

    contact: str
    log: tuple[Event, ...]
    card: BriefCard | None
    outcome: Outcome | None
    as_of: int | None


class Backtests:
    """The backtests of a database; `worker` is whose leases they are."""

    def __init__(self, database: Mongo, worker: str = "nobody") -> None:
        self._database = database
        self._backtests = database[_BACKTESTS]
        self._slices = database[_SLICES]
        self._queue = Queue(self._slices, worker, lease_seconds=120, most_tries=4)

    def ask(self, asked: Asked) -> int:
        """Keeps what is asked, to be worked on from now on; how many slices it has."""
        until = datetime.fromtimestamp(asked.asked_at, UTC) + timedelta(days=KEPT_DAYS)
        spans = [*self._spans(asked.since, asked.until)]
        made = [InsertOne(_slice(asked, number, span, until)) for number, span in enumerate(spans)]
        told = {name: getattr(asked, name) for name in _TOLD}
        told["holidays"] = write_holidays(asked.holidays)
        self._backtests.insert_one(
            {"_id": asked.id, **told, "slices": len(spans), "expires_at": until}
        )
        if made:
            self._slices.bulk_write(made, ordered=False)
        return len(spans)

    def find(self, backtest: str) -> Asked | None:
        """What was asked; None when there is no such backtest."""
        found = self._backtests.find_one({"_id": backtest})
        if found is None:
            return None
        told = plain({name: found[name] for name in _TOLD})
        told["holidays"] = read_holidays(told["holidays"])
        return Asked(found["_id"], **told)

    def cancel(self, backtest: str) -> None:
        """Lets nobody go on with it; what was found is kept."""
        self._backtests.update_one({"_id": backtest}, {"$set": {"state": CANCELLED}})
        self._slices.delete_many({"backtest": backtest, "state": {"$ne": DONE}})

    def progress(self, backtest: str) -> Progress:
        """How far it has come."""
        found = self._backtests.find_one({"_id": backtest}, {"slices": 1}) or {"slices": 0}
        done = self._slices.count_documents({"backtest": backtest, "state": DONE})
        failed = self._slices.find({"backtest": backtest, "state": FAILED}, {"reason": 1})
        why = tuple(sorted(str(each["reason"]) for each in failed))
        return Progress(done, int(found["slices"]), why)

    def found(self, backtest: str) -> Backtest:
        """What is known so far, of the slices that are done."""
        total = Backtest()
        done = {"backtest": backtest, "state": DONE}
        for each in self._slices.find(done, {"found": 1}):
            total.merge(read_backtest(each["found"]))
        return total

    def take(self, now: int) -> Slice | None:
        """A slice to be worked on, of whichever backtest; None when there is none."""
        taken = self._queue.take(now)
        if taken is None:
            return None
        return Slice(taken["backtest"], int(taken["since"]), int(taken["until"]), taken)

    def finish(self, taken: Slice, found: Backtest) -> bool:
        """Keeps what was found; False when the slice is somebody else's by now, or cancelled."""
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

    def contacts(self, taken: Slice, code: str) -> Iterator[Judged]:
        """The contacts of the slice, by name, each with its log and its card of the code."""
        opened = {"opened_at": {"$gte": taken.since, "$lt": taken.until}}
        names = sorted(each["_id"] for each in self._database.contacts.find(opened, {"_id": 1}))
        logs = self._logs(names)
        cards = {each["contact"]: each for each in self._cards(names, code)}
        for name in names:
            filed = cards.get(name)
            yield Judged(
                name,
                tuple(logs.get(name, ())),
                None if filed is None else card_of(filed),
                None if filed is None else Outcome(filed["verdict"]),
                None if filed is None else int(filed["as_of"]),
            )

    def _logs(self, names: Sequence[str]) -> dict[str, list[Event]]:
        logs: dict[str, list[Event]] = {}
        for each in self._database.events.find({"contact": {"$in": [*names]}}):
            logs.setdefault(each["contact"], []).append(read_event(each))
        return logs

    def _cards(self, names: Sequence[str], code: str) -> Iterator[Document]:
        wanted = {"contact": {"$in": [*names]}, "code": code}
        yield from self._database.cards.find(wanted)

    def _spans(self, since: int, until: int) -> Iterator[tuple[int, int]]:
        """The period in pieces of about so many contacts each."""
        contacts, begin = self._database.contacts, since
        while begin < until:
            opened = {"opened_at": {"$gte": begin, "$lt": until}}
            found = contacts.find(opened, {"opened_at": 1, "_id": 0}).sort("opened_at", ASCENDING)
            ends = [int(each["opened_at"]) for each in found.skip(A_SLICE).limit(1)]
            end = max(ends[0], begin + 1) if ends else until
            yield begin, end
            begin = end


_TOLD = ("code", "version", "text", "holidays", "since", "until", "asked_at", "asked_by", "state")


def new_id() -> str:
    """A name for a backtest."""
    return uuid4().hex


def _slice(asked: Asked, number: int, span: tuple[int, int], expires_at: datetime) -> Document:
    return {
        "_id": f"{asked.id} {number}",
        "backtest": asked.id,
        "since": span[0],
        "until": span[1],
        **FRESH,
        "run_at": asked.asked_at,
        "found": None,
        "expires_at": expires_at,
    }
