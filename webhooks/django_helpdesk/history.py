"""What a ticket's follow-ups say happened, each under an id of its own.

Every delivery repeats the whole history, so a webhook that was lost is made good by the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scoring.evidence import Event, EventKind, Role
from standards.conditions import Facts
from standards.kinds import SOLVED, Status
from webhooks.contract import Account
from webhooks.django_helpdesk.ticket import FollowUp, Ticket
from webhooks.django_helpdesk.words import (
    BY_ITSELF,
    HOLDS,
    LABELS,
    MERGED_FROM,
    ON_HOLD,
    OPEN,
    OPENED_BY_CUSTOMER,
    STATUSES,
)
from webhooks.natural_ids import OPENED, comment_id


@dataclass(frozen=True, slots=True)
class Standing:
    """A ticket's status by its number, and whether it is on hold beside that."""

    status: int
    on_hold: bool

    def after(self, follow_up: FollowUp) -> Standing:
        """How it stands after the follow-up."""
        status = self.status if follow_up.new_status is None else follow_up.new_status
        # A hold has no words of its own: who writes some under such a title holds nothing.
        told = None if follow_up.comment else HOLDS.get(follow_up.title)
        return Standing(status, self.on_hold if told is None else told)

    @property
    def facts(self) -> Facts:
        """The standing in our words; a ticket that is solved is on hold no more."""
        category = STATUSES[self.status]
        if self.on_hold and category not in SOLVED:
            return {"status": Status.ON_HOLD, "status_label": ON_HOLD}
        return {"status": category, "status_label": LABELS[self.status]}


@dataclass(frozen=True, slots=True)
class History:
    """A ticket's events, the opening first (None: no follow-up tells of it), and how it ends."""

    opening: FollowUp | None
    events: tuple[Event, ...]
    end: Standing

    @property
    def opened_at(self) -> int | None:
        """When the ticket was opened, UTC seconds."""
        return None if self.opening is None else self.opening.at.seconds

    def reason(self, follow_up: int | None, ticket: Ticket) -> FollowUp | None:
        """The follow-up of that number, or the opening; None where it is not among them."""
        if follow_up is None:
            return self.opening
        return next((each for each in ticket.follow_ups if each.id == follow_up), None)


def history_of(ticket: Ticket, account: Account) -> History:
    """What its follow-ups say."""
    # What a ticket merged into this one has left here has been told as that ticket's.
    own = [each for each in ticket.follow_ups if not MERGED_FROM.match(each.title)]
    standing, events = Standing(OPEN, False), [_opened(ticket, each, account) for each in own[:1]]
    for each in own[1:]:
        before, standing = standing, standing.after(each)
        events.extend(_happened(ticket, each, standing.facts, before != standing, account))
    return History(own[0] if own else None, tuple(events), standing)


def made(
    ticket: Ticket, follow_up: FollowUp, account: Account, name: str, kind: EventKind, **told: Any
) -> Event:
    """An event of the follow-up's moment and author."""
    spoken = kind in (EventKind.OPENED, EventKind.MESSAGE)
    return Event(
        account.id_of("ticket", ticket.id),
        name,
        kind,
        follow_up.at.seconds,
        role=_role(follow_up),
        by=None if follow_up.user is None else account.id_of("user", follow_up.user),
        seq=seq_of(follow_up, after_its_words=not spoken),
        **told,
    )


def seq_of(follow_up: FollowUp, *, after_its_words: bool) -> int:
    """The order within a second: by microsecond, and of one follow-up the words count first."""
    return 2 * follow_up.at.microseconds + after_its_words


def _opened(ticket: Ticket, follow_up: FollowUp, account: Account) -> Event:
    facts = {**Standing(OPEN, False).facts, **_channel(follow_up)}
    text = ticket.description or follow_up.comment
    return made(ticket, follow_up, account, OPENED, EventKind.OPENED, facts=facts, text=text)


def _happened(
    ticket: Ticket, follow_up: FollowUp, stands: Facts, changed: bool, account: Account
) -> Iterator[Event]:
    """Words, with the status that they changed; or the status alone; or nothing to us."""
    facts = stands if changed or follow_up.new_status is not None else {}
    public = follow_up.public
    if follow_up.comment.strip() or follow_up.attached:
        name, text = comment_id(str(follow_up.id)), follow_up.comment
        kind = EventKind.MESSAGE
        yield made(ticket, follow_up, account, name, kind, public=public, facts=facts, text=text)
    elif facts:
        name, kind = f"status/{follow_up.id}", EventKind.CHANGED
        yield made(ticket, follow_up, account, name, kind, public=public, facts=facts)


def _role(follow_up: FollowUp) -> Role:
    if follow_up.user is None:
        return Role.SYSTEM if follow_up.title in BY_ITSELF else Role.CUSTOMER
    return Role.CUSTOMER if follow_up.title in OPENED_BY_CUSTOMER else Role.AGENT


def _channel(follow_up: FollowUp) -> Facts:
    """How the customer came; nothing where one of the staff wrote it down, or a program."""
    if follow_up.mailed:
        return {"channel": "email"}
    return {"channel": "web"} if _role(follow_up) is Role.CUSTOMER else {}
