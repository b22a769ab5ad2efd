"""Cuts connections whose request bodies drip: each holds a thread for as long as it likes.

The server reads a request's head with a time limit of its own, but for a body it waits without end,
and tells nobody which connection that is. What can be known is how long threads have been waiting
for bodies, and of each connection how much has come over it (Linux, tcp(7)). So when threads wait,
the connections that have been asking for longest, and hardly send anything, are cut: at once as
many as threads are stuck, sooner when there are few threads left.

Whoever sends at a modem's rate is left alone, and so is everybody while no thread is stuck.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import structlog

Wsgi: TypeAlias = "Callable[[dict[str, Any], Any], Iterable[bytes]]"
Connection: TypeAlias = "tuple[int, str]"  # the file it is, and its other end
Look: TypeAlias = "Callable[[int], Mapping[Connection, Traffic]]"

PATIENCE_SECONDS = 10.0  # for a body that hardly comes
CROWDED_SECONDS = 1.0  # the same, while hardly a thread is left
LEAST_BYTES_A_SECOND = 4 * 1024
SPARE_THREADS = 2
LOOK_SECONDS = 0.5

_FILES = Path("/proc/self/fd")
# struct tcp_info of linux/tcp.h: milliseconds since data was sent and received; bytes that were.
_SENT, _RECEIVED, _BYTES, _SIZE = 44, 52, 120, 136
_GREETING = 1  # counted as sent for the handshake (RFC 9293)

log = structlog.get_logger("plumbline.web")


@dataclass(frozen=True, slots=True)
class Traffic:
    """Of a connection: seconds since data was sent and received over it, and how many bytes were.

    The system counts four milliseconds as one moment.
    """

    sent_ago: float
    received_ago: float
    received: int
    sent: int = 0

    @property
    def asked_ago(self) -> float:
        """For how long it asks, about: whoever was never answered has been from the first on."""
        return self.received_ago if self.sent else self.sent_ago

    @property
    def asks(self) -> bool:
        """Whether somebody waits for an answer: something has come since the last one went."""
        return self.received_ago < self.sent_ago or (self.received > 0 and not self.sent)


@dataclass(frozen=True, slots=True)
class Asking:
    """Since when a connection asks, and what had been received by then."""

    since: float
    received: int


@dataclass(slots=True)
class Drips:
    """A WSGI application before another one; `threads` are those of the process, `port` ours."""

    app: Wsgi
    threads: int
    port: int
    monotonic: Callable[[], float] = time.monotonic
    look: Look | None = None  # None: as the system tells
    cut: Callable[[Connection], None] | None = None
    _waiting: dict[int, float] = field(default_factory=dict)  # threads, since when
    _asking: dict[Connection, Asking] = field(default_factory=dict)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.input"] = _Body(environ["wsgi.input"], self._waiting, self.monotonic)
        return self.app(environ, start_response)

    def start(self) -> None:
        """Looks now and then, for as long as the process lives; nowhere but on Linux."""
        if _FILES.is_dir() and hasattr(socket, "TCP_INFO"):
            threading.Thread(target=self._go, daemon=True, name="drips").start()

    def once(self) -> int:
        """How many connections were cut, at one look."""
        now = self.monotonic()
        waits = sorted(now - since for since in list(self._waiting.values()))
        if not waits or waits[-1] < LOOK_SECONDS:
            self._asking.clear()
            return 0
        stuck = [each for each in waits if each >= CROWDED_SECONDS]
        crowded = len(stuck) >= self.threads - SPARE_THREADS
        patience = CROWDED_SECONDS if crowded else PATIENCE_SECONDS
        most = sum(each >= patience for each in waits)
        slow = self._slow(now, patience)
        if not crowded and len(slow) > most:
            return 0  # one of them waits for us, and nobody can tell which
        for each in slow[:most]:
            (self.cut or hang_up)(each)
        if slow:
            log.warning("slow requests cut", connections=len(slow[:most]), crowded=crowded)
        return len(slow[:most])

    def _slow(self, now: float, patience: float) -> list[Connection]:
        """The connections that hardly send what they ask with, those that ask longest first."""
        seen = {each: told for each, told in (self.look or traffic)(self.port).items() if told.asks}
        self._asking = {
            each: self._asking.get(each, Asking(now - told.asked_ago, told.received))
            for each, told in seen.items()
        }
        slow = [
            (asking.since, each)
            for each, asking in self._asking.items()
            if now - asking.since >= patience
            and seen[each].received - asking.received < LEAST_BYTES_A_SECOND * (now - asking.since)
        ]
        return [each for _, each in sorted(slow)]

    def _go(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            with suppress(OSError):  # what was there a moment ago may be gone
                self.once()


class _Body:
    """A request's body; it is known which threads wait for it."""

    __slots__ = ("_body", "_monotonic", "_waiting")

    def __init__(
        self, body: Any, waiting: dict[int, float], monotonic: Callable[[], float]
    ) -> None:
        self._body = body
        self._waiting = waiting
        self._monotonic = monotonic

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or what is left."""
        read: bytes = self._waited(self._body.read, size)
        return read

    def readline(self, size: int = -1) -> bytes:
        """The next line."""
        line: bytes = self._waited(self._body.readline, size)
        return line

    def readlines(self, hint: int = -1) -> list[bytes]:
        """All lines that are left."""
        lines: list[bytes] = self._waited(self._body.readlines, hint)
        return lines

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _waited(self, read: Callable[[int], Any], size: int) -> Any:
        thread = threading.get_ident()
        self._waiting[thread] = self._monotonic()
        try:
            return read(size)
        finally:
            del self._waiting[thread]


def traffic(port: int) -> Mapping[Connection, Traffic]:
    """The traffic of each connection that this process holds at its port."""
    found: dict[Connection, Traffic] = {}
    for file in [int(each.name) for each in _FILES.iterdir()]:
        with suppress(OSError), _opened(file) as held:
            if held.type == socket.SOCK_STREAM and _port_of(held.getsockname()) == port:
                info = held.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _SIZE)
                sent, received = (struct.unpack_from("I", info, at)[0] for at in (_SENT, _RECEIVED))
                answered, asked = struct.unpack_from("QQ", info, _BYTES)
                connection = file, str(held.getpeername())
                found[connection] = Traffic(
                    sent / 1_000, received / 1_000, asked, max(answered - _GREETING, 0)
                )
    return found


def hang_up(connection: Connection) -> None:
    """Ends the connection, if it is still the one that was meant."""
    file, peer = connection
    with suppress(OSError), _opened(file) as held:
        if str(held.getpeername()) == peer:
            held.shutdown(socket.SHUT_RDWR)


def _opened(file: int) -> socket.socket:
    """The socket by a handle of our own, so that it is no other one by the next line. OSError."""
    own = os.dup(file)
    try:
        return socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise


def _port_of(name: Any) -> int | None:
    return int(name[1]) if isinstance(name, tuple) else None
