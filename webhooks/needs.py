"""What the one route asks of the house; the house gives it, and knows nothing of HTTP here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from webhooks.contract import Account, Delivery, Label


class NotKept(Exception):
    """The house could not keep the delivery for now; the helpdesk should send it again."""

    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "10"}  # Zendesk obeys below 60


class UnknownConnection(Exception):
    """No connection bears the name."""


class Connection(Protocol):
    """What is needed of a connection: the account, its helpdesk's name, the secrets that prove."""

    @property
    def account(self) -> Account: ...
    @property
    def helpdesk(self) -> str: ...
    @property
    def secrets(self) -> Sequence[str]: ...


class Intake(Protocol):
    """The house as the route sees it."""

    @property
    def oldest_signature_seconds(self) -> int:
        """How far from its arrival a delivery may have been signed."""

    def clock(self) -> int:
        """The instant, UTC seconds."""

    def connection(self, name: str) -> Connection | None:
        """The connection of that name; None when there is none."""

    def keep(
        self, connection: str, label: Label, delivery: Delivery, unreadable: str | None = None
    ) -> bool:
        """Whether the delivery is new; either way one of its key is durable when this returns.

        Its headers are only those to keep. `unreadable` is why it cannot be read: it is set aside
        for a person. NotKept when the house cannot answer for it.
        """
