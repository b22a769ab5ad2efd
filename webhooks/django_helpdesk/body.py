"""The body of a delivery: a ticket, and which of its follow-ups is the reason for the call."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson

from webhooks.contract import PayloadInvalid
from webhooks.django_helpdesk.ticket import number

NEW = "new"
_DIGEST = 16  # hexadecimal digits of the body's hash that tell one telling from another


@dataclass(frozen=True, slots=True)
class Body:
    """What was posted: `reason` is the follow-up's number, None for a new ticket."""

    ticket: int
    reason: int | None
    told: dict[str, Any]
    digest: str

    @property
    def key(self) -> str:
        """One for each body: a follow-up is told once, but a status told anew is no repetition."""
        return f"{self.ticket}/{self.reason or NEW}/{self.digest}"


def body_of(raw: bytes) -> Body:
    """The body, its ticket not looked into. PayloadInvalid when it is none; it says why."""
    try:
        told = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise PayloadInvalid("the body is no JSON") from error
    if not isinstance(told, dict):
        raise PayloadInvalid("the body is no JSON object")
    ticket = told.get("ticket")
    if not isinstance(ticket, dict):
        raise PayloadInvalid("ticket is missing: this is no webhook of django-helpdesk's")
    reason = number(told, "followup_id") if told.get("followup_id") is not None else None
    digest = hashlib.sha256(raw).hexdigest()[:_DIGEST]
    return Body(number(ticket, "id"), reason, ticket, digest)
