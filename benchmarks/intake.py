"""How many signed webhooks a second are accepted and journaled, beside the floor.

A real server in processes of its own, a real mongod on disk, and wrk as the helpdesk. Service and
floor take turns behind the same server, so that a slow moment slows both.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import click
import orjson

from benchmarks.intake_app import DATABASE, ENVIRONMENT
from benchmarks.processes import free_port, granian, listening
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.tickets.connections import Connection, Connections
from webhooks.contract import Account
from webhooks.signatures import base64_sha256

SECRET = "a secret of a made-up account"
CONNECTION = "zd-acme"
PATHS = {"ours": f"/webhooks/{CONNECTION}", "floor": "/floor"}
APP = "benchmarks.intake_app:build"
SCRIPT = Path(__file__).with_suffix(".lua")
CONNECTIONS, WRK_THREADS = 32, 2
A_DELIVERY = 2_048  # bytes
MOST_A_SECOND = 8_000  # deliveries made beforehand


@dataclass(frozen=True, slots=True)
class Round:
    """What wrk told of one turn: accepted a second, and milliseconds."""

    a_second: float
    p50_ms: float
    p99_ms: float
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The medians of one server's turns. `ratio` and `p99_ratio` are taken round by round."""

    server: str
    ours: Round
    floor: Round
    ratio: float
    p99_ratio: float


@click.command("intake")
@click.option("--rounds", default=5, show_default=True, help="Rounds to take the median of.")
@click.option("--seconds", default=4, show_default=True, help="How long a turn takes.")
@click.option("--processes", default=2, show_default=True, help="Processes of the server.")
@click.option("--threads", default=16, show_default=True, help="Threads of each process.")
@click.option("--server", "names", multiple=True, default=("granian", "gunicorn"))
def intake(names: tuple[str, ...], **told: int) -> None:
    """Measure how many signed webhooks of 2 KB a second are accepted and journaled."""
    try:
        for found in measure(names, **told):
            click.echo(said(found))
    except FileNotFoundError as error:
        raise click.ClickException(str(error)) from None


def said(found: Outcome) -> str:
    """The outcome in two lines."""
    return "\n".join(
        (
            f"{found.server:9} ours  {shown(found.ours)}   {found.ratio:.2f} x the floor",
            f"{'':9} floor {shown(found.floor)}   p99 {found.p99_ratio:.2f} x the floor's",
        )
    )


def shown(turn: Round) -> str:
    """The figures of a turn."""
    return f"{turn.a_second:6,.0f} a second  p50 {turn.p50_ms:5.1f} ms  p99 {turn.p99_ms:5.1f} ms"


def servers(processes: int, threads: int, port: int) -> Mapping[str, list[str]]:
    """The command lines of the servers that can be chosen, of as many processes and threads."""
    return {
        "gunicorn": [
            sys.executable, "-m", "gunicorn", "--worker-class", "gthread",
            "--workers", str(processes), "--threads", str(threads),
            "--bind", f"127.0.0.1:{port}", "--keep-alive", "60",
            "--log-level", "warning", f"{APP}()",
        ],
        "granian": granian(APP, processes, threads, port),
    }  # fmt: skip


