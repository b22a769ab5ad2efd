"""django-helpdesk's webhooks and its API, as `webhooks.contract.Helpdesk`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from scoring.evidence import Event
from webhooks.contract import (
    Account,
    Brought,
    Connecting,
    Delivery,
    ExportPage,
    Label,
    News,
    Proof,
    SignatureInvalid,
    Talk,
)
from webhooks.django_helpdesk.body import body_of
from webhooks.django_helpdesk.changed import changed_since
from webhooks.django_helpdesk.connecting import CONNECTING
from webhooks.django_helpdesk.history import history_of
from webhooks.django_helpdesk.rereading import read_again
from webhooks.django_helpdesk.stands import as_it_stood
from webhooks.django_helpdesk.tags import bring_tags
from webhooks.django_helpdesk.ticket import ticket_of
from webhooks.django_helpdesk.who import who_we_are
from webhooks.signatures import any_fits


@dataclass(frozen=True, slots=True)
class DjangoHelpdesk:
    """How django-helpdesk speaks."""

    name: ClassVar[str] = "django-helpdesk"
    proof: ClassVar[Proof] = Proof.SECRET_ADDRESS
    kept_headers: ClassVar[frozenset[str]] = frozenset({"content-type", "user-agent"})
    media_types: ClassVar[frozenset[str]] = frozenset({"application/json"})
    connecting: ClassVar[Connecting] = CONNECTING

    def credentials(self, user: str, token: str) -> tuple[str, str]:
        """User and password as they are: it has no tokens of its own that Basic would carry."""
        return user, token

    def verify(
        self, delivery: Delivery, secrets: Sequence[str], oldest_seconds: int | None
    ) -> None:
        """Returns when one of the secrets stands in the address; nothing is signed, so no age."""
        given = delivery.address_secret
        if not given:
            raise SignatureInvalid("the address ends without the connection's secret")
        if not any_fits(given, [secret.encode() for secret in secrets if secret]):
            raise SignatureInvalid("the secret in the address is none of this connection's")

    def label(self, delivery: Delivery, account: Account) -> Label:
        """Ticket, follow-up and body; there is no id of the delivery. PayloadInvalid otherwise."""
        body = body_of(delivery.body)
        return Label(body.key, account.id_of("ticket", body.ticket))

    def read(self, delivery: Delivery, account: Account) -> News:
        """The ticket's whole history, and how it stood when the call was made."""
        body = body_of(delivery.body)
        ticket = ticket_of(body.told)
        history = history_of(ticket, account)
        reason = history.reason(body.reason, ticket)
        stood = () if reason is None else as_it_stood(ticket, history, reason, account)
        contact = account.id_of("ticket", ticket.id)
        return News(contact, history.opened_at, (*history.events, *stood))

    def bring_tags(
        self, contact: str, wanted: frozenset[str], ours: frozenset[str], account: Account
    ) -> Talk[Brought]:
        """Brings the tags in the ticket's own field to `wanted` of ours; see `.tags`."""
        return bring_tags(contact, wanted, ours, account)

    def who_we_are(self, account: Account) -> Talk[str]:
        """Nobody it has a name for, but let in as staff; see `.who`."""
        return who_we_are()

    def read_again(self, contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
        """The ticket's history, and what of its standing the log does not know; see `.rereading`"""
        return read_again(contact, account, log)

    def changed_since(self, since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
        """The tickets with new follow-ups, page by page; see `.changed`."""
        return changed_since(since, cursor, account)
