"""Where calls may go: to the open Internet, and to what the admin has named of the own network.

Whoever can name a helpdesk's address must not have us speak with what only we can reach: this
machine, its neighbours, the cloud's metadata. So what counts is not how an address is spelt, nor
what its name meant when it was written down, but the IP address that a connection is about to be
made to: a name is resolved, each answer is checked, and one that has passed is connected to.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from plugin.tickets.private import Private

Resolve: TypeAlias = "Callable[[str, int], Iterable[str]]"


class AddressForbidden(Exception):
    """The host leads to where no call may go; the message says how the admin can allow it."""


def resolved(host: str, port: int) -> Iterator[str]:
    """The IP addresses of the host, in the order in which they are to be tried. OSError: none."""
    for *_, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(where[0])


class CheckedAdapter(HTTPAdapter):
    """Sends requests to such addresses alone; AddressForbidden where there is no other."""

    def __init__(self, private: Private, resolve: Resolve = resolved) -> None:
        self._private = private
        self._resolve = resolve
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Has each connection look before it goes."""
        super().init_poolmanager(*args, **more)
        looks = _looking(self.allowed)
        http = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": _kind(HTTPConnection, looks)})
        https = type(
            "TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": _kind(HTTPSConnection, looks)}
        )
        self.poolmanager.pool_classes_by_scheme = {"http": http, "https": https}

    def allowed(self, host: str, port: int) -> tuple[str, ...]:
        """The host's addresses that may be called. AddressForbidden when there is none."""
        found = tuple(dict.fromkeys(self._resolve(host, port)))
        may = tuple(each for each in found if self._private.admits(host, each))
        if found and not may:
            raise AddressForbidden(
                f"{host} is in a private network, where no call goes; if it is to, name it in"
                " PLUMBLINE_PRIVATE_ADDRESSES"
            )
        return may


def _kind(of: type[HTTPConnection], looks: Callable[[Any], socket.socket]) -> type[HTTPConnection]:
    return type("Checked", (of,), {"_new_conn": looks})


def _looking(allowed: Callable[[str, int], tuple[str, ...]]) -> Callable[[Any], socket.socket]:
    """How urllib3's connections make theirs (`_new_conn`); TLS goes by the host's name after it."""

    def connect(self: Any) -> socket.socket:
        failed: OSError = OSError("the host has no address")
        try:
            for address in allowed(self.host, self.port):
                try:
                    return create_connection(
                        (address, self.port), self.timeout, socket_options=self.socket_options
                    )
                except OSError as error:
                    failed = error
        except OSError as error:  # its name is not resolved
            failed = error
        if isinstance(failed, TimeoutError):
            raise ConnectTimeoutError(self, f"no connection to {self.host}") from failed
        raise NewConnectionError(self, f"no connection to {self.host}: {failed}") from failed

    return connect