def measure(
    names: tuple[str, ...], rounds: int, seconds: int, processes: int, threads: int
) -> Iterator[Outcome]:
    """The outcome of each server. FileNotFoundError when there is no wrk."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise FileNotFoundError("wrk is not installed: apt-get install wrk")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pl-")))
        mongod = start(find_mongod(os.environ), folder / "data")
        stack.callback(mongod.stop)
        key = new_key()
        told = dict(zip(ENVIRONMENT, (mongod.uri, key, SECRET), strict=True))
        database = database_of(stack.enter_context(client_of(mongod.uri)), DATABASE)
        lay_out_all(database)
        account = Account(CONNECTION, "https://acme.example", "pl")
        Connections(database, Sealer([key])).keep(Connection(account, "zendesk", (SECRET,)))
        signed = folder / "signed"
        write_signed(signed, seconds * MOST_A_SECOND)
        for name in names:
            turns: dict[str, list[Round]] = {who: [] for who in PATHS}
            with serving(name, processes, threads, told) as port:
                for who, path in list(PATHS.items()) * (rounds + 1):
                    address = f"http://127.0.0.1:{port}"
                    turns[who].append(one_round(wrk, address, path, signed, seconds))
                    hold(turns[who][-1], cleared(database))
            # The first round warms up and does not count.
            yield outcome(name, turns["ours"][1:], turns["floor"][1:])


def one_round(wrk: str, address: str, path: str, signed: Path, seconds: int) -> Round:
    """One turn of wrk; ArithmeticError when something was refused."""
    run = [
        wrk, "-t", str(WRK_THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s",
        "-s", str(SCRIPT), address, "--", path, str(signed), str(WRK_THREADS),
    ]  # fmt: skip
    said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    told = json.loads(said.partition("told ")[2])
    if told["refused"] or told["broken"]:
        raise ArithmeticError(f"{path}: {told}")
    a_second = told["requests"] / told["microseconds"] * 1e6
    return Round(a_second, told["p50"] / 1e3, told["p99"] / 1e3, told["requests"])


def hold(turn: Round, kept: int) -> None:
    """ArithmeticError when more was answered than is kept: a fast lie is no intake."""
    if kept < turn.answered:
        raise ArithmeticError(f"{turn.answered:,} were answered, and {kept:,} kept")


def outcome(server: str, ours: list[Round], floor: list[Round]) -> Outcome:
    """The medians of the rounds."""
    pairs = list(zip(ours, floor, strict=True))
    return Outcome(
        server,
        _median(ours),
        _median(floor),
        median(our.a_second / low.a_second for our, low in pairs),
        median(our.p99_ms / low.p99_ms for our, low in pairs),
    )


def _median(rounds: list[Round]) -> Round:
    return Round(
        median(each.a_second for each in rounds),
        median(each.p50_ms for each in rounds),
        median(each.p99_ms for each in rounds),
    )


@contextmanager
def serving(name: str, processes: int, threads: int, told: Mapping[str, str]) -> Iterator[int]:
    """The port of a server that ends with the block."""
    port = free_port()
    command = servers(processes, threads, port)[name]
    with listening(command, {**os.environ, **told}, port):
        yield port


def write_signed(file: Path, count: int) -> None:
    """So many different deliveries of 2 KB, a line each, as the script wants them."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with file.open("wb") as lines:
        for number in range(count):
            body = a_delivery(number)
            lines.write(base64_sha256(SECRET, now.encode(), body))
            lines.write(b"\t%b\t%b\n" % (now.encode(), body))


def a_delivery(number: int) -> bytes:
    """A comment on one of a thousand tickets, 2 KB of it."""
    told: dict[str, Any] = {
        "account_id": 22129848,
        "detail": {
            "actor_id": "8447388090495", "assignee_id": "8447388090494",
            "brand_id": "8447346621310", "created_at": "2026-01-08T10:12:07Z",
            "custom_status": "8447320465790", "description": "The parcel has not come",
            "external_id": None, "form_id": "8646151517822", "group_id": "8447320466430",
            "id": str(1 + number % 1_000), "is_public": True, "organization_id": "0",
            "priority": "HIGH", "requester_id": "8447388090496", "status": "OPEN",
            "subject": "Where is it?", "submitter_id": "8447388090496", "tags": ["parcel"],
            "type": "PROBLEM", "updated_at": "2026-01-08T14:25:30Z", "via": {"channel": "web"},
        },
        "event": {
            "comment": {
                "id": str(10**9 + number), "body": "", "is_public": True,
                "author": {"id": "8447388090495", "is_staff": True, "name": "Ola Lis"},
            }
        },
        "id": str(UUID(int=number + 1)), "subject": f"zen:ticket:{1 + number % 1_000}",
        "time": "2026-01-08T14:25:30.123456789Z", "zendesk_event_version": "2022-11-06",
        "type": "zen:event-type:ticket.comment_added",
    }  # fmt: skip
    told["event"]["comment"]["body"] = "x" * (A_DELIVERY - len(orjson.dumps(told)))
    return orjson.dumps(told)


def cleared(database: Mongo) -> int:
    """How many documents a turn has left behind; they are gone afterwards."""
    return sum(database[name].delete_many({}).deleted_count for name in ("deliveries", "floor"))
