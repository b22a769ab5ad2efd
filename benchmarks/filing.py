"""From webhook to filed card: how long it takes at a given rate, and how much can be sustained.

Real processes over a real mongod on disk: `plumbline serve` takes signed webhooks over HTTP, and a
change stream tells when a delivery is done, which is in the transaction that files the card. For
what can be sustained, workers find so many deliveries waiting.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread, local

import click
import orjson

from benchmarks.processes import cpu_seconds, free_port, listening, running
from plugin.config import Config
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import Running, start
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from plugin.tickets.intake import HouseIntake
from tests.zendesk_lives import AGENT, OUR_USER, SECRET, Life, signed
from webhooks.contract import Account
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import take

CONNECTION, DATABASE = "zd-acme", "filing"
ACCOUNT = Account(CONNECTION, "https://acme.zendesk.example", "pl", OUR_USER)
STANDARD = Path("standards/library/contact.yaml")
_BEGAN = 1_700_000_000


@dataclass(frozen=True, slots=True)
class Lag:
    """From the webhook's first byte to its filed card, milliseconds, at so many a second."""

    a_second: float
    deliveries: int
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Sustained:
    """Deliveries filed a second from a backlog, and how many cores were busy meanwhile."""

    workers: int
    what: str
    a_second: float
    worker_cores: float
    mongod_cores: float


@dataclass(frozen=True, slots=True)
class Bench:
    """A house over a mongod of its own, and the environment of its processes."""

    house: House
    mongod: Running
    environment: Mapping[str, str]


@dataclass(slots=True)
class Filed:
    """When each delivery was done, by the monotonic clock, as a change stream tells."""

    database: Mongo
    done_at: dict[str, float] = field(default_factory=dict)
    _stop: Event = field(default_factory=Event)

    @contextmanager
    def watching(self) -> Iterator[Filed]:
        """Watches until the block ends."""
        self.done_at.clear()
        done = {"updateDescription.updatedFields.state": "done"}
        with self.database.deliveries.watch([{"$match": done}], max_await_time_ms=100) as stream:
            thread = Thread(target=self._watch, args=(stream,))
            thread.start()
            try:
                yield self
            finally:
                self._stop.set()
                thread.join()
                self._stop.clear()

    def until(self, number: int, patience_seconds: float = 120) -> None:
        """Waits until so many are done. TimeoutError when they are not in time."""
        until = time.monotonic() + patience_seconds
        while len(self.done_at) < number:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.done_at)} of {number} deliveries are filed")
            time.sleep(0.01)

    def _watch(self, stream: object) -> None:
        while not self._stop.is_set():
            change = stream.try_next()  # type: ignore[attr-defined]  # a change stream
            if change is not None:
                self.done_at[change["documentKey"]["_id"]] = time.monotonic()


