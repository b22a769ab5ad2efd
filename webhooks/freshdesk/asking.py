"""Asking Freshdesk's API: pages of lists, and in words for the admin what it does not answer.

Freshdesk API v2: the next page is named by `Link: <...>; rel="next"`, and no header ends the list.
A ticket that is not there is answered 404 with an empty body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from webhooks.contract import Call, CallRefused, Reply, Talk

A_PAGE = 100  # the most that it gives at once
MOST_PAGES = 300
_CONTACT = re.compile(r"[^/]+/ticket/([1-9][0-9]{0,17})")
_NEXT = re.compile(r'<[^>]*>\s*;\s*rel="?next"?', re.IGNORECASE)
_LONGEST = 160

# Status -> what the connection's owner can do about it.
_MENDS = {
    401: "check the API key: it stands in the profile of the agent that we call as",
    403: "give the agent global access and the right to read and edit tickets",
}


def path_of(contact: str) -> str:
    """Where the API has the contact. CallRefused when it is no ticket."""
    found = _CONTACT.fullmatch(contact)
    if found is None:
        raise CallRefused(f"{contact} is no ticket of Freshdesk's")
    return f"/api/v2/tickets/{found.group(1)}"


def is_gone(reply: Reply) -> bool:
    """Whether there is no such thing: an empty 404, as Freshdesk answers itself."""
    return reply.status == 404 and not reply.body


def the_object(reply: Reply, asked: str) -> Mapping[str, Any]:
    """The object that was asked for. CallRefused when it is none."""
    if reply.status != 200 or not isinstance(reply.body, dict):
        raise refusal(reply, asked)
    return reply.body


def has_next(reply: Reply) -> bool:
    """Whether the list goes on behind this page."""
    return bool(_NEXT.search(reply.headers.get("link", "")))


def every(path: str, asked: str) -> Talk[tuple[Mapping[str, Any], ...] | None]:
    """The whole list at the path; None when there is no such thing. CallRefused otherwise."""
    found: list[Mapping[str, Any]] = []
    for page in range(1, MOST_PAGES + 1):
        reply = yield Call("GET", path, {"per_page": str(A_PAGE), "page": str(page)})
        if is_gone(reply):
            return None
        found.extend(listed(reply, asked))
        if not has_next(reply):
            return tuple(found)
    raise CallRefused(f"Freshdesk has more than {MOST_PAGES * A_PAGE:,} when asked {asked}")


def listed(reply: Reply, asked: str) -> tuple[Mapping[str, Any], ...]:
    """The objects of a page. CallRefused when it is none."""
    if reply.status != 200 or not isinstance(reply.body, list):
        raise refusal(reply, asked)
    return tuple(each for each in reply.body if isinstance(each, dict))


def refusal(reply: Reply, asked: str) -> CallRefused:
    """The refusal to raise: what was asked, what was answered, and what to do where it is known."""
    told = f"Freshdesk answered {reply.status} when asked {asked}"
    said = description_of(reply.body)
    mend = _MENDS.get(reply.status)
    return CallRefused(told + (f": {said}" if said else "") + (f"; {mend}" if mend else ""))


def description_of(body: Any) -> str:
    """What the answer says of its error, in one short line; empty when it says nothing."""
    if not isinstance(body, dict):
        return ""
    errors = body.get("errors")
    named = [_of_field(each) for each in errors] if isinstance(errors, list) else []
    told = [body.get("description"), body.get("message"), *named]
    parts = [each for each in told if isinstance(each, str) and each]
    line = " ".join("".join(c if c.isprintable() else " " for c in ", ".join(parts)).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _of_field(error: Any) -> str:
    if not isinstance(error, dict):
        return ""
    return " ".join(str(error[name]) for name in ("field", "message") if error.get(name))
