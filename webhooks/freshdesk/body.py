"""What a delivery of Freshdesk's is about, however its body was put together.

A rule's webhook sends what some admin typed: JSON as it should be, JSON with trailing commas or raw
line breaks, a form, XML, or text that only looks like one of them. Nothing in it is trusted but the
ticket's number: what happened is read from the API. `triggered_event` is not looked at: it says no
instant, and what it says the API tells better. An app sends its events as JSON (Freshworks
developer platform 2.x and 3.0).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from webhooks.contract import PayloadInvalid

Told: TypeAlias = "Mapping[str, Any]"

FRESHSERVICE = "freshservice.com"
_EVENT = re.compile(r"(on|after|before)[A-Z][A-Za-z]{1,60}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_TRAILING = re.compile(r",(?=\s*[}\]])")
_MOST_FIELDS = 1000
_OF_TICKETS = ("ticketid", "id", "displayid")
_WRAPPERS = ("freshdesk_webhook", "freshdeskWebhook", "ticket", "data", "payload")
# Possessive throughout: no body makes it look twice at the same place.
_IN_TEXT = re.compile(
    r"""\bticket[\s_-]?id\b(?:\s[a-z]++="[a-z]*+")?\\?["'\]]*+\s*+[:=>]\s*+"""
    r"""(?:<!\[CDATA\[)?\\?["']?\s*+([1-9][0-9]{0,17})\b""",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/tickets/([1-9][0-9]{0,17})\b")
_TEMPLATE = re.compile(r"\{\{\s*[A-Za-z_]+(\.[A-Za-z_]+)*\s*\}\}")


@dataclass(frozen=True, slots=True)
class Notice:
    """What was delivered: an app's `event`, or, where that is None, a rule's word of a ticket.

    `ticket` is the ticket's number, None where the event is about none.
    """

    event: str | None
    ticket: str | None
    data: Told = field(default_factory=dict)
    timestamp: Any = None


def notice_of(body: bytes) -> Notice:
    """What the body is about. PayloadInvalid when that cannot be told; it says what is wrong."""
    text = body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    told = _object(text)
    if told is not None and _is_of_an_app(told):
        return _of_an_app(told)
    ticket = _number_in(text, told)
    if ticket is None:
        raise PayloadInvalid(_why_none(text))
    return Notice(None, ticket)


def part(told: Told, name: str) -> Told:
    """The object of that name; an empty one where there is none."""
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def number(found: object) -> str | None:
    """A number of Freshdesk's, as text; None when it is none."""
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    text = str(found).strip()
    return text if _NUMBER.fullmatch(text) else None


def _object(text: str) -> dict[str, Any] | None:
    """The JSON object that the text is, or is but for a slip of whoever typed it."""
    for each in (text, _TRAILING.sub("", text)):
        try:
            found = json.loads(each, strict=False)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else None
    return None


def _is_of_an_app(told: Told) -> bool:
    event = told.get("event")
    if isinstance(event, str):
        return bool(_EVENT.fullmatch(event)) and "data" in told
    data = told.get("data")
    return isinstance(data, dict) and isinstance(data.get("ticket", data.get("conversation")), dict)


def _of_an_app(told: Told) -> Notice:
    domain = told.get("domain")
    if isinstance(domain, str) and domain.rstrip("/").endswith(FRESHSERVICE):
        raise PayloadInvalid("the event comes from Freshservice; connect an app of Freshdesk")
    data = told.get("data")
    inside = _object(data) if isinstance(data, str) else data
    found: Told = inside if isinstance(inside, dict) else {}
    event = told.get("event")
    name = event if isinstance(event, str) else ""
    return Notice(name, _ticket_of(found), found, told.get("timestamp"))


def _ticket_of(data: Told) -> str | None:
    return number(part(data, "ticket").get("id")) or number(
        part(data, "conversation").get("ticket_id")
    )


def _number_in(text: str, told: Told | None) -> str | None:
    """The ticket's number: under a name for it, else in the address of the ticket."""
    pairs = _pairs(text) if told is None else _named(told)
    for name, value in pairs:
        found = number(value) if name in _OF_TICKETS else None
        if found is not None:
            return found
    match = _IN_TEXT.search(text) if told is None else None
    match = match or _IN_ADDRESS.search(text)
    return match.group(1) if match else None


def _named(told: Told) -> Iterator[tuple[str, Any]]:
    """The values of the object and of what it is wrapped in, `ticket_id` before `id`."""
    layers = [told]
    for layer in layers[:]:
        layers.extend(part(layer, name) for name in _WRAPPERS)
    layers.extend(part(layer, "ticket") for layer in layers[1:])
    for wanted in _OF_TICKETS:
        for layer in reversed(layers):
            for name, value in layer.items():
                if _plain(name) == wanted:
                    yield wanted, value


def _pairs(text: str) -> Iterator[tuple[str, Any]]:
    """The values of a form: `freshdesk_webhook[ticket_id]=11`."""
    if text[:1] in ("{", "<", "[") or "=" not in text:
        return
    with suppress(ValueError):  # more fields than any form has
        for name, value in parse_qsl(text, max_num_fields=_MOST_FIELDS):
            yield _plain(name.rpartition("[")[2]), value


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def _why_none(text: str) -> str:
    if not text:
        return "the body is empty; let the rule's webhook send at least the ticket's id"
    if _TEMPLATE.search(text):
        return "the body is a template whose placeholders were never filled in; send it from a rule"
    return (
        "the body names no ticket; tick Ticket ID in the rule's webhook, or write"
        ' "ticket_id": "{{ticket.id}}" into its content'
    )
