"""From a deadline that passes in silence to the filed card, with so many open tickets beside it.

A real worker process over a real mongod on disk. Tickets wait by the million for deadlines of other
days; a thousand more, whose logs are filed as the service files them, have theirs within one
minute. A change stream tells when the card of each is filed. The floor does for as many the least
that could be done: it looks for what is due as often, and replaces each one's card, journaled.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from threading import Event, Thread
from typing import Any

import click
from pymongo import WriteConcern

from benchmarks.filing import ACCOUNT, CONNECTION, Bench, bench_house
from benchmarks.processes import running
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import FRESH
from plugin.stores.tickets.contacts import Contacts
from plugin.stores.transactions import Session, transact
from plugin.tickets.due import AGAIN_SECONDS, published_station
from plugin.tickets.filing import Filing, filing_of
from tests.zendesk_lives import Life
from webhooks.contract import Delivery
from webhooks.helpdesks import HELPDESKS

MINUTE = 60
# A chat that nobody has answered for so long is missed, by the shipped standard's RSP-02.
MISSED_SECONDS = 600
_DAY = 86_400
_BATCH = 20_000
_LOOKS_SECONDS = 0.5  # how often the floor asks what is due, as a worker does
_FIRST_DUE = 10_000_000  # numbers of the tickets whose deadlines pass


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured: so many open tickets, deadlines within `spread` seconds, processes.

    With `anew` all tickets are judged by a changed standard meanwhile.
    """

    tickets: int
    due: int
    workers: int
    spread: int
    anew: bool


@dataclass(frozen=True, slots=True)
class Lags:
    """Seconds from each deadline to the filed card."""

    seconds: tuple[float, ...]

    @property
    def told(self) -> str:
        """The figures in one line."""
        p99 = quantiles(self.seconds, n=100)[98]
        return f"p50 {median(self.seconds):.2f} s, p99 {p99:.2f} s, max {max(self.seconds):.2f} s"


@dataclass(frozen=True, slots=True)
class Effort:
    """What mongod has looked at since it started."""

    documents: int
    keys: int

    def since(self, before: Effort) -> Effort:
        """What it has looked at since then."""
        return Effort(self.documents - before.documents, self.keys - before.keys)


@dataclass(slots=True)
class Watched:
    """When each contact's card was first written, by the clock, as a change stream tells."""

    database: Mongo
    contacts: Collection[str]
    written_at: dict[str, float] = field(default_factory=dict)
    _stop: Event = field(default_factory=Event)

    @contextmanager
    def watching(self) -> Iterator[Watched]:
        """Watches until the block ends."""
        with self.database.cards.watch(max_await_time_ms=100) as stream:
            thread = Thread(target=self._watch, args=(stream,))
            thread.start()
            try:
                yield self
            finally:
                self._stop.set()
                thread.join()

    def until(self, number: int, patience_seconds: float) -> None:
        """Waits until so many are written. TimeoutError when they are not in time."""
        until = time.monotonic() + patience_seconds
        while len(self.written_at) < number:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.written_at)} of {number} are written")
            time.sleep(0.05)

    def _watch(self, stream: Any) -> None:
        while not self._stop.is_set():
            change = stream.try_next()
            contact = "" if change is None else str(change["documentKey"]["_id"]).partition(" ")[0]
            if contact in self.contacts:
                self.written_at.setdefault(contact, time.time())


def fill(database: Mongo, number: int, now: int) -> None:
    """So many open tickets whose deadlines pass on other days; nothing is due of them."""
    draw = Random(number)
    contacts = database.get_collection("contacts", write_concern=WriteConcern(1))
    for first in range(0, number, _BATCH):
        numbers = range(first, min(first + _BATCH, number))
        contacts.insert_many([_waiting(each, now, draw) for each in numbers], ordered=False)


def _waiting(number: int, now: int, draw: Random) -> Document:
    opened_at, due_at = now - draw.randrange(1, 30 * _DAY), now + draw.randrange(_DAY, 30 * _DAY)
    told = {"connection": CONNECTION, "revision": 3, "opened_at": opened_at, "run_at": due_at}
    return {"_id": f"{CONNECTION}/ticket/{number}", **told, **FRESH}


def file_silent(
    filing: Filing, database: Mongo, deadlines: Sequence[int], now: int
) -> Mapping[str, int]:
    """A chat for each deadline that nobody answers until it has passed; the deadline of each."""
    due: dict[str, int] = {}
    for number, deadline in enumerate(deadlines, _FIRST_DUE):
        life = Life(number, deadline - MISSED_SECONDS, channel="chat")
        life.create()
        news = [HELPDESKS["zendesk"].read(Delivery({}, each, now), ACCOUNT) for each in life.posted]
        contact = f"{CONNECTION}/ticket/{number}"

        def work(session: Session, contact: str = contact, news: Any = news) -> bool:
            return filing.take_in(contact, CONNECTION, news, now, session)

        transact(database, work)
        due[contact] = deadline
    return due


