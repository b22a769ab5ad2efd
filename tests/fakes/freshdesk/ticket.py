"""A ticket of the fake Freshdesk, and how its API shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
SOLVED = frozenset({RESOLVED, CLOSED})
REQUESTER, AGENT, COLLEAGUE = 501, 7, 8


@dataclass(frozen=True, slots=True)
class Conversation:
    """Words on a ticket; `user` None: a rule wrote them."""

    id: int
    at: int
    text: str
    user: int | None
    private: bool
    incoming: bool

    def shown(self, ticket: int) -> dict[str, Any]:
        """The conversation as the API shows it."""
        return {
            "id": self.id,
            "ticket_id": ticket,
            "body": f"<div>{self.text}</div>",
            "body_text": self.text,
            "incoming": self.incoming,
            "private": self.private,
            "user_id": self.user,
            "source": 2 if self.private else 0,
            "support_email": None,
            "from_email": None,
            "to_emails": [],
            "cc_emails": [],
            "bcc_emails": [],
            "attachments": [],
            "created_at": shown_instant(self.at),
            "updated_at": shown_instant(self.at),
        }


@dataclass(frozen=True, slots=True)
class Rating:
    """What the customer thought of it, in Freshdesk's numbers."""

    id: int
    at: int
    value: int
    feedback: str | None

    def shown(self, ticket: Ticket) -> dict[str, Any]:
        """The rating as the API shows it."""
        return {
            "id": self.id,
            "survey_id": 1,
            "user_id": ticket.requester,
            "agent_id": ticket.assignee,
            "group_id": ticket.group,
            "ticket_id": ticket.id,
            "feedback": self.feedback,
            "created_at": shown_instant(self.at),
            "updated_at": shown_instant(self.at),
            "ratings": {"default_question": self.value},
        }


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket; instants are UTC seconds, as Freshdesk shows no more of them."""

    id: int
    created_at: int
    updated_at: int
    tags: tuple[str, ...] = ()
    status: int = OPEN
    priority: int = 1
    source: int = 1
    type: str | None = None
    requester: int = REQUESTER
    assignee: int | None = None
    group: int | None = None
    product: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    text: str = "The parcel has not come."
    deleted: bool = False
    spam: bool = False
    stats: Mapping[str, int | None] = field(default_factory=dict)
    said: tuple[Conversation, ...] = ()
    rated: tuple[Rating, ...] = ()

    def listed(self) -> dict[str, Any]:
        """The ticket as lists show it: without its words."""
        return {
            "cc_emails": [],
            "fwd_emails": [],
            "reply_cc_emails": [],
            "ticket_cc_emails": [],
            "fr_escalated": False,
            "spam": self.spam,
            "email_config_id": None,
            "group_id": self.group,
            "priority": self.priority,
            "requester_id": self.requester,
            "responder_id": self.assignee,
            "source": self.source,
            "company_id": None,
            "status": self.status,
            "subject": f"Ticket {self.id}",
            "association_type": None,
            "support_email": None,
            "to_emails": None,
            "product_id": self.product,
            "id": self.id,
            "type": self.type,
            "due_by": shown_instant(self.created_at + 172_800),
            "fr_due_by": shown_instant(self.created_at + 28_800),
            "is_escalated": False,
            "custom_fields": dict(self.fields),
            "created_at": shown_instant(self.created_at),
            "updated_at": shown_instant(self.updated_at),
            "associated_tickets_count": None,
            "tags": list(self.tags),
        }

    def shown(self, include: frozenset[str] = frozenset()) -> dict[str, Any]:
        """The ticket alone, with what was asked to be included."""
        told = self.listed() | {
            "description": f"<div>{self.text}</div>",
            "description_text": self.text,
            "attachments": [],
        }
        if self.deleted:  # the API leaves it out where it is not so
            told["deleted"] = True
        if "stats" in include:
            told["stats"] = {name: _maybe(self.stats.get(name)) for name in STATS}
        if "requester" in include:
            told["requester"] = {"id": self.requester, "name": "A Customer", "email": "c@e.example"}
        if "conversations" in include:
            told["conversations"] = [each.shown(self.id) for each in self.said[:10]]
        return told


STATS = (
    "agent_responded_at",
    "requester_responded_at",
    "first_responded_at",
    "status_updated_at",
    "reopened_at",
    "resolved_at",
    "closed_at",
    "pending_since",
)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a ticket: its state after, and what `{{triggered_event}}` says of it."""

    ticket: Ticket
    kind: str
    triggered: str
    actor: int | None
    at: int
    changes: Mapping[str, Any] = field(default_factory=dict)


def shown_instant(at: float) -> str:
    """The instant as Freshdesk writes it."""
    return datetime.fromtimestamp(int(at), UTC).isoformat().replace("+00:00", "Z")


def _maybe(at: int | None) -> str | None:
    return None if at is None else shown_instant(at)
