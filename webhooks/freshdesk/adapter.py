"""Freshdesk's rules, apps and API, as `webhooks.contract.Helpdesk`."""

from __future__ import annotations

import hashlib
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
    PayloadInvalid,
    Proof,
    Talk,
)
from webhooks.freshdesk import apps
from webhooks.freshdesk.body import Notice, notice_of
from webhooks.freshdesk.connecting import CONNECTING
from webhooks.freshdesk.exports import changed_since
from webhooks.freshdesk.proof import prove
from webhooks.freshdesk.rereading import read_again
from webhooks.freshdesk.tags import bring_tags
from webhooks.freshdesk.who import who_we_are

REPEATED_SECONDS = 1  # the same words so soon are one delivery; later, they are news again


@dataclass(frozen=True, slots=True)
class Freshdesk:
    """How Freshdesk speaks."""

    name: ClassVar[str] = "freshdesk"
    proof: ClassVar[Proof] = Proof.SHARED_SECRET
    kept_headers: ClassVar[frozenset[str]] = frozenset({"content-type"})
    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            "",
            "application/json",
            "application/x-www-form-urlencoded",
            "application/xml",
            "text/plain",
            "text/xml",
        }
    )
    connecting: ClassVar[Connecting] = CONNECTING

    def credentials(self, user: str, token: str) -> tuple[str, str]:
        """The API key is the user, and any password does (Freshdesk API v2, "Authentication")."""
        return token, "X"

    def verify(
        self, delivery: Delivery, secrets: Sequence[str], oldest_seconds: int | None
    ) -> None:
        """Returns when the delivery bears one of the secrets; Freshdesk says no time of it."""
        prove(delivery.headers, secrets)

    def label(self, delivery: Delivery, account: Account) -> Label:
        """The body's hash, and the ticket. PayloadInvalid when it names none.

        Freshdesk gives deliveries no id. Two notes of a rule may be the same word for word: unless
        they come at almost the same time, the later one is news.
        """
        notice = notice_of(delivery.body)
        told = hashlib.sha256(delivery.body).hexdigest()
        dated = notice.event is not None and apps.nanoseconds(notice.timestamp) is not None
        moment = "" if dated else f"/{delivery.received_at // REPEATED_SECONDS}"
        return Label(f"sha256:{told}{moment}", _contact(notice, account))

    def read(self, delivery: Delivery, account: Account) -> News:
        """What an app's event says; of a rule's words only that the ticket is to be read again."""
        notice = notice_of(delivery.body)
        contact = _contact(notice, account)
        if contact is None:
            return News(None)
        if notice.event is None:
            return News(contact, reread=True)
        return apps.news_of(notice, account, contact, delivery.received_at)

    def bring_tags(
        self, contact: str, wanted: frozenset[str], ours: frozenset[str], account: Account
    ) -> Talk[Brought]:
        """Brings the ticket's tags to `wanted` of ours; see `webhooks.freshdesk.tags`."""
        return bring_tags(contact, wanted, ours)

    def who_we_are(self, account: Account) -> Talk[str]:
        """Freshdesk's id of the agent whose key it is; see `webhooks.freshdesk.who`."""
        return who_we_are()

    def read_again(self, contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
        """All that the API tells of the ticket now; see `webhooks.freshdesk.rereading`."""
        return read_again(contact, account, log)

    def changed_since(self, since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
        """The tickets that changed since then, by pages; see `webhooks.freshdesk.exports`."""
        return changed_since(since, cursor, account)


def _contact(notice: Notice, account: Account) -> str | None:
    """Our id of the ticket; None for an event about none. PayloadInvalid where it should be one."""
    if notice.ticket is not None:
        return account.id_of("ticket", notice.ticket)
    if notice.event in apps.READERS:
        raise PayloadInvalid(
            f"{notice.event} names no ticket; let the app send its number in data.ticket.id, or in"
            " data.conversation.ticket_id"
        )
    return None