@contextmanager
def bench_house() -> Iterator[Bench]:
    """A house with a connection and a standard, its mongod, its processes' environment."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pl-")))
        mongod = start(find_mongod(os.environ), folder / "data")
        stack.callback(mongod.stop)
        database = database_of(stack.enter_context(client_of(mongod.uri)), DATABASE)
        lay_out_all(database)
        key = new_key()
        house = House(Config(keys=(key,)), database, Sealer([key]), lambda: int(time.time()))
        Connections(database, house.sealer).keep(
            Connection(ACCOUNT, "zendesk", (SECRET,), write_back=False)
        )
        publish(
            Standards(database), STANDARD.read_bytes(), effective_from=_BEGAN, by="", now=_BEGAN
        )
        told = {
            "MONGODB_URI": mongod.uri,
            "PLUMBLINE_DATABASE": DATABASE,
            "PLUMBLINE_KEYS": key,
            "PLUMBLINE_DATA": str(folder),
            "PLUMBLINE_WEB_PROCESSES": "1",
        }
        yield Bench(house, mongod, {**os.environ, **told})


def lag(a_second: float, seconds: int) -> Lag:
    """How long it takes at that rate: tickets are opened, answered and solved."""
    with bench_house() as bench, serving(bench.environment) as port:
        filed = Filed(bench.house.database)
        tickets = max(1, int(a_second * seconds / 3))
        with filed.watching():
            warm = post_at(port, bodies(range(1, 9)), 20)
            filed.until(len(warm))
            posted = post_at(port, bodies(range(100, 100 + tickets)), a_second)
            filed.until(len(warm) + len(posted))
        taken = sorted(1_000 * (filed.done_at[key] - at) for key, at in posted.items())
        return Lag(a_second, len(taken), median(taken), quantiles(taken, n=100)[98])


def sustained(workers: int, tickets: int) -> Iterator[Sustained]:
    """How much so many worker processes file from a backlog: openings alone, then whole lives."""
    with bench_house() as bench:
        for name, first, acts in (("openings", 1, 1), ("tickets of three", 50_000, 3)):
            told = bodies(range(first, first + tickets))
            backlog = [body for body in told if acts == 3 or b"ticket.created" in body]
            intake = HouseIntake(bench.house)
            for body in backlog:
                connection = Connection(ACCOUNT, "zendesk", (SECRET,))
                take(intake, connection, HELPDESKS["zendesk"], signed(body, bench.house.clock()))
            yield _drained(bench, workers, name, len(backlog))


def _drained(bench: Bench, workers: int, name: str, number: int) -> Sustained:
    filed = Filed(bench.house.database)
    command = [sys.executable, "-m", "plugin.serving.worker"]
    with filed.watching(), ExitStack() as stack:
        crew = [stack.enter_context(running(command, bench.environment)) for _ in range(workers)]
        filed.until(number // 5)  # while the processes start and read the standard
        theirs, mongods = [each.pid for each in crew], [bench.mongod.process.pid]
        began, busy, so_far = (
            time.monotonic(),
            (cpu_seconds(theirs), cpu_seconds(mongods)),
            len(filed.done_at),
        )
        filed.until(number)
        seconds = time.monotonic() - began
        cores = (
            (cpu_seconds(theirs) - busy[0]) / seconds,
            (cpu_seconds(mongods) - busy[1]) / seconds,
        )
        return Sustained(workers, name, (number - so_far) / seconds, *cores)


def bodies(numbers: Sequence[int]) -> list[bytes]:
    """What Zendesk would post of tickets that are opened, answered and solved, act by act."""
    now = int(time.time())
    lives = []
    for number in numbers:
        life = Life(number, now - 60)
        life.create()
        life.comment(now - 30, AGENT, "We look into it at once. " * 20)
        life.status(now - 30, "SOLVED")
        lives.append(life.posted)
    return [body for act in zip(*lives, strict=True) for body in act]


def post_at(port: int, told: Sequence[bytes], a_second: float) -> dict[str, float]:
    """When each delivery was begun to be posted, by its key; so many a second, evenly."""
    mine = local()

    def post(body: bytes) -> tuple[str, float]:
        if not hasattr(mine, "connection"):
            mine.connection = http.client.HTTPConnection("127.0.0.1", port)
        delivery = signed(body, int(time.time()))
        began = time.monotonic()
        path = f"/webhooks/{CONNECTION}"
        mine.connection.request("POST", path, delivery.body, dict(delivery.headers))
        reply = mine.connection.getresponse()
        reply.read()
        if reply.status >= 300:
            raise ConnectionError(f"answered {reply.status}")
        return f"{CONNECTION} {orjson.loads(body)['id']}", began

    with ThreadPoolExecutor(16) as threads:
        start_at, ends = time.monotonic(), []
        for number, body in enumerate(told):
            time.sleep(max(0.0, start_at + number / a_second - time.monotonic()))
            ends.append(threads.submit(post, body))
        return dict(each.result() for each in ends)


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[int]:
    """The port of a service that ends with the block."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("plumbline")), "serve"]
    told = {**environment, "PLUMBLINE_PORT": str(port)}
    with listening(command, told, port):
        yield port


@click.command()
@click.option("--rate", default=50.0, show_default=True, help="Deliveries a second.")
@click.option("--seconds", default=20, show_default=True, help="For so long at that rate.")
@click.option("--tickets", default=400, show_default=True, help="Tickets of each backlog.")
@click.option("--workers", default=(1, 2), multiple=True, show_default=True, help="Processes.")
def filing(rate: float, seconds: int, tickets: int, workers: Sequence[int]) -> None:
    """Measure from webhook to filed card, and what can be sustained."""
    found = lag(rate, seconds)
    click.echo(
        f"{found.deliveries:,} deliveries at {found.a_second:g} a second, webhook to filed card: "
        f"median {found.p50_ms:.0f} ms, p99 {found.p99_ms:.0f} ms"
    )
    for number in workers:
        for each in sustained(number, tickets):
            click.echo(
                f"{each.workers} worker processes, {each.what}: {each.a_second:.0f} deliveries a"
                f" second; cores busy: workers {each.worker_cores:.2f},"
                f" mongod {each.mongod_cores:.2f}"
            )


if __name__ == "__main__":
    filing()
