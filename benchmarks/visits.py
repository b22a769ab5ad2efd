"""How many visits of 25 answers a second are judged and kept for good, beside the floor.

A real server in processes of its own, a real mongod on disk, and wrk as the phones. Service and
floor take turns behind the same server, so that a slow moment slows both.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
from argon2 import PasswordHasher
from PIL import Image

from benchmarks.house import ENVIRONMENT
from benchmarks.processes import free_port, granian, listening
from benchmarks.visits_app import DATABASE, FLOOR
from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.directory.signing_in import SigningIn
from plugin.publishing.publish import publish
from plugin.sealing import new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.certificates import Answered, Attempt, Certificates
from plugin.stores.training.learning import Result
from plugin.stores.versions.standards import Standards

PATHS = {"ours": "/api/v1/visits", "floor": FLOOR}
APP = "benchmarks.visits_app:build"
SCRIPT = Path(__file__).with_suffix(".lua")
QUESTIONS, BODIES = 25, 2_000
PHOTO_BYTES = 100_000
LEFT_BEHIND = ("visits", "files", "floor")

# Clients at once, and whether each visit brings its photo.
LOADS = ((1, False), (8, False), (32, False), (8, True), (32, True))


@dataclass(frozen=True, slots=True)
class Round:
    """What one turn came to: submissions a second (with their photos), milliseconds a request."""

    a_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The medians of one load's turns; `ratio` is taken round by round."""

    clients: int
    photo: bool
    ours: Round
    floor: Round
    ratio: float


def measure(
    rounds: int, seconds: int, processes: int, threads: int, *, is_certified: bool = True
) -> Iterator[Outcome]:
    """The outcome of each load. FileNotFoundError when there is no wrk.

    Whether a shopper is certified is remembered, and asked each time of one who is not.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise FileNotFoundError("wrk is not installed: apt-get install wrk")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pl-")))
        mongod = start(find_mongod(os.environ), folder / "data")
        stack.callback(mongod.stop)
        database = database_of(stack.enter_context(client_of(mongod.uri)), DATABASE)
        lay_out_all(database)
        token = shopper(database)
        if is_certified:
            certify(database)
        files = _written(folder)
        told = dict(zip(ENVIRONMENT, (mongod.uri, new_key()), strict=True))
        port = stack.enter_context(serving(processes, threads, told, folder / "log"))
        turn = iter(range(1, 1_000_000))
        for clients, photo in LOADS:
            turns: dict[str, list[Round]] = {"ours": [], "floor": []}
            for number in range(rounds + 1):
                for who, path in PATHS.items():
                    sent = [
                        f"http://127.0.0.1:{port}", "--", path, token,
                        str(files["with photo" if photo else "plain"]),
                        str(files["photo"]) if photo else "-", str(next(turn)),
                    ]  # fmt: skip
                    run = [wrk, *_connections(clients, seconds), *sent]
                    found = _one_round(run, database, photo)
                    if number:
                        turns[who].append(found)
            yield _outcome(clients, photo, turns["ours"], turns["floor"])


def _connections(clients: int, seconds: int) -> list[str]:
    threads = str(min(2, clients))
    return ["-t", threads, "-c", str(clients), "-d", f"{seconds}s", "-s", str(SCRIPT)]


def _one_round(run: Sequence[str], database: Mongo, photo: bool) -> Round:
    """One turn of wrk; ArithmeticError when something was refused or not kept."""
    began = time.monotonic()
    said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    told = json.loads(said.partition("told ")[2])
    if told["refused"] or told["broken"]:
        raise ArithmeticError(f"{told}, after {time.monotonic() - began:.0f} s")
    kept = {name: database[name].delete_many({}).deleted_count for name in LEFT_BEHIND}
    if sum(kept.values()) < told["requests"]:
        raise ArithmeticError(f"{told['requests']} were answered, and kept were {kept}")
    whole = told["requests"] / (2 if photo else 1)
    scale = 1e3
    return Round(
        whole / told["microseconds"] * 1e6,
        told["p50"] / scale,
        told["p95"] / scale,
        told["p99"] / scale,
    )


def _outcome(clients: int, photo: bool, ours: list[Round], floor: list[Round]) -> Outcome:
    ratios = [our.a_second / low.a_second for our, low in zip(ours, floor, strict=True)]
    return Outcome(clients, photo, _median(ours), _median(floor), median(ratios))


def _median(rounds: list[Round]) -> Round:
    return Round(
        median(each.a_second for each in rounds),
        median(each.p50_ms for each in rounds),
        median(each.p95_ms for each in rounds),
        median(each.p99_ms for each in rounds),
    )


def shopper(database: Mongo) -> str:
    """The access token of a shopper; the shop's standard is published."""
    now = int(time.time())
    publish(Standards(database), _standard(), effective_from=now, by="bench", now=now)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    password = "a password of benchmarks"
    hashed = Passwords.of(cheap).hashed(password)
    Users(database).add(User("anna", "Anna", frozenset({Role.SHOPPER}), password=hashed))
    return SigningIn.over(database, cheap).sign_in("anna", password, now).access_token


