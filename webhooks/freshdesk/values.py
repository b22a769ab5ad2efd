"""The values of a ticket's fields, in our words: None is none; what is left out is unknown."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from scoring.tags import is_ours
from standards.conditions import FIELD, Fact
from standards.instants import parse_instant
from standards.kinds import Status
from webhooks.contract import Account
from webhooks.freshdesk.body import Told, number, part
from webhooks.freshdesk.words import CHANNELS, FIRST_OF_THE_FIRM, PRIORITIES, STATUSES

_LONGEST = 100  # characters of a value that somebody might judge by; more are words
_BEYOND = 2**63  # numbers from there on are no 64 bits any more
_EARLIEST = 946_684_800  # the year 2000: what lies before is no instant of a helpdesk

# A status of the firm's own, by the English words of its name; the first that fits.
_MEANINGS = (
    (re.compile(r"\b(not|un)\b"), Status.OPEN),
    (re.compile(r"\b(third|vendor|supplier|partner|hold)\b"), Status.ON_HOLD),
    (re.compile(r"\b(pending|waiting|awaiting|customer)\b"), Status.PENDING),
    (re.compile(r"\b(resolved|solved|done)\b"), Status.SOLVED),
    (re.compile(r"\b(closed|cancelled|canceled)\b"), Status.CLOSED),
)

Names = Mapping[int, str]  # of the firm's own statuses


def instant(found: object) -> int | None:
    """The UTC second of the instant; None when it is none."""
    try:
        at = parse_instant(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return None if at is None or at < _EARLIEST else at


def identity(found: object, kind: str, account: Account) -> str | None:
    """Our id of Freshdesk's thing of that kind; None when there is none."""
    own = number(found)
    return None if own is None else account.id_of(kind, own)


def whole(found: object) -> int | None:
    """The whole number; None when it is none."""
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def is_of_the_firm(status: object) -> bool:
    """Whether the status is none of Freshdesk's own: its name must be asked for."""
    found = whole(status)
    return found is not None and found >= FIRST_OF_THE_FIRM


def status_facts(found: object, names: Names) -> dict[str, Fact] | None:
    """The status by category, and its name; None when it is no status.

    What a status of the firm's own means is guessed by the words of its name; `open`, so that
    clocks run, where they say nothing.
    """
    status = whole(found)
    if status is None or status < 2:
        return None
    if status in STATUSES:
        category, label = STATUSES[status]
        return {"status": category, "status_label": label}
    label = (words(names.get(status)) or str(status)).lower()[:_LONGEST]
    return {"status": meaning_of(label), "status_label": label}


def meaning_of(label: str) -> Status:
    """The category that a name of a status, in lower case, speaks of."""
    return next((status for words, status in _MEANINGS if words.search(label)), Status.OPEN)


def facts_of(ticket: Told, account: Account) -> dict[str, Fact]:
    """What is known of the ticket by its own fields, but for its status."""
    told: dict[str, Fact] = {}
    for name, key, read in _FIELDS:
        if key in ticket:
            told[name] = read(ticket[key], account)
    for name, value in part(ticket, "custom_fields").items():
        if is_fact(value):
            told[f"{FIELD}{name}"] = value
    return told


def not_ours(tags: Iterable[str], account: Account) -> tuple[str, ...]:
    """The tags that others have set."""
    return tuple(sorted({each for each in tags if not is_ours(each, account.prefix)}))


def words(found: object) -> str | None:
    """The text, as UTF-8 can have it; None when there is none."""
    if not isinstance(found, str) or not found.strip():
        return None
    return found.encode("utf-8", "replace").decode()


def is_fact(value: Any) -> bool:
    """Whether the value of a custom field is one to judge by: long or broken lines are words."""
    if isinstance(value, str):
        return len(value) <= _LONGEST and value.isprintable()
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return -_BEYOND <= value < _BEYOND
    return value is None


def _priority(found: object, _: Account) -> Fact:
    return PRIORITIES.get(whole(found) or 0)


def _channel(found: object, _: Account) -> Fact:
    source = whole(found)
    return None if source is None else CHANNELS.get(source, f"source_{source}")


def _word(found: object, _: Account) -> Fact:
    told = words(found)
    return None if told is None else told.lower()[:_LONGEST]


def _tags(found: object, account: Account) -> Fact:
    if not isinstance(found, list):
        return ()
    return not_ours(filter(None, map(words, found)), account)


def _an_id(kind: str) -> Any:
    return lambda found, account: identity(found, kind, account)


_FIELDS: tuple[tuple[str, str, Any], ...] = (
    ("channel", "source", _channel),
    ("priority", "priority", _priority),
    ("contact_type", "type", _word),
    ("assignee", "responder_id", _an_id("user")),
    ("group", "group_id", _an_id("group")),
    ("brand", "product_id", _an_id("product")),
    ("form", "form_id", _an_id("form")),
    ("fields.company", "company_id", _an_id("company")),
    ("tags", "tags", _tags),
)
VALUES: Mapping[str, tuple[str, Any]] = {key: (name, read) for name, key, read in _FIELDS}
