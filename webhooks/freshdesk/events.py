"""Our events of what Freshdesk tells, whether an app's delivery or a re-reading tells of it.

Freshdesk shows whole seconds. Within one the opening counts first, then words in the order of their
numbers, then what else was changed: what was worked out before what was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.evidence import Event, EventKind, Role
from standards.conditions import Fact, Facts
from webhooks.contract import Account
from webhooks.freshdesk.body import Told, number
from webhooks.freshdesk.values import identity, instant, whole, words
from webhooks.freshdesk.words import CSAT, OUTBOUND_EMAIL
from webhooks.natural_ids import OPENED, change_id, comment_id

GUESSED, TOLD = 10**18, 2 * 10**18  # `seq` of changes; the numbers of conversations are below


def opening(
    contact: str, ticket: Told, facts: Facts, account: Account, *, guessed: bool
) -> Event | None:
    """The opening; None where it is not said when. An outbound e-mail is the firm's own.

    Who filled the form in for a customer on the phone is not told by the API: it is the customer's.
    """
    at = instant(ticket.get("created_at"))
    if at is None:
        return None
    ours = ticket.get("source") == OUTBOUND_EMAIL
    return Event(
        contact,
        OPENED,
        EventKind.OPENED,
        at,
        role=Role.AGENT if ours else Role.CUSTOMER,
        by=None if ours else identity(ticket.get("requester_id"), "user", account),
        facts={name: fact for name, fact in facts.items() if fact is not None and fact != ()},
        seq=0 if guessed else 1,  # the true one stays, whichever comes first
        text=words(ticket.get("description_text")),
        reconstructed=guessed,
    )


def message(contact: str, conversation: Told, requester: object, account: Account) -> Event | None:
    """The message or note; None where its number, instant or whether it is private is not said."""
    own, private = number(conversation.get("id")), conversation.get("private")
    at = instant(conversation.get("created_at"))
    if own is None or at is None or not isinstance(private, bool):
        return None
    author = conversation.get("user_id")
    return Event(
        contact,
        comment_id(own),
        EventKind.MESSAGE,
        at,
        role=_role(conversation, number(author), number(requester)),
        by=identity(author, "user", account),
        public=not private,
        seq=min(int(own), GUESSED - 1),
        text=words(conversation.get("body_text")),
    )


def rating(contact: str, told: Told, account: Account) -> Event | None:
    """The rating by its main question, as csat of 1 to 5; None where it is none that we know."""
    own, at = number(told.get("id")), instant(told.get("updated_at") or told.get("created_at"))
    ratings = told.get("ratings")
    main = ratings.get("default_question") if isinstance(ratings, dict) else ratings
    value = CSAT.get(whole(main) or 0)
    if own is None or at is None or value is None:
        return None
    return Event(
        contact,
        f"rating/{own}",
        EventKind.RATED,
        at,
        role=Role.CUSTOMER,
        by=identity(told.get("user_id"), "user", account),
        facts={"scale": "csat", "value": value},
        text=words(told.get("feedback")),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A field's way from one value to another, at a UTC second."""

    field: str
    old: Fact
    new: Fact
    at: int


def changed(contact: str, step: Step, facts: Facts, **told: Any) -> Event:
    """The event that the facts are so now, by the step."""
    name = change_id(contact, step.field, step.old, step.new, step.at)
    return Event(contact, name, EventKind.CHANGED, step.at, facts=facts, **told)


def leaving(contact: str, kind: EventKind, at: int, **told: Any) -> Event:
    """The event that the contact leaves judgment, or comes back."""
    return Event(contact, change_id(contact, kind, None, None, at), kind, at, **told)


def _role(conversation: Told, author: str | None, requester: str | None) -> Role:
    """`incoming` is Freshdesk's own word for what came from outside; nobody is the system."""
    if conversation.get("incoming") is True or (author is not None and author == requester):
        return Role.CUSTOMER
    return Role.SYSTEM if author is None else Role.AGENT
