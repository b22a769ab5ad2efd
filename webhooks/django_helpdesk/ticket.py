"""A ticket of django-helpdesk's as its API and its webhooks alike write it, checked and named.

The shape is that of `helpdesk.serializers.TicketSerializer` (2.6.1): the ticket as it stands, and
every follow-up that it has ever had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from webhooks.contract import PayloadInvalid
from webhooks.django_helpdesk.words import CUSTOM, LABELS, PRIORITIES

Told: TypeAlias = "Mapping[str, Any]"

LARGEST_ID = 2**63 - 1
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8})(?:\.([0-9]{1,6}))?(Z|[+-][0-9]{2}:[0-9]{2})"
)
_EARLIEST, _LATEST = 946_684_800, 7_258_118_400  # the years 2000 to 2199: others are no instants


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """UTC seconds, floored, and the microseconds beyond them."""

    seconds: int
    microseconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What was said, or done, at one moment; `user` None: by a customer, or by nobody.

    `new_status` is None where the status stayed; `mailed` says that it came by mail.
    """

    id: int
    at: Instant
    user: int | None
    title: str
    comment: str = field(repr=False)
    public: bool
    new_status: int | None
    attached: bool
    mailed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket as it stands, and its follow-ups in the order in which they happened."""

    id: int
    queue: int
    description: str = field(repr=False)
    status: int
    on_hold: bool
    priority: int
    assigned_to: int | None
    merged_to: int | None
    follow_ups: tuple[FollowUp, ...]
    custom: Told = field(repr=False)


def ticket_of(told: object) -> Ticket:
    """The ticket that is told. PayloadInvalid names what is wrong, or missing."""
    if not isinstance(told, dict):
        raise PayloadInvalid("ticket is no object")
    given = told.get("followup_set")
    if not isinstance(given, list):
        raise PayloadInvalid("ticket.followup_set is no list; this release repeats no history")
    found = sorted((_follow_up(each) for each in given), key=lambda each: (each.at, each.id))
    return Ticket(
        id=number(told, "id"),
        queue=number(told, "queue"),
        description=_text(told, "description"),
        status=_one_of(LABELS, told, "status"),
        on_hold=told.get("on_hold") is True,
        priority=_one_of(PRIORITIES, told, "priority"),
        assigned_to=_number_or_none(told, "assigned_to"),
        merged_to=_number_or_none(told, "merged_to"),
        follow_ups=tuple(found),
        custom={name: value for name, value in told.items() if name.startswith(CUSTOM)},
    )


def instant(found: object, name: str) -> Instant:
    """The instant that is told. PayloadInvalid, with its name, when it is none."""
    match = _INSTANT.fullmatch(found) if isinstance(found, str) else None
    if match is None:
        raise PayloadInvalid(f"{name} is no instant with an offset")
    whole, fraction, offset = match.groups()
    try:
        seconds = int(datetime.fromisoformat(whole + offset).timestamp())
    except (ValueError, OverflowError) as error:
        raise PayloadInvalid(f"{name} is no instant of the calendar") from error
    if not _EARLIEST <= seconds < _LATEST:
        raise PayloadInvalid(f"{name} lies before the year 2000 or after 2199")
    return Instant(seconds, int((fraction or "0").ljust(6, "0")))


def number(told: Told, name: str) -> int:
    """The number by which django-helpdesk knows a thing. PayloadInvalid when there is none."""
    found = told.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= LARGEST_ID:
        raise PayloadInvalid(f"{name} is no number of django-helpdesk's")
    return found


def _follow_up(told: object) -> FollowUp:
    if not isinstance(told, dict):
        raise PayloadInvalid("ticket.followup_set holds what is no follow-up")
    public = told.get("public")
    if not isinstance(public, bool):
        raise PayloadInvalid("a follow-up says not whether it is public")
    status = None if told.get("new_status") is None else _one_of(LABELS, told, "new_status")
    return FollowUp(
        id=number(told, "id"),
        at=instant(told.get("date"), "a follow-up's date"),
        user=_number_or_none(told, "user"),
        title=_text(told, "title"),
        comment=_text(told, "comment"),
        public=public,
        new_status=status,
        attached=bool(told.get("followupattachment_set")),
        mailed=bool(told.get("message_id")),
    )


def _number_or_none(told: Told, name: str) -> int | None:
    return None if told.get(name) is None else number(told, name)


def _one_of(known: Mapping[int, str], told: Told, name: str) -> int:
    found = told.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or found not in known:
        raise PayloadInvalid(f"{name} is none that django-helpdesk has of itself")
    return found


def _text(told: Told, name: str) -> str:
    found = told.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise PayloadInvalid(f"{name} is no text")
    return found
