"""A ticket of the fake Zendesk, and what somebody did to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket; instants are UTC seconds, as Zendesk shows no more of them.

    `generated_at` is when it was last changed by anybody, Zendesk itself included.
    """

    id: int
    created_at: int
    updated_at: int
    tags: frozenset[str] = frozenset()
    status: str = "open"
    requester: int = 11
    assignee: int | None = 7
    group: int | None = 2
    priority: str | None = "normal"
    channel: str = "email"
    deleted: bool = False
    type: str | None = None
    submitter: int = 11
    brand: int | None = 8447346621310
    form: int | None = 8646151517822
    organization: int | None = None
    custom_status: int | None = None
    description: str = ""
    is_public: bool = True
    rating: Mapping[str, Any] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    generated_at: int = 0

    def shown(self) -> dict[str, Any]:
        """The ticket as the API shows it."""
        return {
            "id": self.id,
            "created_at": shown_instant(self.created_at),
            "updated_at": shown_instant(self.updated_at),
            "generated_timestamp": self.generated_at or self.updated_at,
            "status": "deleted" if self.deleted else self.status,
            "priority": self.priority,
            "type": self.type,
            "tags": sorted(self.tags),
            "requester_id": self.requester,
            "submitter_id": self.submitter,
            "assignee_id": self.assignee,
            "group_id": self.group,
            "brand_id": self.brand,
            "ticket_form_id": self.form,
            "organization_id": self.organization,
            "custom_status_id": self.custom_status,
            "subject": f"Ticket {self.id}",
            "description": self.description,
            "is_public": self.is_public,
            "satisfaction_rating": self._rating(),
            "custom_fields": [
                {"id": int(own), "value": value} for own, value in sorted(self.fields.items())
            ],
            "via": {"channel": self.channel},
        }

    def _rating(self) -> dict[str, Any]:
        if self.rating is None:
            return {"score": "unoffered"}
        return {name: self.rating[name] for name in ("id", "score", "comment")}


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a ticket: its state after, and what webhooks say of it.

    `at` is UTC seconds, None where whoever posts it says when; `id` the event's own.
    """

    ticket: Ticket
    kind: str
    event: dict[str, Any]
    actor: int
    at: float | None = None
    id: str = field(default_factory=lambda: str(uuid4()))


def shown_instant(at: float) -> str:
    """The instant as Zendesk writes it."""
    return datetime.fromtimestamp(int(at), UTC).isoformat().replace("+00:00", "Z")
