"""What a bad network costs: a 20 MB set of photos over a link that is cut every 300 KB.

A real server and mongod, a proxy that cuts, and a phone in plain Python that goes on where the
service says that it stands. Counted is what goes over the link, heads and all.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import click

from benchmarks.house import ENVIRONMENT
from benchmarks.visits import serving, shopper, visit_of
from benchmarks.visits_app import DATABASE
from plugin.sealing import new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.opening import client_of, database_of
from tests.fakes.flapping import Flapping

PHOTOS, PHOTO_BYTES = 8, 2_500_000
CUT_EVERY = 300_000  # bytes, of both ways together
MOST = 1.25  # bytes sent over bytes needed
CHUNK = 64 * 1024
_PIECE = "application/offset+octet-stream"
_PATIENCE_SECONDS = 30.0
_REST_SECONDS = 0.05  # before a new connection: no phone is back in the network sooner


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one sending came to, in bytes; `ratio` is bytes sent by the phone over bytes needed."""

    way: str
    needed: int
    up: int
    down: int
    cuts: int
    seconds: float

    @property
    def ratio(self) -> float:
        """Bytes sent over bytes needed."""
        return self.up / self.needed


@dataclass(slots=True)
class Phone:
    """A phone that speaks tus over the port. With a `chunk` each piece has its checksum.

    `said` is the body of the last answer.
    """

    port: int
    token: str = field(repr=False)
    chunk: int | None = CHUNK
    said: bytes = b""
    _line: HTTPConnection | None = None

    def submit(self, files: Mapping[str, bytes]) -> str:
        """The address of a new visit that names the files."""
        path = f"/api/v1/visits/{uuid4()}"
        named = [
            {"name": name, "sha256": hashlib.sha256(each).hexdigest(), "bytes": len(each)}
            for name, each in files.items()
        ]
        told = json.dumps(self.body_of(named)).encode()
        expect(self.insist("PUT", path, {"Content-Type": "application/json"}, told), 200, 201)
        return path

    def body_of(self, named: list[dict[str, Any]]) -> Mapping[str, Any]:
        """What the visit says that names those files."""
        return visit_of(0, named)

    def send(self, visit: str, name: str, content: bytes) -> None:
        """Sends the file, going on after every break; ArithmeticError where it is refused."""
        metadata = f"filename {b64encode(name.encode()).decode()}"
        told = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
        where = expect(self.insist("POST", f"{visit}/files", told), 201)["Location"]
        held = 0
        while held < len(content):
            held = self.go_on(where, content, held)

    def go_on(self, where: str, content: bytes, held: int) -> int:
        """How many bytes are held after one more piece, or after a break."""
        piece = content[held : held + self.chunk] if self.chunk else content[held:]
        told = {"Upload-Offset": str(held), "Content-Type": _PIECE}
        if self.chunk:
            digest = b64encode(hashlib.sha256(piece).digest()).decode()
            told["Upload-Checksum"] = f"sha256 {digest}"
        try:
            answer = self.ask("PATCH", where, told, piece)
        except (OSError, HTTPException):
            self._break()
            answer = self.insist("HEAD", where, {})
        return int(expect(answer, 200, 204, 409)["Upload-Offset"])

    def hang_up(self) -> None:
        """Ends the connection, if there is one."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _break(self) -> None:
        self.hang_up()
        time.sleep(_REST_SECONDS)

    def insist(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> HTTPResponse:
        """The answer, however often the link is cut before it comes. TimeoutError."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                return self.ask(method, path, headers, body)
            except (OSError, HTTPException):
                self._break()
        raise TimeoutError(f"{method} {path} is not answered")

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> HTTPResponse:
        """The answer. OSError or HTTPException when the link is cut before it comes."""
        if self._line is None:
            self._line = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        told = {"Tus-Resumable": "1.0.0", "Authorization": f"Bearer {self.token}", **headers}
        self._line.request(method, path, body, told)
        answer = self._line.getresponse()
        self.said = answer.read()
        return answer


def expect(answer: HTTPResponse, *statuses: int) -> HTTPMessage:
    """The headers of an answer of one of the statuses. ArithmeticError for another."""
    if answer.status not in statuses:
        raise ArithmeticError(f"answered {answer.status} {answer.reason}")
    return answer.headers


def sent_over(link: Flapping, token: str, files: Mapping[str, bytes], chunk: int | None) -> Outcome:
    """What it came to to send the files of one visit over the link."""
    way = "the rest at once" if chunk is None else f"{chunk // 1024} KiB a piece, with checksums"
    phone = Phone(link.port, token, chunk)
    visit = phone.submit(files)
    up, down, cuts, began = link.up, link.down, link.cuts, time.monotonic()
    for name, content in files.items():
        phone.send(visit, name, content)
    phone.hang_up()
    took = time.monotonic() - began
    needed = sum(map(len, files.values()))
    return Outcome(way, needed, link.up - up, link.down - down, link.cuts - cuts, took)


def photos(number: int = PHOTOS, size: int = PHOTO_BYTES) -> Mapping[str, bytes]:
    """So many files of that many bytes; what is in them matters to no link."""
    drawn = random.Random(7)
    return {f"{each}.jpg": drawn.randbytes(size) for each in range(number)}


def measure() -> Iterator[Outcome]:
    """The outcome of each way to send."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pl-")))
        mongod = start(find_mongod(os.environ), folder / "data")
        stack.callback(mongod.stop)
        database = database_of(stack.enter_context(client_of(mongod.uri)), DATABASE)
        lay_out_all(database)
        token = shopper(database)
        told = dict(zip(ENVIRONMENT, (mongod.uri, new_key()), strict=True))
        port = stack.enter_context(serving(1, 8, told, folder / "log"))
        link = stack.enter_context(Flapping(port, CUT_EVERY))
        for chunk in (CHUNK, None):
            yield sent_over(link, token, photos(), chunk)


@click.command()
def uploads() -> None:
    """Measure what a link that is cut every 300 KB costs; exit code 1 where it is too much."""
    worst = 0.0
    for each in measure():
        click.echo(
            f"{each.way}: {each.needed / 1e6:.0f} MB over {each.cuts} cuts, {each.ratio:.3f} bytes "
            f"sent for each needed, {each.down / each.needed:.4f} answered, {each.seconds:.1f} s"
        )
        worst = max(worst, each.ratio)
    if worst > MOST:
        raise SystemExit(f"at most {MOST} bytes may be sent for each that is needed")


if __name__ == "__main__":
    uploads()
