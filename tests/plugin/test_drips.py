"""Whoever drips a request's body is cut, and nobody else."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from socket import create_connection, create_server
from typing import Any

import pytest

from plugin.serving import drips
from plugin.serving.drips import (
    CROWDED_SECONDS,
    PATIENCE_SECONDS,
    Connection,
    Drips,
    Traffic,
    hang_up,
    traffic,
)

THREADS = 6


class Desk:
    """A process with threads that wait for bodies, and what is known of its connections."""

    def __init__(self) -> None:
        self.now = 100.0
        self.connections: dict[Connection, Traffic] = {}
        self.cut: list[Connection] = []
        self.drips = Drips(_reads, THREADS, 1, lambda: self.now, self._look, self.cut.append)

    def _look(self, port: int) -> Mapping[Connection, Traffic]:
        return self.connections

    def waiting(self, number: int, seconds: float) -> None:
        """So many threads have waited for so long."""
        since = self.now - seconds
        self.drips._waiting.update(dict.fromkeys(range(number), since))

    def asks(self, file: int, seconds: float, received: int = 400) -> None:
        """Somebody sent the head of a request so long ago, and hardly anything since."""
        self.connections[file, "peer"] = Traffic(seconds, min(seconds, 0.3), received)

    def idles(self, file: int) -> None:
        """Somebody was answered a while ago, and asks nothing."""
        self.connections[file, "peer"] = Traffic(20, 20, 900, 300)


def _reads(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    return [environ["wsgi.input"].read(), *environ["wsgi.input"]]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_whoever_drips_for_too_long_is_cut(desk: Desk) -> None:
    desk.waiting(1, PATIENCE_SECONDS + 0.1)
    desk.asks(7, PATIENCE_SECONDS + 0.1)
    desk.idles(8)
    assert desk.drips.once() == 1
    assert desk.cut == [(7, "peer")]


def test_one_byte_now_and_then_helps_nobody(desk: Desk) -> None:
    desk.waiting(1, 1)
    received = 400
    for _ in range(14):
        desk.now, received = desk.now + 1, received + 1
        desk.asks(7, 0.2, received)
        desk.drips.once()
    assert set(desk.cut) == {(7, "peer")}


def test_whoever_sends_at_a_modems_rate_is_left_alone(desk: Desk) -> None:
    desk.waiting(1, 1)
    received = 400
    for _ in range(60):
        desk.now, received = desk.now + 1, received + 5 * 1024
        desk.asks(7, 0.1, received)
        desk.drips.once()
    assert desk.cut == []


@pytest.mark.parametrize("seconds", [0.1, 2.0, PATIENCE_SECONDS - 0.5])
def test_nobody_is_cut_while_there_is_patience(desk: Desk, seconds: float) -> None:
    desk.waiting(3, seconds)
    for file in range(3):
        desk.asks(file, seconds)
    assert desk.drips.once() == 0


def test_while_nobody_waits_for_a_body_a_long_view_is_left_alone(desk: Desk) -> None:
    desk.asks(7, 600)
    assert desk.drips.once() == 0


def test_whom_it_would_be_nobody_can_tell_so_nobody_is_cut(desk: Desk) -> None:
    """One sends a body slowly, the other waits for a long view."""
    desk.waiting(1, PATIENCE_SECONDS + 1)
    desk.asks(7, PATIENCE_SECONDS + 1)
    desk.asks(8, 60)
    assert desk.drips.once() == 0


def test_when_hardly_a_thread_is_left_patience_is_short_and_the_first_go_first(desk: Desk) -> None:
    desk.waiting(THREADS - 1, CROWDED_SECONDS + 0.5)
    for file in range(12):  # those behind wait for a thread, and are no drips
        desk.asks(file, CROWDED_SECONDS + 0.5 - file / 100)
    assert desk.drips.once() == THREADS - 1
    assert [file for file, _ in desk.cut] == list(range(THREADS - 1))


def test_what_is_read_is_what_was_sent_and_nobody_waits_afterwards(desk: Desk) -> None:
    environ = {"wsgi.input": BytesIO(b"one\ntwo\n")}
    assert list(desk.drips(environ, None)) == [b"one\ntwo\n"]
    body = drips._Body(BytesIO(b"one\ntwo\n"), {}, lambda: 0.0)
    assert body.readline() == b"one\n"
    assert list(body) == [b"two\n"]
    assert drips._Body(BytesIO(b"one\ntwo\n"), {}, lambda: 0.0).readlines() == [b"one\n", b"two\n"]
    assert desk.drips._waiting == {}


def test_a_thread_that_waits_is_known(desk: Desk) -> None:
    seen: list[int] = []

    class Slow:
        def read(self, size: int) -> bytes:
            seen.append(len(desk.drips._waiting))
            return b""

        readline = read

    desk.drips({"wsgi.input": Slow()}, None).__iter__()
    assert seen[0] == 1


def answered(serve: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.skipif(not hasattr(socket, "TCP_INFO"), reason="the system tells nothing of it")
def test_the_system_tells_who_asks_and_ends_what_it_is_told_to() -> None:
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with (
            create_connection(("127.0.0.1", port)) as asking,
            create_connection(("127.0.0.1", port)) as idle,
        ):
            held = [server.accept()[0] for _ in range(2)]
            asking.sendall(b"POST / HTTP/1.1\r\n")
            idle.sendall(b"GET / HTTP/1.1\r\n")
            held[1].recv(100)
            threading.Event().wait(0.05)
            held[1].sendall(b"HTTP/1.1 200 OK\r\n")
            threading.Event().wait(0.05)
            told = traffic(port)
            by_file = {file: each for (file, _), each in told.items()}
            assert by_file[held[0].fileno()].asks
            assert by_file[held[0].fileno()].received == 17
            assert not by_file[held[1].fileno()].asks
            (connection,) = [each for each in told if each[0] == held[0].fileno()]
            hang_up((connection[0], "somebody else"))
            asking.settimeout(0.2)
            with pytest.raises(TimeoutError):
                asking.recv(1)
            hang_up(connection)
            assert asking.recv(1) == b""
            for each in held:
                each.close()
