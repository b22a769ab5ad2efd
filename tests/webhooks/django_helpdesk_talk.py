"""What is said with a django-helpdesk of the tests, and what is read of it."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from plugin.stores.tickets.events import news_in
from scoring.evidence import Event
from scoring.timeline import in_order
from tests.webhooks.samples import account, payloads
from webhooks.contract import Call, Delivery, News, Reply
from webhooks.django_helpdesk.adapter import DjangoHelpdesk

T = TypeVar("T")

HELPDESK = DjangoHelpdesk()
ACME = account(HELPDESK)
CONTACT = "dh-acme/ticket/481"
PATH = "/api/tickets/481/"
OPEN, RESOLVED, CLOSED = ({"status": each} for each in ("1,2", "3", "4,5"))
DATED = {"date": "Mon, 02 Mar 2026 12:00:00 GMT"}
NOW = 1_772_452_800  # the same instant
NOT_FOUND = Reply(404, {}, {"detail": "No Ticket matches the given query."})
GONE = [NOT_FOUND] * 4  # among the open, the resolved, the closed, and among all

# One ticket's deliveries, in the order in which they were sent.
LIFE = (
    "new_from_the_public_form",
    "reply_that_takes_over",
    "note",
    "hold_told_by_the_next_reply",
)


def sample(name: str, **changed: Any) -> dict[str, Any]:
    """The sample's body, its ticket with what is changed."""
    told: dict[str, Any] = json.loads((payloads(HELPDESK) / f"{name}.json").read_text())
    return {**told, "ticket": {**told["ticket"], **changed}}


def read(told: object) -> News:
    return HELPDESK.read(Delivery({}, json.dumps(told).encode(), 0), ACME)


def log_of(names: Sequence[str]) -> list[Event]:
    """What is known once these have come, in this order."""
    log: list[Event] = []
    for name in names:
        known = {each.id: each for each in log}
        told = [replace(each, text=None) for each in read(sample(name)).events]
        log = [*(known | {each.id: each for each in news_in(log, told)}).values()]
    return in_order(log)


def ended(talk: Generator[Call, Reply, T], replies: Sequence[Reply]) -> tuple[list[Call], T]:
    """The calls that were made, and what the talk came to; every reply is used."""
    calls = [next(talk)]
    for reply in replies[:-1]:
        calls.append(talk.send(reply))
    with pytest.raises(StopIteration) as end:
        talk.send(replies[-1])
    return calls, end.value.value


def ticket(name: str = "note", **changed: Any) -> Reply:
    """What the API answers for the ticket of the sample."""
    return Reply(200, DATED, sample(name, **changed)["ticket"])


def again(reply: Reply, log: Sequence[Event] = ()) -> News:
    calls, news = ended(HELPDESK.read_again(CONTACT, ACME, log), [reply])
    assert calls == [Call("GET", PATH, OPEN)]
    assert news is not None
    return news
