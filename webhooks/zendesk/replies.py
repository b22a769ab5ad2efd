"""What Zendesk's API answers when it does not do what it is asked, in words for the admin."""

from __future__ import annotations

from typing import Any

from webhooks.contract import CallRefused, Reply

_LONGEST = 160
_DEEPEST = 8

# Status -> what the connection's owner can do about it.
_MENDS = {
    401: "check the user, the token, and that token access is on in the admin centre",
    403: "give the user the right to read and change tickets, and see that the account is active",
}


def refusal(reply: Reply, asked: str) -> CallRefused:
    """The refusal to raise: what was asked, what was answered, and what to do where it is known."""
    told = f"Zendesk answered {reply.status} when asked {asked}"
    said = description_of(reply)
    mend = _MENDS.get(reply.status)
    return CallRefused(told + (f": {said}" if said else "") + (f"; {mend}" if mend else ""))


def description_of(reply: Reply) -> str:
    """What the answer says of its error, in one short line; empty when it says nothing."""
    found = _first_text(reply.body)
    line = " ".join("".join(c if c.isprintable() else " " for c in found).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _first_text(body: Any, depth: int = 0) -> str:
    """The errors' own shapes: an object with words, an object with objects, or words alone."""
    match body:
        case _ if depth > _DEEPEST:
            return ""
        case {"details": dict(details)} if details:
            return _first_text(next(iter(details.values())), depth + 1)
        case [first, *_]:
            return _first_text(first, depth + 1)
        case {"description": str(words)} | {"message": str(words)} | {"title": str(words)}:
            return words
        case {"error": error}:
            return _first_text(error, depth + 1)
        case str(words):
            return words
    return ""
