"""Natural ids of events: one happening has one id, whether a webhook or a re-read tells of it."""

from __future__ import annotations

import hashlib

import orjson

from standards.conditions import Fact

OPENED = "opened"


def comment_id(own: str) -> str:
    """The id of the message that the helpdesk knows as its comment `own`."""
    return f"comment/{own}"


def change_id(contact: str, field: str, old: Fact, new: Fact, at: int) -> str:
    """The id of a change of one field within one second, both values in our words."""
    told = orjson.dumps([contact, field, old, new, at])
    return f"change/{hashlib.sha256(told).hexdigest()[:16]}"
