"""Posts to the service's own address what a helpdesk and phones would: signed, or signed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from itertools import islice
from threading import local
from typing import Any, TypeVar

T = TypeVar("T")
_AT_ONCE = 4  # connections
_ATTEMPTS = 8
_PATIENCE_SECONDS = 30.0
_LOOKS, _LOOK_SECONDS = 120, 0.5  # for photos that workers are still looking at


class ServiceRefused(Exception):
    """The service does not take what a helpdesk or a phone would send; the message says how."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the service listens; a connection for each thread that asks, kept alive."""

    host: str
    port: int
    _own: local = field(default_factory=local, repr=False)

    def send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Status and body of the answer. A service that is away for a moment is asked again."""
        for attempt in range(_ATTEMPTS):
            try:
                status, answer = self._once(method, path, body, headers)
            except (OSError, HTTPException):
                self.hang_up()
                status, answer = 503, b""
            if status not in (429, 502, 503):
                return status, answer
            time.sleep(0.1 * 2**attempt)
        raise ServiceRefused(f"the service at {self.host}:{self.port} does not answer")

    def hang_up(self) -> None:
        """Closes the connection of the thread that asks; it is opened anew when it is needed."""
        connection, self._own.connection = getattr(self._own, "connection", None), None
        if connection is not None:
            connection.close()

    def _once(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            connection = HTTPConnection(self.host, self.port, timeout=_PATIENCE_SECONDS)
            self._own.connection = connection
        connection.request(method, path, body, dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """The invented helpdesk: signs as Zendesk does, base64 of HMAC-SHA256(time + body)."""

    address: Address
    connection: str
    secret: str = field(repr=False)
    clock: Callable[[], int]

    def deliver(self, body: bytes) -> None:
        """Posts one event; it is durable then. ServiceRefused."""
        at = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        proof = hmac.digest(self.secret.encode(), at.encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Zendesk Webhook",
            "X-Zendesk-Webhook-Signature": base64.b64encode(proof).decode(),
            "X-Zendesk-Webhook-Signature-Timestamp": at,
        }
        status, answer = self.address.send("POST", f"/webhooks/{self.connection}", body, headers)
        _expect(status, answer, (202,))


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody signed in at the door for phones."""

    address: Address
    token: str = field(repr=False)

    @classmethod
    def signed_in(cls, address: Address, name: str, password: str) -> Phone:
        """A phone in the hands of that user. ServiceRefused."""
        told = json.dumps({"name": name, "password": password}).encode()
        as_json = {"Content-Type": "application/json"}
        status, answer = address.send("POST", "/api/v1/sessions", told, as_json)
        _expect(status, answer, (201,))
        return cls(address, json.loads(answer)["access_token"])

    def put(self, path: str, body: Mapping[str, Any]) -> None:
        """Submits; the same bytes again change nothing. ServiceRefused."""
        self._send("PUT", path, json.dumps(body).encode(), "application/json")

    def put_file(self, path: str, content: bytes) -> None:
        """Sends a photo in one piece."""
        self._send("PUT", path, content, "image/jpeg")

    def accept(self, path: str) -> None:
        """Accepts a submission, once its photos have been looked at. ServiceRefused."""
        for _ in range(_LOOKS):
            status, answer = self._asked("POST", f"{path}/acceptance", b"{}", "application/json")
            if status != 409:
                break
            time.sleep(_LOOK_SECONDS)
        _expect(status, answer, (200, 201, 204))

    def _send(self, method: str, path: str, body: bytes, kind: str) -> None:
        _expect(*self._asked(method, path, body, kind), (200, 201, 204))

    def _asked(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        return self.address.send(method, f"/api/v1/{path}", body, headers)


def each_of(work: Callable[[T], None], things: Iterable[T]) -> Iterator[T]:
    """Does the work to each of the things over several connections; each, when it is done."""
    waiting = iter(things)
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="demo") as pool:
        while some := list(islice(waiting, 64)):
            for thing, _ in zip(some, pool.map(work, some), strict=True):
                yield thing


def _expect(status: int, answer: bytes, wanted: tuple[int, ...]) -> None:
    if status not in wanted:
        detail = answer.decode(errors="replace")[:300]
        raise ServiceRefused(f"the service answered {status}: {detail}")
