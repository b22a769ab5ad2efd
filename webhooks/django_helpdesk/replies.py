"""What django-helpdesk's API answers when it does not do what it is asked, in the admin's words."""

from __future__ import annotations

import re
from typing import Any

from webhooks.contract import CallRefused, PayloadInvalid, Reply
from webhooks.django_helpdesk.ticket import Ticket, ticket_of

_LONGEST = 160
_CONTACT = re.compile(r"[^/]+/ticket/([0-9]{1,19})")

# Status -> what the connection's owner can do about it.
_MENDS = {
    401: "check the user and the password, and that the site lets in by Basic authentication",
    403: "make the user staff, and let them see the queue",
    404: "set HELPDESK_ACTIVATE_API_ENDPOINT = True, and see that the site's root is its helpdesk",
}


def refusal(reply: Reply, asked: str) -> CallRefused:
    """The refusal to raise: what was asked, what was answered, and what to do where it is known."""
    told = f"django-helpdesk answered {reply.status} when asked {asked}"
    said, mend = _said(reply.body), _MENDS.get(reply.status)
    return CallRefused(told + (f": {said}" if said else "") + (f"; {mend}" if mend else ""))


def ticket_in(reply: Reply, asked: str) -> Ticket:
    """The ticket that is answered. CallRefused when there is none."""
    if reply.status != 200:
        raise refusal(reply, asked)
    try:
        return ticket_of(reply.body)
    except PayloadInvalid as error:
        raise CallRefused(f"django-helpdesk was asked {asked}: {error}") from error


def is_gone(reply: Reply) -> bool:
    """Whether the API itself says so, and not somebody who has nothing at this address."""
    return reply.status == 404 and isinstance(reply.body, dict) and "detail" in reply.body


def own_id(contact: str) -> str:
    """The ticket's number. CallRefused when the contact is no ticket of django-helpdesk's."""
    found = _CONTACT.fullmatch(contact)
    if found is None:
        raise CallRefused(f"{contact} is no ticket of django-helpdesk's")
    return found.group(1)


def _said(body: Any) -> str:
    """What Django REST framework says of its error, in one short line; empty for nothing."""
    found = body.get("detail", body) if isinstance(body, dict) else body
    while isinstance(found, dict | list) and found:
        found = found[0] if isinstance(found, list) else next(iter(found.values()))
    text = found if isinstance(found, str) else ""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
