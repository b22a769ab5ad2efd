"""How a ticket stands, told at the moment at which it was seen to stand so."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.evidence import Event, EventKind
from standards.conditions import Fact, Facts
from webhooks.contract import Account
from webhooks.django_helpdesk.facts import facts_of
from webhooks.django_helpdesk.history import History, Standing, made, seq_of
from webhooks.django_helpdesk.ticket import FollowUp, Ticket
from webhooks.natural_ids import change_id


def as_it_stood(
    ticket: Ticket, history: History, reason: FollowUp, account: Account
) -> Iterator[Event]:
    """The ticket's facts when that follow-up made django-helpdesk call.

    What the update form has changed with the follow-up is exact. A status that no follow-up tells
    of (its board, its API), and a merger, came some time before: they are reconstructed.
    """
    facts = facts_of(ticket, account)
    name = stood_id(reason)
    yield made(ticket, reason, account, name, EventKind.CHANGED, facts=facts)
    contact, at = account.id_of("ticket", ticket.id), reason.at.seconds
    now, seq = standing_of(ticket).facts, seq_of(reason, after_its_words=True)
    if ticket.merged_to is not None:
        into = {"into": account.id_of("ticket", ticket.merged_to)}
        yield reconstructed(contact, at, None, into, seq)
    elif now != history.end.facts:
        yield reconstructed(contact, at, history.end.facts["status"], now, seq)


def standing_of(ticket: Ticket) -> Standing:
    """How the ticket itself says that it stands."""
    return Standing(ticket.status, ticket.on_hold)


def stood_id(follow_up: FollowUp) -> str:
    """The id of what stood when the follow-up was told."""
    return f"stood/{follow_up.id}"


def reconstructed(contact: str, at: int, old: Fact, facts: Facts, seq: int = 0) -> Event:
    """That the facts were seen so at the instant; who made them so, and when, nobody has told.

    The first of them was `old` before, and names the change.
    """
    name, new = next(iter(facts.items()))
    kind = EventKind.MERGED if name == "into" else EventKind.CHANGED
    own = change_id(contact, name, old, new, at)
    return Event(contact, own, kind, at, facts=facts, seq=seq, reconstructed=True)
