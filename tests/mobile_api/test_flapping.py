"""The link that flaps passes on what it should, counts it, and cuts where it is told."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest

from tests.fakes.flapping import Flapping


class Echo:
    """A server that says back what it heard, once all of it has come; `heard` is how much."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listening.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            said = b"".join(iter(lambda: connection.recv(65_536), b""))
            self.heard.append(len(said))
            connection.sendall(said)


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.listening.shutdown(socket.SHUT_RDWR)
    server.listening.close()


@contextmanager
def _unless_cut() -> Iterator[None]:
    """A link that was cut already cannot be ended: what is read of it next says so."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOTCONN:
            raise


def said_back(port: int, content: bytes) -> bytes:
    """What came back. ConnectionError where the link was cut, at whichever step that shows."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(content)
        with _unless_cut():
            client.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: client.recv(65_536), b""))


def test_what_goes_over_the_link_arrives_and_is_counted(echo: Echo) -> None:
    content = bytes(range(256)) * 2_000
    with Flapping(echo.port) as link:
        assert said_back(link.port, content) == content
        assert (link.up, link.down, link.cuts) == (len(content), len(content), 0)


def test_the_link_is_cut_after_so_many_bytes_and_goes_on(echo: Echo) -> None:
    with Flapping(echo.port, cut_every=1_000) as link:
        for _ in range(2):
            with pytest.raises(ConnectionError):
                said_back(link.port, b"x" * 5_000)
        assert (link.up, link.cuts) == (2_000, 2)
        link.cut_every = None
        assert said_back(link.port, b"y" * 5_000) == b"y" * 5_000
    assert echo.heard == [1_000, 1_000, 5_000]


def test_nothing_goes_over_a_link_that_is_off(echo: Echo) -> None:
    with Flapping(echo.port) as link:
        with socket.create_connection(("127.0.0.1", link.port), timeout=10) as client:
            client.sendall(b"half")
            while link.up < 4:
                pass
            link.off()
            with pytest.raises(ConnectionError):
                client.recv(1)
        with pytest.raises(ConnectionError):
            said_back(link.port, b"x")
        link.on()
        assert said_back(link.port, b"x") == b"x"
