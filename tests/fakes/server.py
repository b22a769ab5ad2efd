"""A fake helpdesk as a server: threads, connections that stay up, a log of what was asked."""

from __future__ import annotations

import json
import socket
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.asking import Answer, Asked
from tests.fakes.faults import KINDS, Fault, Faults
from tests.fakes.subscription import Subscription

SLOW_SECONDS, LATE_SECONDS = 30.0, 1.0
NO_CONTROL = Answer(404, {"error": "nothing is steered by that"})

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")

# Faults that are answers of whatever helpdesk; what was asked is not done.
INSTEAD: Mapping[Fault, Answer] = {
    Fault.BAD_GATEWAY: Answer(502, "<html><h1>502 Bad Gateway</h1></html>"),
    Fault.UNAVAILABLE: Answer(503, "Service Unavailable"),
    Fault.UNAVAILABLE_FOR_A_SECOND: Answer(503, "Service Unavailable", {"Retry-After": "1"}),
    Fault.SENSELESS: Answer(200, {"hello": "world"}),
    Fault.PAGE: Answer(404, "<html><h1>No help desk at this address</h1></html>"),
    Fault.MOVED: Answer(302, "", {"Location": "http://127.0.0.1:9/api/v2/tickets/1"}),
}


class Api(Protocol):
    """What answers calls; `complaints` are those that nobody should have made."""

    complaints: list[str]

    def answer(self, asked: Asked) -> Answer:
        """The answer."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A request as it was asked and answered; `status` None: it was not answered."""

    asked: Asked
    fault: Fault
    status: int | None


A = TypeVar("A", bound=Api)


@dataclass(kw_only=True)
class FakeHelpdesk(ABC, Generic[A]):
    """An account at `address`, from `with` on until its end.

    `faults` say what goes wrong; `watch` sees each request before it is answered. `calls()` is
    what was asked, in brief. A helpdesk says what its faults answer in `instead`, what its texts
    are in `text`, and what comes with every answer in `cookie`.
    """

    instead: ClassVar[Mapping[Fault, Answer]]
    text: ClassVar[str] = "text/html"
    cookie: ClassVar[str | None] = None

    faults: Faults = field(default_factory=Faults)
    port: int = 0
    api: A = field(init=False)
    log: list[Logged] = field(default_factory=list, init=False)
    watch: Callable[[Asked], None] = lambda asked: None
    subscription: Subscription[Any] | None = field(default=None, init=False)
    stopping: Event = field(default_factory=Event, init=False)
    _server: ThreadingHTTPServer | None = field(default=None, init=False)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        if self.subscription is not None:
            self.subscription.stop()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def calls(self, start: int = 0) -> list[str]:
        """What was asked since the log was so long: `PUT /api/v2/tickets/1/tags`."""
        return [f"{each.asked.method} {each.asked.path}" for each in self.log[start:]]

    def answer(self, asked: Asked) -> Answer | None:
        """The answer; None when there is to be none."""
        if asked.path.startswith("/fake/"):
            return self._controlled(asked)
        self.watch(asked)
        fault = self.faults.next()
        answer = self._faulty(asked, fault)
        self.log.append(Logged(asked, fault, None if answer is None else answer.status))
        return answer

    @abstractmethod
    def control(self, method: str, path: list[str], given: Any) -> Answer:
        """What is answered below `/fake/`, besides what every fake does."""

    def _controlled(self, asked: Asked) -> Answer:
        given = json.loads(asked.body) if asked.body else {}
        match asked.method, asked.path.split("/")[2:]:
            case "PUT", ["faults"]:
                self.faults = _faults_in(given)
                return Answer(204)
            case "GET", ["calls"]:
                statuses = Counter(str(each.status) for each in self.log)
                told = {"calls": self.calls(), "complaints": self.api.complaints}
                return Answer(200, {**told, "statuses": statuses})
            case method, path:
                return self.control(method, path, given)

    def _serve(self) -> None:
        methods = {f"do_{method}": _Handler.answer for method in _METHODS}
        handler = type("Handler", (_Handler,), {"helpdesk": self, **methods})
        self._server = _Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _faulty(self, asked: Asked, fault: Fault) -> Answer | None:
        if fault in self.instead:
            return self.instead[fault]
        match fault:
            case Fault.HUNG_UP:
                return None
            case Fault.HUNG_UP_AFTER:
                self.api.answer(asked)
                return None
            case Fault.SLOW:
                self.stopping.wait(SLOW_SECONDS)
            case Fault.LATE:
                self.stopping.wait(LATE_SECONDS)
            case Fault.HUGE:
                return Answer(200, "x" * 4_000_000)
        answer = self.api.answer(asked)
        return replace(answer, cut=True) if fault is Fault.CUT else answer


def _faults_in(given: Mapping[str, Any]) -> Faults:
    always = given.get("always")
    return Faults(
        given.get("seed", 0),
        given.get("rate", 0.0),
        KINDS[given.get("kinds", "passing")],
        always=None if always is None else Fault(always),
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    helpdesk: FakeHelpdesk[Any]

    def answer(self) -> None:
        """Answers one request, or hangs up."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        parts = urlsplit(self.path)
        asked = Asked(self.command, parts.path, headers, body, dict(parse_qsl(parts.query)))
        answer = self.helpdesk.answer(asked)
        if answer is None:
            self._hang_up()
            return
        encoded = answer.encoded()
        self._send_head(answer, len(encoded))
        self.wfile.write(encoded[: len(encoded) // 2] if answer.cut else encoded)
        if answer.cut:
            self._hang_up()

    def _send_head(self, answer: Answer, length: int) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if self.helpdesk.cookie is not None:
            self.send_header("Set-Cookie", self.helpdesk.cookie)
        kind = self.helpdesk.text if isinstance(answer.body, str) else "application/json"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if answer.status != 204:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: object) -> None:
        """Says nothing: `FakeHelpdesk.log` holds it all."""
