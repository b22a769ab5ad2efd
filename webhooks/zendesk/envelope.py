"""An event of Zendesk's as it lies on the wire, its envelope checked and its values named.

Zendesk, "Webhook event types": `detail` is the ticket after the change, `event` the change. Ids
are strings there, numbers in public samples; `"0"`, empty and null all stand for none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import orjson

from webhooks.contract import PayloadInvalid

Told: TypeAlias = "Mapping[str, Any]"

EVENT = "zen:event-type:"
TICKET = EVENT + "ticket."
_SUBJECT = re.compile(r"zen:ticket:([0-9]{1,20})")
_TICKET_ID = re.compile(r"[1-9][0-9]{0,19}")
_ID = re.compile(r"-?[0-9A-Za-z_.-]{1,64}")
_KEY = re.compile(r"[!-~]{1,128}")
_INSTANT = re.compile(r"([0-9-]{10}T[0-9:]{8})(?:\.([0-9]{1,9})[0-9]*)?(Z|[+-][0-9]{2}:[0-9]{2})")
_EARLIEST, _LATEST = 946_684_800, 7_258_118_400  # the years 2000 to 2199: others are no instants
_NONE = frozenset({"", "0"})


@dataclass(frozen=True, slots=True)
class Notice:
    """An event of Zendesk's: its own key and type, the ticket's number (None: about no ticket)."""

    key: str
    type: str
    ticket: str | None
    told: Told

    @property
    def news(self) -> str:
        """What happened to the ticket, in Zendesk's word: `comment_added`. Empty for no ticket."""
        return self.type.removeprefix(TICKET) if self.type.startswith(TICKET) else ""

    @property
    def detail(self) -> Told:
        """The ticket after the change."""
        return part(self.told, "detail")

    @property
    def event(self) -> Told:
        """The change."""
        return part(self.told, "event")


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """UTC seconds, floored, and the nanoseconds beyond them."""

    seconds: int
    nanoseconds: int


def event_in(body: bytes) -> Told | None:
    """The object of an event of Zendesk's; None when the body is something that an admin typed."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    kind = told.get("type") if isinstance(told, dict) else None
    return told if isinstance(kind, str) and kind.startswith(EVENT) else None


def notice_of(told: Told) -> Notice:
    """The event. PayloadInvalid when it lacks what every event has; it says what is wrong."""
    key, kind = told.get("id"), told["type"]
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise PayloadInvalid("id is missing, or is no id of an event")
    return Notice(key, kind, _ticket(told) if kind.startswith(TICKET) else None, told)


def part(told: Told, name: str) -> Told:
    """The object of that name; an empty one where there is none. PayloadInvalid for another."""
    found = told.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise PayloadInvalid(f"{name} is no object")
    return found


def own_id(told: Told, name: str) -> str | None:
    """The helpdesk's id of that name; None for none. PayloadInvalid when it is no id."""
    return read_id(told.get(name), name)


def read_id(found: object, name: str) -> str | None:
    """The value as an id; None for none. PayloadInvalid when it is no id."""
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise PayloadInvalid(f"{name} is no id")
    text = str(found).strip()
    if text in _NONE:
        return None
    if not _ID.fullmatch(text):
        raise PayloadInvalid(f"{name} is no id")
    return text


def instant(told: Told, name: str) -> Instant | None:
    """The instant of that name; None where there is none. PayloadInvalid when it is no instant."""
    found = told.get(name)
    if found is None:
        return None
    match = _INSTANT.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        raise PayloadInvalid(f"{name} is no instant with an offset")
    whole, fraction, offset = match.groups()
    return Instant(_seconds(whole + offset, name), int((fraction or "0").ljust(9, "0")))


def _seconds(text: str, name: str) -> int:
    try:
        seconds = int(datetime.fromisoformat(text).timestamp())
    except (ValueError, OverflowError) as error:
        raise PayloadInvalid(f"{name} is no instant of the calendar") from error
    if not _EARLIEST <= seconds < _LATEST:
        raise PayloadInvalid(f"{name} lies before the year 2000 or after 2199")
    return seconds


def _ticket(told: Told) -> str:
    found = own_id(part(told, "detail"), "id")
    if found is None:
        subject = told.get("subject")
        match = _SUBJECT.fullmatch(subject) if isinstance(subject, str) else None
        found = match.group(1) if match else None
    if found is None or not _TICKET_ID.fullmatch(found):
        raise PayloadInvalid("detail.id is no number of a ticket")
    return found
