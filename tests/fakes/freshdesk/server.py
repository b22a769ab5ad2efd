"""The fake Freshdesk as a server: threads, connections that stay up, a log of what was asked."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from tests.fakes.freshdesk.api import (
    CONFLICT,
    FORBIDDEN,
    UNAUTHORIZED,
    Answer,
    Api,
    Asked,
    User,
    too_many,
)
from tests.fakes.freshdesk.control import controlled
from tests.fakes.freshdesk.limits import Budget, Limits
from tests.fakes.freshdesk.tickets import Tickets
from tests.fakes.freshdesk.webhooks import Subscription
from tests.fakes.zendesk.faults import Fault, Faults

USER = User("a-key-of-the-fake-freshdesk")
SLOW_SECONDS, LATE_SECONDS = 30.0, 1.0

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")
_TOO_MANY_AS_TEXT = Answer(429, "Too many requests", {"Retry-After": "1"})

# Faults that are answers; what was asked is not done.
_INSTEAD = {
    Fault.ERROR_500: Answer(500, {"code": "internal_error", "message": "Something went wrong"}),
    Fault.BAD_GATEWAY: Answer(502, "<html><h1>502 Bad Gateway</h1></html>"),
    Fault.UNAVAILABLE: Answer(503, "Service Unavailable"),
    Fault.UNAVAILABLE_FOR_A_SECOND: Answer(503, "Service Unavailable", {"Retry-After": "1"}),
    Fault.TOO_MANY: too_many(1),
    Fault.TOO_MANY_AS_TEXT: _TOO_MANY_AS_TEXT,
    Fault.CONFLICT: CONFLICT,
    Fault.FORBIDDEN: FORBIDDEN,
    Fault.UNAUTHORIZED: UNAUTHORIZED,
    Fault.GARBLED: Answer(200, '{"id": 1, "ta'),
    Fault.SENSELESS: Answer(200, {"hello": "world"}),
    Fault.PAGE: Answer(404, "<html><h1>No help desk at this address</h1></html>"),
    Fault.MOVED: Answer(302, "", {"Location": "http://127.0.0.1:9/api/v2/tickets/1"}),
}


@dataclass(frozen=True, slots=True)
class Logged:
    """A request as it was asked and answered; `status` None: it was not answered."""

    asked: Asked
    fault: Fault
    status: int | None


@dataclass(slots=True)
class FakeFreshdesk:
    """A Freshdesk account at `address`, from `with` on until its end.

    `clock` gives UTC seconds and may be a test's own. `faults` say what goes wrong; `watch` sees
    each request before it is answered. `calls()` is what was asked, in brief.
    """

    clock: Callable[[], float] = time.time
    user: User = USER
    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    springs: bool = False
    port: int = 0
    tickets: Tickets = field(init=False)
    api: Api = field(init=False)
    log: list[Logged] = field(default_factory=list)
    watch: Callable[[Asked], None] = lambda asked: None
    subscription: Subscription | None = None
    stopping: Event = field(default_factory=Event)
    _server: ThreadingHTTPServer | None = None

    def __post_init__(self) -> None:
        self.tickets = Tickets(self.clock, springs=self.springs)
        self.api = Api(self.user, self.tickets, Budget(self.limits), self.clock)

    def __enter__(self) -> FakeFreshdesk:
        methods = {f"do_{method}": _Handler.answer for method in _METHODS}
        handler = type("Handler", (_Handler,), {"freshdesk": self, **methods})
        self._server = _Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

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

    def subscribe(self, address: str, secret: str) -> Subscription:
        """Has rules call the address with the secret for every change but our own from now on."""
        self.subscription = Subscription(address, secret, self.clock, self.user.id)
        self.subscription.start()
        self.tickets.heard = self.subscription
        return self.subscription

    def calls(self, start: int = 0) -> list[str]:
        """What was asked since the log was so long: `PUT /api/v2/tickets/1`."""
        return [f"{each.asked.method} {each.asked.path}" for each in self.log[start:]]

    def answer(self, asked: Asked) -> Answer | None:
        """The answer; None when there is to be none."""
        if asked.path.startswith("/fake/"):
            return controlled(self, asked)
        self.watch(asked)
        fault = self.faults.next()
        answer = self._faulty(asked, fault)
        self.log.append(Logged(asked, fault, None if answer is None else answer.status))
        return answer

    def _faulty(self, asked: Asked, fault: Fault) -> Answer | None:
        if fault in _INSTEAD:
            return _INSTEAD[fault]
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
            case Fault.CUT:
                whole = self.api.answer(asked)
                text = whole.encoded().decode()
                return Answer(whole.status, text[: len(text) // 2] or "{", whole.headers)
        return self.api.answer(asked)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    freshdesk: FakeFreshdesk

    def answer(self) -> None:
        """Answers one request, or hangs up."""
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query))
        answer = self.freshdesk.answer(Asked(self.command, address.path, headers, body, query))
        if answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        encoded = answer.encoded()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        kind = "text/html" if isinstance(answer.body, str) else "application/json"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        if answer.status != 204:
            self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *args: object) -> None:
        """Says nothing: `FakeFreshdesk.log` holds it all."""
