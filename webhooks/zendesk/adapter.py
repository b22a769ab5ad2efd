"""Zendesk's webhooks and its API, as `webhooks.contract.Helpdesk`."""

from __future__ import annotations

import hashlib
import re
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
    SignatureInvalid,
    Talk,
)
from webhooks.signatures import any_fits, base64_sha256
from webhooks.zendesk.connecting import CONNECTING
from webhooks.zendesk.envelope import event_in, instant, notice_of
from webhooks.zendesk.events import TOLD_BY_READING, redacted
from webhooks.zendesk.export import changed_since
from webhooks.zendesk.happening import Happening
from webhooks.zendesk.reading_again import read_again
from webhooks.zendesk.tags import bring_tags
from webhooks.zendesk.telling import events_of
from webhooks.zendesk.triggers import ticket_in
from webhooks.zendesk.who import who_we_are

SIGNATURE = "x-zendesk-webhook-signature"
SIGNED_AT = "x-zendesk-webhook-signature-timestamp"
INVOCATION = "x-zendesk-webhook-invocation-id"

_INVOCATION = re.compile(r"[!-~]{1,100}")
_WINDOW_SECONDS = 5  # within which the same body without an invocation is the same delivery


@dataclass(frozen=True, slots=True)
class Zendesk:
    """How Zendesk speaks."""

    name: ClassVar[str] = "zendesk"
    proof: ClassVar[Proof] = Proof.SIGNATURE_WITH_TIME
    kept_headers: ClassVar[frozenset[str]] = frozenset(
        {"content-type", "x-zendesk-webhook-id", INVOCATION, SIGNED_AT}
    )

    media_types: ClassVar[frozenset[str]] = frozenset(
        {
            "application/json",
            "application/x-www-form-urlencoded",
            "application/xml",
            "text/xml",
            "text/plain",
            "",
        }
    )

    connecting: ClassVar[Connecting] = CONNECTING

    def credentials(self, user: str, token: str) -> tuple[str, str]:
        """An API token stands for the password, and the user says so (Zendesk, "API token")."""
        return f"{user}/token", token

    def verify(
        self, delivery: Delivery, secrets: Sequence[str], oldest_seconds: int | None
    ) -> None:
        """Returns when one of the secrets has signed time and body, and not too long ago.

        The secret is used as it is written, although it looks like base64 (Zendesk, "Verifying
        webhook authenticity").
        """
        given, signed_at = delivery.headers.get(SIGNATURE), delivery.headers.get(SIGNED_AT)
        if given is None or signed_at is None:
            raise SignatureInvalid(f"{SIGNATURE} or {SIGNED_AT} is missing")
        signed = signed_at.encode("utf-8", "surrogateescape") + delivery.body
        if not any_fits(given, [base64_sha256(secret, signed) for secret in secrets if secret]):
            raise SignatureInvalid("no secret of this connection has signed the delivery")
        if oldest_seconds is not None:
            _refuse_stale(signed_at, delivery.received_at, oldest_seconds)

    def label(self, delivery: Delivery, account: Account) -> Label:
        """The event's own id, and the ticket. PayloadInvalid when the body names none.

        What a trigger sends has no id: it goes by that of its invocation, which retries keep.
        """
        told = event_in(delivery.body)
        if told is None:
            return Label(_key_of(delivery), account.id_of("ticket", ticket_in(delivery.body)))
        notice = notice_of(told)
        ticket = None if notice.ticket is None else account.id_of("ticket", notice.ticket)
        return Label(notice.key, ticket)

    def read(self, delivery: Delivery, account: Account) -> News:
        """What the event says; no events for what our own user did and what we do not know.

        Of what a trigger sends only the ticket is believed: it is to be read again.
        """
        told = event_in(delivery.body)
        if told is None:
            return News(account.id_of("ticket", ticket_in(delivery.body)), reread=True)
        notice = notice_of(told)
        if notice.ticket is None:
            return News(None)
        at = instant(notice.told, "time")
        if at is None:
            raise PayloadInvalid("time is missing")
        happening = Happening(notice, account, account.id_of("ticket", notice.ticket), at)
        opened = instant(notice.detail, "created_at")
        return News(
            happening.contact,
            None if opened is None else opened.seconds,
            events_of(happening),
            redacted(happening),
            notice.news in TOLD_BY_READING,
        )

    def bring_tags(
        self, contact: str, wanted: frozenset[str], ours: frozenset[str], account: Account
    ) -> Talk[Brought]:
        """Brings the ticket's tags to `wanted` of ours; see `webhooks.zendesk.tags`."""
        return bring_tags(contact, wanted, ours)

    def who_we_are(self, account: Account) -> Talk[str]:
        """Zendesk's id of the user that our calls are made as; see `webhooks.zendesk.who`."""
        return who_we_are()

    def read_again(self, contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
        """All that Zendesk keeps of the ticket; see `webhooks.zendesk.reading_again`."""
        return read_again(contact, account, log)

    def changed_since(self, since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
        """A page of the tickets that changed since then; see `webhooks.zendesk.export`."""
        return changed_since(since, cursor, account)


def _key_of(delivery: Delivery) -> str:
    """The key of what a trigger has sent: that of its invocation, else of its body, for a while."""
    told = delivery.headers.get(INVOCATION, "")
    if _INVOCATION.fullmatch(told):
        return f"invocation/{told}"
    digest = hashlib.sha256(delivery.body).hexdigest()
    return f"sha256:{digest}/{delivery.received_at // _WINDOW_SECONDS}"


def _refuse_stale(signed_at: str, received_at: int, oldest_seconds: int) -> None:
    try:
        told = instant({SIGNED_AT: signed_at}, SIGNED_AT)
    except PayloadInvalid as error:
        raise SignatureInvalid(str(error)) from error
    if told is None or abs(received_at - told.seconds) > oldest_seconds:
        raise SignatureInvalid(
            f"signed more than {oldest_seconds} seconds before it came, or after: if it was sent"
            " just now, a clock is wrong"
        )
