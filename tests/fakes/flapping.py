"""A network that flaps: a TCP proxy on loopback that cuts what goes over it, as told.

    with Flapping(server_port) as link:
        link.cut_every = 300_000  # bytes, both ways together, whoever's connection they go over
        ask(link.port)

A cut is as abrupt as a phone that leaves the network's reach: the client finds its connection reset
in mid-word, and the server, once it has read what came before, finds it ended.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from threading import Lock, Thread
from typing import Self

_AT_ONCE = 16_384  # bytes that are passed on in one go
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset and forgets what waits


class Flapping:
    """The proxy before the target port, listening from the beginning.

    `port` is its own. `up` and `down` count the bytes passed on to the server and to the clients,
    `cuts` how often the link was cut. `cut_every` (None: never) counts bytes of both ways since the
    last cut, or since it was set. `target_port` may be set anew when the server has moved.
    """

    def __init__(self, target_port: int, cut_every: int | None = None) -> None:
        self.target_port = target_port
        self.cut_every = cut_every
        self.up = self.down = self.cuts = 0
        self._since_cut = 0
        self._is_on = True
        self._lock = Lock()
        self._open: dict[socket.socket, bool] = {}  # whether it is a client's
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def cut(self) -> None:
        """Resets every connection that goes over the link now."""
        with self._lock:
            self._cut()

    def off(self) -> None:
        """Takes the network away: whatever goes over it is cut, whoever comes is reset."""
        with self._lock:
            self._is_on = False
            self._cut()

    def on(self) -> None:
        """Gives the network back."""
        with self._lock:
            self._is_on = True

    def close(self) -> None:
        """Ends the link for good."""
        self.off()
        with suppress(OSError):  # wakes the thread that accepts, which closing alone does not
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _cut(self) -> None:
        self.cuts += bool(self._open)
        self._since_cut = 0
        for each, is_client in self._open.items():
            _end(each, is_abrupt=is_client)
        self._open.clear()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            self._join(client)

    def _join(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.target_port), timeout=5)
        except OSError:
            _end(client)
            return
        for each in (client, server):
            each.settimeout(None)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            if not self._is_on:
                _end(client)
                _end(server)
                return
            self._open |= {client: True, server: False}
        for way in ((client, server, True), (server, client, False)):
            Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        """Passes on what comes until one of the two ends, or the link is cut."""
        with suppress(OSError):
            while (content := source.recv(_AT_ONCE)) and self._send(target, content, is_up):
                pass
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
        if not is_up:  # the server has said all: nothing more is to be had
            self._forget(source, target)

    def _send(self, target: socket.socket, content: bytes, is_up: bool) -> bool:
        """Whether the link still stands with these bytes sent."""
        while content:
            with self._lock:
                if target not in self._open:
                    return False
                left = len(content) if self.cut_every is None else self.cut_every - self._since_cut
                piece, content = content[: max(left, 0)], content[max(left, 0) :]
                self._count(len(piece), is_up)
            target.sendall(piece)
            with self._lock:
                if self.cut_every is not None and self._since_cut >= self.cut_every:
                    self._cut()
        return True

    def _count(self, bytes_: int, is_up: bool) -> None:
        self._since_cut += 0 if self.cut_every is None else bytes_
        if is_up:
            self.up += bytes_
        else:
            self.down += bytes_

    def _forget(self, source: socket.socket, target: socket.socket) -> None:
        with self._lock:
            for each in (source, target):
                self._open.pop(each, None)
        for each in (source, target):
            each.close()


def _end(connection: socket.socket, *, is_abrupt: bool = True) -> None:
    """Ends the connection, by a reset or once what was sent has arrived; its reader wakes."""
    with suppress(OSError):
        if is_abrupt:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        connection.shutdown(socket.SHUT_RD if is_abrupt else socket.SHUT_RDWR)
    connection.close()
