"""How long a phone waits for its working day of 50 assignments, beside the floor.

A real server in processes of its own, a real mongod on disk, and wrk as the phones. Service and
floor take turns behind the same server, so that a slow moment slows both.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeAlias
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import click

from benchmarks.house import ENVIRONMENT
from benchmarks.processes import free_port, granian, listening
from benchmarks.sync_app import DATABASE, FLOOR
from benchmarks.sync_firm import furnish
from mobile_api.assigning import Fee
from plugin.sealing import new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.shopping.assignments import Assignments

APP = "benchmarks.sync_app:build"
SCRIPT = Path(__file__).with_suffix(".lua")
WORK = "/api/v1/work"
CLIENTS = (1, 8)
KINDS = ("whole", "one changed", "nothing new", "not modified")

# Status, entity tag and body, still compressed, of an answer to an address and a tag ("-": none).
Get: TypeAlias = "Callable[[str, str], tuple[int, str, bytes]]"


@dataclass(frozen=True, slots=True)
class Round:
    """What one turn came to: answers a second, and milliseconds an answer."""

    a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A way of asking: its address, the tag that the phone holds, and what is answered.

    `plain` and `packed` are bytes of the body, before and after compression.
    """

    kind: str
    path: str
    etag: str
    status: int
    plain: int
    packed: int

    @property
    def floor(self) -> str:
        """Where the floor tells the same."""
        return f"{FLOOR}/{self.kind.replace(' ', '-')}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The medians of one load's turns; `ratio` of the times p50 is taken round by round."""

    clients: int
    asked: Asked
    ours: Round
    floor: Round
    ratio: float


def measure(rounds: int, seconds: int, processes: int, threads: int) -> Iterator[Outcome]:
    """The outcome of each load. FileNotFoundError when there is no wrk."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise FileNotFoundError("wrk is not installed: apt-get install wrk")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pl-")))
        mongod = start(find_mongod(os.environ), folder / "data")
        stack.callback(mongod.stop)
        database = database_of(stack.enter_context(client_of(mongod.uri)), DATABASE)
        lay_out_all(database)
        now = int(time.time())
        token = furnish(database, now)
        told = dict(zip(ENVIRONMENT, (mongod.uri, new_key()), strict=True))
        port = stack.enter_context(_serving(processes, threads, told, folder / "log"))
        address = f"http://127.0.0.1:{port}"
        ways = prepare(database, lambda path, etag: _get(address, path, token, etag))
        for clients in CLIENTS:
            for kind in KINDS:
                run = [wrk, *_connections(clients, seconds)]
                turns = [_turn(run, address, token, ways[kind]) for _ in range(rounds + 1)]
                yield _outcome(clients, ways[kind], turns[1:])


def prepare(database: Mongo, get: Get) -> Mapping[str, Asked]:
    """How each kind is asked for; what is answered is written down for the floor."""
    before = json.loads(gzip.decompress(get(WORK, "-")[2]))["cursor"]
    assignments = Assignments(database)
    changed = assignments.of("anna")[0]
    assignments.change(replace(changed, note="changed"), changed.changed)
    assignments.change(replace(changed, fee=Fee("30.00", "PLN")), assignments.last_number())
    etag = get(WORK, "-")[1]
    now = json.loads(gzip.decompress(get(WORK, "-")[2]))["cursor"]
    ways = {
        "whole": (WORK, "-"),
        "one changed": (f"{WORK}?since={before}", "-"),
        "nothing new": (f"{WORK}?since={now}", "-"),
        "not modified": (f"{WORK}?since={now}", etag),
    }
    return {kind: _asked(database, kind, way, get) for kind, way in ways.items()}


def _asked(database: Mongo, kind: str, way: tuple[str, str], get: Get) -> Asked:
    status, _, packed = get(*way)
    body = gzip.decompress(packed) if packed else b""
    database.floor.insert_one({"_id": kind.replace(" ", "-"), "body": body})
    return Asked(kind, *way, status, len(body), len(packed))


def _get(address: str, path: str, token: str, etag: str) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}
    headers |= {} if etag == "-" else {"If-None-Match": etag}
    try:
        with urlopen(Request(address + path, headers=headers), timeout=30) as answer:
            return answer.status, answer.headers["ETag"], answer.read()
    except HTTPError as error:
        if error.code != 304:
            raise
        return 304, error.headers["ETag"], b""


def _turn(run: Sequence[str], address: str, token: str, asked: Asked) -> tuple[Round, Round]:
    """One turn of the service and one of the floor."""
    ours = [address, "--", asked.path, token, str(asked.status), asked.etag]
    floor = [address, "--", asked.floor, token, "200", "-"]
    return _one_round([*run, *ours]), _one_round([*run, *floor])


def _outcome(clients: int, asked: Asked, turns: Sequence[tuple[Round, Round]]) -> Outcome:
    ratio = median(our.p50_ms / low.p50_ms for our, low in turns)
    ours, floor = zip(*turns, strict=True)
    return Outcome(clients, asked, _median(ours), _median(floor), ratio)


def _connections(clients: int, seconds: int) -> list[str]:
    return ["-t", str(min(2, clients)), "-c", str(clients), "-d", f"{seconds}s", "-s", str(SCRIPT)]


def _one_round(run: Sequence[str]) -> Round:
    """One turn of wrk; ArithmeticError when something was answered otherwise."""
    said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    told = json.loads(said.partition("told ")[2])
    if told["refused"] or told["broken"] or not told["requests"]:
        raise ArithmeticError(str(told))
    a_second = told["requests"] / told["microseconds"] * 1e6
    return Round(a_second, *(told[each] / 1e3 for each in ("p50", "p95", "p99")))


def _median(rounds: Sequence[Round]) -> Round:
    return Round(*(median(getattr(each, name) for each in rounds) for name in Round.__slots__))


@contextmanager
def _serving(processes: int, threads: int, told: Mapping[str, str], log: Path) -> Iterator[int]:
    """The port of a server that ends with the block; it logs every request, as in earnest."""
    port = free_port()
    command = granian(APP, processes, threads, port)
    with listening(command, {**os.environ, **told}, port, log):
        yield port


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Rounds to take the median of.")
@click.option("--seconds", default=3, show_default=True, help="Of each turn.")
@click.option("--processes", default=2, show_default=True)
@click.option("--threads", default=16, show_default=True)
def sync(rounds: int, seconds: int, processes: int, threads: int) -> None:
    """Measure the sync of 50 assignments beside the floor, and print a row a load."""
    for each in measure(rounds, seconds, processes, threads):
        plain, packed = each.asked.plain, each.asked.packed
        click.echo(
            f"{each.asked.kind}, {each.clients} clients: {each.ratio:.2f} times the floor, "
            f"{packed:,} bytes of {plain:,}"
        )
        for who, found in (("ours", each.ours), ("floor", each.floor)):
            click.echo(
                f"  {who:5} {found.a_second:7.0f} a second, ms an answer: p50 {found.p50_ms:.1f}, "
                f"p95 {found.p95_ms:.1f}, p99 {found.p99_ms:.1f}"
            )


if __name__ == "__main__":
    sync()
