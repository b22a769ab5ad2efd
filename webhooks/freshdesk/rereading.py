"""Reads a Freshdesk ticket again: what was said and rated exactly, what changed by comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.evidence import Event, EventKind
from standards.conditions import Fact
from webhooks.contract import Account, Call, News, Talk
from webhooks.freshdesk.asking import every, is_gone, listed, path_of, refusal, the_object
from webhooks.freshdesk.body import Told, part
from webhooks.freshdesk.comparing import Snapshot, differences, known_facts, status_since
from webhooks.freshdesk.events import message, opening, rating
from webhooks.freshdesk.gaps import gaps
from webhooks.freshdesk.values import (
    Names,
    facts_of,
    identity,
    instant,
    is_of_the_firm,
    status_facts,
)
from webhooks.freshdesk.words import STATUSES
from webhooks.natural_ids import OPENED, comment_id

_NO_SURVEYS = 403  # a plan without satisfaction surveys: there are no ratings
_COMMENT = comment_id("")


def read_again(contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
    """All that the API tells of the ticket; None when there is no such ticket any more."""
    path = path_of(contact)
    reply = yield Call("GET", path, {"include": "stats"})
    if is_gone(reply):
        return None
    ticket = the_object(reply, "for a ticket")
    snapshot = yield from _snapshot(contact, ticket, account)
    if snapshot is None:
        raise refusal(reply, "for a ticket")
    said = yield from every(f"{path}/conversations", "for a ticket's conversations")
    if said is None:
        return None
    reply = yield Call("GET", f"{path}/satisfaction_ratings")
    nobody = reply.status == _NO_SURVEYS or is_gone(reply)
    ratings = () if nobody else listed(reply, "for a ticket's ratings")
    return _news(snapshot, said, ratings, account, log)


def _snapshot(contact: str, ticket: Told, account: Account) -> Talk[Snapshot | None]:
    """The ticket in our words; None when it lacks what every ticket has."""
    status, updated_at = ticket.get("status"), instant(ticket.get("updated_at"))
    names = (yield from _names()) if is_of_the_firm(status) else {}
    told = status_facts(status, names)
    if told is None or updated_at is None or instant(ticket.get("created_at")) is None:
        return None
    facts: dict[str, Fact] = {**facts_of(ticket, account), **told}
    return Snapshot(contact, ticket, facts, updated_at)


def _names() -> Talk[Names]:
    """The names of the firm's own statuses; none where the fields may not be seen."""
    reply = yield Call("GET", "/api/v2/ticket_fields")
    if reply.status == _NO_SURVEYS:
        return {}
    return dict(_named(listed(reply, "for the fields of tickets")))


def _named(fields: Iterable[Told]) -> Iterable[tuple[int, str]]:
    """Freshdesk API v2, "ticket fields": `choices` of a status are number -> [agents', others']."""
    for field in fields:
        if field.get("type") == "default_status":
            for status, words in part(field, "choices").items():
                name = words[0] if isinstance(words, list) and words else words
                if status.isdecimal() and isinstance(name, str):
                    yield int(status), name


def _news(
    now: Snapshot,
    said: Sequence[Mapping[str, Any]],
    ratings: Sequence[Mapping[str, Any]],
    account: Account,
    log: Sequence[Event],
) -> News:
    opened = _opened(now, account, log)
    messages = _messages(now, said, account)
    rated = [rating(now.contact, each, account) for each in ratings]
    known = [*log, *opened]
    lost = gaps(known)
    changes = differences(now, [*known, *lost])
    events = (*opened, *messages, *(each for each in rated if each is not None), *lost, *changes)
    return News(now.contact, instant(now.ticket.get("created_at")), events, _unsaid(said, log))


def _messages(now: Snapshot, said: Sequence[Told], account: Account) -> list[Event]:
    """What was said, but for what our own user wrote."""
    us = identity(account.our_user, "user", account)
    found = (message(now.contact, each, now.ticket.get("requester_id"), account) for each in said)
    return [each for each in found if each is not None and (each.by is None or each.by != us)]


def _unsaid(said: Iterable[Told], log: Iterable[Event]) -> tuple[str, ...]:
    """The ids of messages that we know and Freshdesk has no more: they were taken back."""
    there = {comment_id(str(each.get("id"))) for each in said}
    ours = (each.id for each in log if each.kind is EventKind.MESSAGE)
    return tuple(sorted({each for each in ours if each.startswith(_COMMENT)} - there))


def _opened(now: Snapshot, account: Account, log: Sequence[Event]) -> tuple[Event, ...]:
    """The opening, where it is not known: exact while nothing has changed since, guessed later.

    What is known to have changed, or may have been another status then, is not taken for what was
    known at the opening.
    """
    if any(each.id == OPENED for each in log):
        return ()
    created_at = instant(now.ticket.get("created_at")) or 0
    guessed = now.updated_at > created_at
    later = known_facts(log)
    facts = {name: fact for name, fact in now.facts.items() if name not in later}
    if "status" in later or (status_since(now) or 0) > created_at:
        status, label = STATUSES[2]
        facts |= {"status": status, "status_label": label}
    event = opening(now.contact, now.ticket, facts, account, guessed=guessed)
    return () if event is None else (event,)
