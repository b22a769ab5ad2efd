"""Brings a Zendesk ticket's tags to what we want of ours, and leaves everybody else's alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from webhooks.contract import Brought, Call, Reply, Talk
from webhooks.zendesk.asking import is_gone, number_of
from webhooks.zendesk.replies import refusal

_ROUNDS = 5  # readings of one ticket, before others are let pass


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What is needed of a ticket: `stamp` is its `updated_at` as Zendesk writes it."""

    tags: frozenset[str]
    stamp: str
    closed: bool


def bring_tags(contact: str, wanted: frozenset[str], ours: frozenset[str]) -> Talk[Brought]:
    """Brings the ticket's tags to `wanted` of ours; what else of `ours` stands there goes.

    Reads the ticket, then writes the difference under the stamp it has read, so that a change by
    somebody else meanwhile is a conflict and is read again. DONE only where a reply has shown it.
    CallRefused when Zendesk does not let us in, or answers what cannot be understood.
    """
    path = f"/api/v2/tickets/{number_of(contact)}"
    for _ in range(_ROUNDS):
        reply = yield Call("GET", path)
        if is_gone(reply):
            return Brought.GONE
        ticket = _read(reply)
        missing, stale = wanted - ticket.tags, (ours - wanted) & ticket.tags
        if not missing and not stale:
            return Brought.DONE
        if ticket.closed:
            return Brought.CLOSED
        reply = yield _change(path, missing, stale, ticket.stamp)
        ended = _ended(reply, wanted, ours)
        if ended is not Brought.AGAIN:
            return ended
    return Brought.AGAIN


def _change(path: str, missing: Iterable[str], stale: Iterable[str], stamp: str) -> Call:
    """One half of the difference: what is added first, so that a failed contact is seen as one."""
    # PUT adds tags; POST on the same path would replace the agents' own.
    method, tags = ("PUT", missing) if missing else ("DELETE", stale)
    body = {"tags": sorted(tags), "updated_stamp": stamp, "safe_update": "true"}
    return Call(method, f"{path}/tags", body=body)


def _ended(reply: Reply, wanted: frozenset[str], ours: frozenset[str]) -> Brought:
    """How the change ended; AGAIN also where the reply does not show what stands now."""
    match reply.status:
        case 404 if is_gone(reply):
            return Brought.GONE
        case 409:
            return Brought.AGAIN
        case 422 if _is_closed(reply.body):
            return Brought.CLOSED
        case 200 | 201 | 204:
            return Brought.DONE if _shows(reply.body, wanted, ours) else Brought.AGAIN
    raise refusal(reply, "to change a ticket's tags")


def _shows(body: Any, wanted: frozenset[str], ours: frozenset[str]) -> bool:
    tags = _tags(body)
    return tags is not None and wanted <= tags and not (ours - wanted) & tags


def _is_closed(body: Any) -> bool:
    """Zendesk names the field that stands against a change of a closed ticket: its status."""
    details = body.get("details") if isinstance(body, dict) else None
    return isinstance(details, dict) and "status" in details


def _read(reply: Reply) -> _Ticket:
    body = reply.body if reply.status == 200 and isinstance(reply.body, dict) else {}
    found = body.get("ticket")
    ticket = found if isinstance(found, Mapping) else {}
    tags, stamp = _tags(ticket), ticket.get("updated_at")
    if tags is None or not isinstance(stamp, str):
        raise refusal(reply, "for a ticket")
    return _Ticket(tags, stamp, str(ticket.get("status")).lower() == "closed")


def _tags(given: Any) -> frozenset[str] | None:
    found = given.get("tags") if isinstance(given, Mapping) else None
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        return None
    return frozenset(found)
