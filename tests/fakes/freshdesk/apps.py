"""What an app at the fake Freshdesk would forward of a change: events of platform 3.0."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.freshdesk.ticket import Change

_NAMES = {"assignee": "responder_id", "group": "group_id", "product": "product_id"}


def event_of(change: Change, moment: int = 0) -> bytes | None:
    """The event's body, `moment` milliseconds into its second; None where an app hears nothing."""
    made = _data(change)
    if made is None:
        return None
    name, data = made
    actor = {"id": 0, "type": "system"}
    if change.actor is not None:
        agent = change.actor != change.ticket.requester
        actor = {"id": change.actor, "type": "agent" if agent else "contact"}
        actor["helpdesk_agent"] = agent
    told = {
        "account_id": "13",
        "domain": "acme.freshdesk.com",
        "event": name,
        "region": "EUC",
        "timestamp": change.at + moment / 1000,
        "data": {**data, "actor": actor},
    }
    return json.dumps(told).encode()


def _data(change: Change) -> tuple[str, dict[str, Any]] | None:
    ticket = change.ticket
    match change.kind:
        case "created":
            return "onTicketCreate", {"ticket": ticket.shown()}
        case "said" if change.triggered.startswith("{ticket_action"):
            return None  # taken back: the event of platform 3.0 does not name the ticket
        case "said":
            return "onConversationCreate", {"conversation": ticket.said[-1].shown(ticket.id)}
        case "updated" if change.changes:
            shown = ticket.shown() | {"changes": _changes(change)}
            return "onTicketUpdate", {"ticket": shown}
    return None


def _changes(change: Change) -> dict[str, Any]:
    told = {_NAMES.get(name, name): pair for name, pair in change.changes.items()}
    if "tags" in told:
        told["tags"] = [list(each) for each in told["tags"]]
    if "fields" in told:
        old, new = told.pop("fields")
        names = [name for name in new if old.get(name) != new[name]]
        told["custom_fields"] = {name: [old.get(name), new[name]] for name in names}
    return told
