"""Brings a Freshdesk ticket's tags to what we want of ours, and leaves everybody else's alone.

Freshdesk has no call that adds or removes a tag: `PUT /tickets/{id}` replaces the whole list, and
nothing tells it what we had read. So the list is read, merged, written, and read again; what was
lost meanwhile is found then. A ticket that is closed takes tags like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webhooks.contract import Brought, Call, Talk
from webhooks.freshdesk.asking import is_gone, path_of, refusal, the_object

_ASKED = "for a ticket"


def bring_tags(contact: str, wanted: frozenset[str], ours: frozenset[str]) -> Talk[Brought]:
    """Brings the ticket's tags to `wanted` of ours; what else of `ours` stands there goes.

    DONE only where a reading has shown it. AGAIN when what was read after writing is not what was
    written: somebody else wrote at the same time. CallRefused when Freshdesk does not let us in,
    finds fault with the ticket, or answers what cannot be understood.
    """
    path = path_of(contact)
    before = yield from _read(path)
    if before is None:
        return Brought.GONE
    after = (before - ours) | wanted
    if after == before:
        return Brought.DONE
    reply = yield Call("PUT", path, body={"tags": sorted(after)})
    if is_gone(reply):
        return Brought.GONE
    if reply.status == 409:
        return Brought.AGAIN
    if reply.status != 200:
        raise refusal(reply, "to change a ticket's tags")
    shown = yield from _read(path)
    if shown is None:
        return Brought.GONE
    return Brought.DONE if after <= shown and not (ours - wanted) & shown else Brought.AGAIN


def _read(path: str) -> Talk[frozenset[str] | None]:
    """The tags that stand now; None when the ticket is gone, or in the bin."""
    reply = yield Call("GET", path)
    if is_gone(reply):
        return None
    ticket = the_object(reply, _ASKED)
    if ticket.get("deleted") is True:
        return None
    tags = _tags(ticket)
    if tags is None:
        raise refusal(reply, _ASKED)
    return tags


def _tags(ticket: Mapping[str, Any]) -> frozenset[str] | None:
    found = ticket.get("tags")
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        return None
    return frozenset(found)
