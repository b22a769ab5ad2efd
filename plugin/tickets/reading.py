"""Reads a kept delivery as its helpdesk's adapter does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from webhooks.contract import Account, Delivery, Helpdesk, News, PayloadInvalid


class Unreadable(Exception):
    """The delivery can be read by nobody as things are; the message says why."""


class Connection(Protocol):
    """What is needed of a connection."""

    @property
    def account(self) -> Account: ...
    @property
    def helpdesk(self) -> str: ...


class Connections(Protocol):
    """Where connections are known by name."""

    def find(self, name: str) -> Connection | None:
        """The connection; None when there is none."""


def read(
    connection: str, delivery: Delivery, connections: Connections, helpdesks: Mapping[str, Helpdesk]
) -> News:
    """What the delivery says. Unreadable when it cannot be told."""
    found = connections.find(connection)
    if found is None:
        raise Unreadable(f"there is no connection {connection} any more")
    helpdesk = helpdesks.get(found.helpdesk)
    if helpdesk is None:
        raise Unreadable(f"this release has no adapter for the helpdesk {found.helpdesk}")
    try:
        return helpdesk.read(delivery, found.account)
    except PayloadInvalid as error:
        raise Unreadable(str(error)) from error