def settle_published(bench: Bench) -> None:
    """Has no contact judged anew for the standard that the house was made with."""
    station = published_station(bench.house, "settling")
    for at in (0, AGAIN_SECONDS):
        station.work_once(bench.house.clock() + at)


def swept(bench: Bench, asked: Asked) -> Iterator[str]:
    """Lines of figures: of the sweep, of what mongod looked at, and of the floor."""
    database, clock, due = bench.house.database, bench.house.clock, asked.due
    settle_published(bench)
    fill(database, asked.tickets, clock())
    yield f"{asked.tickets:,} open tickets beside"
    # So long it takes to file those whose deadlines are to pass, and then the workers to start.
    begins_at = clock() + 20 + due // 25
    deadlines = [begins_at + number * asked.spread // due for number in range(due)]
    contacts = file_silent(filing_of(bench.house), database, deadlines, clock())
    _check(database, contacts)
    if asked.anew:
        yield f"{Contacts(database).make_due(0, clock()):,} tickets are to be judged anew meanwhile"
    lags, looked = _watched(bench, asked, contacts, begins_at)
    told = f"{due:,} deadlines within {asked.spread} s, {asked.workers} worker processes"
    yield f"{told}, deadline to filed card: {lags.told}"
    yield (
        f"mongod looked at {looked.keys / due:.0f} keys of indexes and"
        f" {looked.documents / due:.0f} documents for each"
    )
    yield f"the floor: {floor(database, [*contacts], asked.spread).told}"


def _watched(
    bench: Bench, asked: Asked, contacts: Mapping[str, int], begins_at: int
) -> tuple[Lags, Effort]:
    database = bench.house.database
    command = [sys.executable, "-m", "plugin.serving.worker"]
    with ExitStack() as stack:
        for _ in range(asked.workers):
            stack.enter_context(running(command, bench.environment))
        time.sleep(max(0.0, begins_at - 3 - time.time()))
        watched = stack.enter_context(Watched(database, contacts).watching())
        before = effort(database)
        watched.until(len(contacts), asked.spread + 600)
        looked = effort(database).since(before)
    lags = Lags(tuple(watched.written_at[each] - at for each, at in contacts.items()))
    return lags, looked


def _check(database: Mongo, due: Mapping[str, int]) -> None:
    """Whether each is due just after its deadline, and late enough to be seen."""
    late = min(due.values()) - time.time()
    if late < 5:
        raise TimeoutError(f"filing took {5 - late:.0f} s too long: the machine is too busy")
    found = {
        each["_id"]: each["run_at"] for each in database.contacts.find({"_id": {"$in": [*due]}})
    }
    if found != {each: at + 1 for each, at in due.items()}:
        raise ValueError("the standard gives these chats other deadlines")


def effort(database: Mongo) -> Effort:
    """What mongod has looked at until now."""
    told = database.client.admin.command("serverStatus")["metrics"]["queryExecutor"]
    return Effort(int(told["scannedObjects"]), int(told["scanned"]))


def floor(database: Mongo, contacts: Sequence[str], spread: int) -> Lags:
    """Looks for what is due and replaces its card, one journaled write each, by one thread."""
    begins_at = int(time.time()) + 2
    run_at = {each: begins_at + n * spread // len(contacts) for n, each in enumerate(contacts)}
    plain, cards = database.floor_contacts, database.floor_cards
    plain.create_index("run_at")
    plain.insert_many([{"_id": each, "run_at": at} for each, at in run_at.items()])
    cards.insert_many([{**each} for each in database.cards.find({"contact": {"$in": [*contacts]}})])
    lags: list[float] = []
    while len(lags) < len(contacts):
        for each in plain.find({"run_at": {"$lt": int(time.time())}}).sort("run_at", 1):
            card = cards.find_one({"_id": {"$regex": f"^{each['_id']} "}}) or {}
            cards.replace_one({"_id": card["_id"]}, card | {"as_of": each["run_at"]})
            plain.delete_one({"_id": each["_id"]})
            lags.append(time.time() - each["run_at"])
        time.sleep(_LOOKS_SECONDS)
    return Lags(tuple(lags))


@click.command()
@click.option("--tickets", default=1_000_000, show_default=True, help="Open tickets beside.")
@click.option("--due", default=1_000, show_default=True, help="Deadlines that pass.")
@click.option("--workers", default=1, show_default=True, help="Worker processes.")
@click.option("--spread", default=MINUTE, show_default=True, help="Within so many seconds.")
@click.option("--anew", is_flag=True, help="While all are judged by a changed standard.")
def sweep(**told: Any) -> None:
    """Measure from a deadline that passes in silence to the filed card."""
    with bench_house() as bench:
        for line in swept(bench, Asked(**told)):
            click.echo(line)


if __name__ == "__main__":
    sweep()
