"""Reads a ticket again from django-helpdesk's API: its whole history, and how it stands now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime

from scoring.evidence import Event, EventKind
from scoring.timeline import in_order
from standards.conditions import Fact, Facts
from webhooks.contract import Account, News, Reply, Talk
from webhooks.django_helpdesk.facts import facts_of
from webhooks.django_helpdesk.finding import find
from webhooks.django_helpdesk.history import History, history_of, made
from webhooks.django_helpdesk.replies import is_gone, own_id, ticket_in
from webhooks.django_helpdesk.stands import reconstructed, standing_of, stood_id
from webhooks.django_helpdesk.ticket import Ticket
from webhooks.natural_ids import comment_id

_WORDS = comment_id("")


def read_again(contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
    """The history under the ids that a delivery gives it, and what else must have happened.

    Words of follow-ups that are gone are taken back. CallRefused when we are not let in.
    """
    reply, _ = yield from find(f"/api/tickets/{own_id(contact)}/")
    if is_gone(reply):
        return None
    ticket = ticket_in(reply, "for a ticket")
    history = history_of(ticket, account)
    told = (*history.events, *_missed(ticket, history, account, log, _answered_at(reply, ticket)))
    # A merged ticket has left its follow-ups to the other one, where they go on standing.
    gone = () if ticket.merged_to is not None else _taken_back(history, log)
    return News(contact, history.opened_at, told, gone)


def _missed(
    ticket: Ticket, history: History, account: Account, log: Sequence[Event], now: int | None
) -> Iterator[Event]:
    """What stands otherwise than log and history have it, as reconstructed events."""
    own = account.id_of("ticket", ticket.id)
    if ticket.merged_to is not None:
        if now is not None and not any(each.kind is EventKind.MERGED for each in log):
            into = {"into": account.id_of("ticket", ticket.merged_to)}
            yield reconstructed(own, now, None, into)
        return
    told = {**facts_of(ticket, account), **standing_of(ticket).facts}
    known = _known((*log, *history.events))
    changed = {name: value for name, value in told.items() if _differs(name, value, known)}
    last = ticket.follow_ups[-1] if ticket.follow_ups else None
    if changed and last is not None and stood_id(last) not in {each.id for each in log}:
        # The call that the last follow-up made never came: most likely it would have told this.
        name, kind = stood_id(last), EventKind.CHANGED
        yield made(ticket, last, account, name, kind, facts=changed, reconstructed=True)
    elif now is not None:
        for name, value in changed.items():
            yield reconstructed(own, now, known.get(name), {name: value})


def _known(events: Sequence[Event]) -> Facts:
    """The facts after all that."""
    facts: dict[str, Fact] = {}
    for each in in_order(events):
        facts.update(each.facts)
    return facts


def _differs(name: str, value: Fact, known: Facts) -> bool:
    """Whether the fact is news; that something never known is not there is none."""
    return known.get(name) != value and not (name not in known and value in (None, ()))


def _taken_back(history: History, log: Sequence[Event]) -> tuple[str, ...]:
    stand = {each.id for each in history.events}
    known = {each.id for each in log if each.id.startswith(_WORDS)}
    return tuple(sorted(known - stand))


def _answered_at(reply: Reply, ticket: Ticket) -> int | None:
    """When it was so, UTC seconds: as the answer is dated, else as its last follow-up is."""
    last = ticket.follow_ups[-1].at.seconds if ticket.follow_ups else None
    try:
        dated = int(parsedate_to_datetime(reply.headers["date"]).timestamp())
    except (KeyError, ValueError):
        return last
    return max(dated, last or 0)
