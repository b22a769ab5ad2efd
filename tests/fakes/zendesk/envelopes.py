"""What a webhook says of a change: the envelope of the documentation of 2022-11-06."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.fakes.zendesk.ticket import Change, shown_instant


def envelope(change: Change, at: float, event_id: str | None = None) -> dict[str, Any]:
    """The envelope of the change, posted at that instant unless the change says its own."""
    ticket = change.ticket
    time = datetime.fromtimestamp(at if change.at is None else change.at, UTC)
    return {
        "type": f"zen:event-type:ticket.{change.kind}",
        "account_id": 12514403,
        "id": event_id or change.id,
        "time": time.isoformat().replace("+00:00", "Z"),
        "zendesk_event_version": "2022-11-06",
        "subject": f"zen:ticket:{ticket.id}",
        "detail": _detail(change),
        "event": change.event,
    }


def _detail(change: Change) -> dict[str, Any]:
    ticket = change.ticket
    return {
        "actor_id": str(change.actor),
        "assignee_id": _id(ticket.assignee),
        "brand_id": _id(ticket.brand),
        "created_at": shown_instant(ticket.created_at),
        "custom_status": _id(ticket.custom_status),
        "description": ticket.description,
        "external_id": None,
        "form_id": _id(ticket.form),
        "group_id": _id(ticket.group),
        "id": str(ticket.id),
        "is_public": ticket.is_public,
        "organization_id": _id(ticket.organization),
        "priority": _loud(ticket.priority),
        "requester_id": str(ticket.requester),
        "status": ticket.status.upper(),
        "subject": f"Ticket {ticket.id}",
        "submitter_id": str(ticket.submitter),
        "tags": sorted(ticket.tags),
        "type": _loud(ticket.type),
        "updated_at": shown_instant(ticket.updated_at),
        "via": {"channel": ticket.channel},
    }


def _id(given: int | None) -> str | None:
    return None if given is None else str(given)


def _loud(word: str | None) -> str | None:
    return None if word is None else word.upper()