def certify(database: Mongo) -> None:
    """Has the shopper pass the quiz of the standard."""
    certificates, now = Certificates(database), int(time.time())
    attempt = Attempt(
        id="bench", user="anna", code="bench", version=1, hash="", number=1, seed="s" * 16,
        since=None, asked=(), pass_mark=0.8, drawn_at=now,
    )  # fmt: skip
    certificates.draw(attempt)
    certificates.answer(attempt.id, Answered({}, Result({}, 0, None, True), now, now, now))


def _standard() -> bytes:
    """A standard of 25 questions, of the kinds that visits have."""
    asks = (
        "{kind: yes_no, question: Was it so?, of: [visit], required: true}",
        "{kind: choice, question: How?, of: [visit], answers: {good: 1, fair: 0.5, bad: 0}}",
        "{kind: scale, question: How much?, of: [visit], from: 1, to: 5}",
        "{kind: duration, question: How long?, of: [visit]}",
        "{kind: text, question: What else?, of: [visit]}",
    )
    limits = {2: "{full: 4, none: 2}", 3: "{full: PT3M, none: PT8M}"}
    cases = (("yes", "no"), ("good", "bad"), ("5", "1"), ("PT1M", "PT9M"), ("Nothing", None))
    lines = [
        "code: bench", "title: A visit", "version: 1", "languages: [en]",
        "governance: {owner: Bench, review_by: 2099-01-01}", "criteria:",
    ]  # fmt: skip
    for number in range(QUESTIONS):
        kind = number % len(asks)
        met, missed = cases[kind]
        lines += [
            f"  - code: Q-{number + 1:02}", f"    title: Question {number + 1}",
            "    why: It is measured.", f"    weight: {1 + number % 4}", f"    ask: {asks[kind]}",
        ]  # fmt: skip
        lines += [f"    limits: {limits[kind]}"] if kind in limits else []
        lines += ["    examples:", f"      - {{given: {{answer: {met}}}, then: met}}"]
        lines += [f"      - {{given: {{answer: {missed}}}, then: missed}}"] if missed else []
    return "\n".join(lines).encode()


def _written(folder: Path) -> Mapping[str, Path]:
    """The bodies, without and with a photo, a line each, and the photo."""
    photo = _photo()
    named = {
        "name": "front.jpg",
        "sha256": hashlib.sha256(photo).hexdigest(),
        "bytes": len(photo),
    }
    files = {name: folder / name for name in ("plain", "with photo", "photo")}
    files["photo"].write_bytes(photo)
    for name, attached in (("plain", []), ("with photo", [named])):
        lines = [json.dumps(visit_of(number, attached)) for number in range(BODIES)]
        files[name].write_text("\n".join(lines), encoding="utf-8")
    return files


def visit_of(number: int, files: list[dict[str, Any]]) -> dict[str, Any]:
    drawn = random.Random(number)
    answers = (
        lambda: drawn.choice(["yes", "no"]),
        lambda: drawn.choice(["good", "fair", "bad"]),
        lambda: drawn.randint(1, 5),
        lambda: f"PT{drawn.randint(1, 9)}M{drawn.randint(0, 59)}S",
        lambda: f"Visit {number}: nothing to add, it was as it should be.",
    )
    return {
        "questionnaire": {"standard": "bench", "version": 1},
        "location": f"acme/shop/{number % 50}",
        "started_at": "2026-10-01T10:00:00+02:00",
        "ended_at": "2026-10-01T10:25:00+02:00",
        "employee": {"identity": f"acme/badge/{number % 200}", "means": "badge", "confidence": 0.9},
        "answers": {f"Q-{n + 1:02}": answers[n % len(answers)]() for n in range(QUESTIONS)},
        "files": files,
    }


def _photo() -> bytes:
    """A JPEG of about 100 KB, and of just so many bytes."""
    drawn = random.Random(7)
    noise = Image.frombytes("RGB", (300, 200), drawn.randbytes(300 * 200 * 3))
    written = BytesIO()
    noise.resize((900, 600)).save(written, "JPEG", quality=72)
    return written.getvalue()[:PHOTO_BYTES].ljust(PHOTO_BYTES, b"\0")


@contextmanager
def serving(processes: int, threads: int, told: Mapping[str, str], log: Path) -> Iterator[int]:
    """The port of a server that ends with the block; it logs every request, as in earnest."""
    port = free_port()
    command = granian(APP, processes, threads, port)
    with listening(command, {**os.environ, **told}, port, log):
        yield port


@click.command()
@click.option("--rounds", default=5, show_default=True, help="Rounds to take the median of.")
@click.option("--seconds", default=4, show_default=True, help="Of each turn.")
@click.option("--processes", default=2, show_default=True)
@click.option("--threads", default=16, show_default=True)
@click.option("--uncertified", is_flag=True, help="By a shopper who has not passed the quiz.")
def visits(rounds: int, seconds: int, processes: int, threads: int, uncertified: bool) -> None:
    """Measure visits beside the floor, and print a row a load."""
    for each in measure(rounds, seconds, processes, threads, is_certified=not uncertified):
        with_photo = " with a photo" if each.photo else ""
        click.echo(f"{each.clients} clients{with_photo}: {each.ratio:.2f} of the floor")
        for who, found in (("ours", each.ours), ("floor", each.floor)):
            click.echo(
                f"  {who:5} {found.a_second:7.0f} a second, ms a request: p50 {found.p50_ms:.1f}, "
                f"p95 {found.p95_ms:.1f}, p99 {found.p99_ms:.1f}"
            )


if __name__ == "__main__":
    visits()
