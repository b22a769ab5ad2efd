"""What the events of a Freshdesk app are to us: one table, event -> reader.

An event is exact where it bears its stamps: what it tells has the id under which re-reading would
tell of it. Where it does not, or says what we cannot read, the ticket is read again. An event that
is not in the table is no news, nor is what our own user did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from scoring.evidence import Event, EventKind, Role
from standards.conditions import FIELD, Facts
from webhooks.contract import Account, News
from webhooks.freshdesk.body import Notice, Told, number, part
from webhooks.freshdesk.events import TOLD, Step, changed, leaving, message, opening
from webhooks.freshdesk.values import (
    VALUES,
    facts_of,
    identity,
    instant,
    is_fact,
    is_of_the_firm,
    status_facts,
)
from webhooks.natural_ids import comment_id

LATE_SECONDS = 60  # farther than this from the event's own time no stamp is relied on
_IN_MILLISECONDS = 10**11  # a timestamp above counts milliseconds, one below seconds
_NANOSECONDS = 10**9


@dataclass(frozen=True, slots=True)
class Happening:
    """An app's event about one of our contacts; `at` are UTC nanoseconds, None when not said."""

    notice: Notice
    account: Account
    contact: str
    received_at: int
    at: int | None

    @property
    def ticket(self) -> Told:
        """The ticket as it was told."""
        return part(self.notice.data, "ticket")

    @property
    def conversation(self) -> Told:
        """The conversation as it was told."""
        return part(self.notice.data, "conversation")

    @property
    def actor(self) -> Told:
        """Who did it; empty when it is not told."""
        return part(self.notice.data, "actor")

    @property
    def again(self) -> News:
        """The news that the contact is to be read again."""
        return News(self.contact, reread=True)

    def is_near(self, stamp: int | None) -> bool:
        """Whether the stamp is there and fits the event's own time."""
        at = self.at
        return (
            stamp is not None and at is not None and abs(stamp - at // _NANOSECONDS) < LATE_SECONDS
        )


Reader: TypeAlias = "Callable[[Happening], News]"


def news_of(notice: Notice, account: Account, contact: str, received_at: int) -> News:
    """What the event says of the contact."""
    happening = Happening(notice, account, contact, received_at, nanoseconds(notice.timestamp))
    if notice.event == "":
        return happening.again  # an event that does not say its name says at least its ticket
    reader = READERS.get(notice.event or "")
    actor = number(happening.actor.get("id"))
    if reader is None or (actor is not None and actor == account.our_user):
        return News(contact)
    return reader(happening)


def opened(happening: Happening) -> News:
    """The opening with what was known then; read again where it comes too late to be the last."""
    ticket, account = happening.ticket, happening.account
    at = instant(ticket.get("created_at"))
    status = status_facts(ticket.get("status"), {})
    if at is None or status is None or is_of_the_firm(ticket.get("status")):
        return happening.again
    facts = {**facts_of(ticket, account), **status}
    event = opening(happening.contact, ticket, facts, account, guessed=False)
    late = not happening.is_near(at) or happening.received_at - at > LATE_SECONDS
    events = () if event is None else (event,)
    return News(happening.contact, at, events, reread=late)


def said(happening: Happening) -> News:
    """Words, or a note; words that were taken away are erased."""
    told, account = happening.conversation, happening.account
    own = number(told.get("id"))
    if told.get("deleted") is True and own is not None:
        return News(happening.contact, redacted=(comment_id(own),))
    event = message(happening.contact, told, _requester(happening), account)
    if event is None:
        return happening.again
    if event.by is not None and event.by == identity(account.our_user, "user", account):
        return News(happening.contact)
    return News(happening.contact, events=(event,))


def unsaid(happening: Happening) -> News:
    """Words that were taken away: ours of them are erased."""
    own = number(happening.conversation.get("id"))
    return News(happening.contact, redacted=() if own is None else (comment_id(own),))


def updated(happening: Happening) -> News:
    """The changes, one by one; read again where not all of them can be told."""
    ticket = happening.ticket
    changes = ticket.get("changes", happening.notice.data.get("changes"))
    at = instant(ticket.get("updated_at"))
    if at is None or not happening.is_near(at) or not isinstance(changes, dict) or not changes:
        return happening.again
    events: list[Event] = []
    whole = True
    for field, change in changes.items():
        told = _change(happening, at, field, change)
        whole = whole and told is not None
        events.extend(told or ())
    return News(
        happening.contact, instant(ticket.get("created_at")), tuple(events), reread=not whole
    )


def deleted(happening: Happening) -> News:
    """The ticket is gone; without its own time it is read again."""
    if happening.at is None:
        return happening.again
    at = happening.at // _NANOSECONDS
    return News(happening.contact, events=(leaving(happening.contact, EventKind.DELETED, at),))


READERS: Mapping[str, Reader] = {
    "onTicketCreate": opened,
    "onTicketUpdate": updated,
    "onTicketDelete": deleted,
    "onConversationCreate": said,
    "onConversationUpdate": said,
    "onConversationDelete": unsaid,
}


def nanoseconds(found: Any) -> int | None:
    """The timestamp in UTC nanoseconds: of seconds or milliseconds, a number or its text."""
    try:
        told = None if isinstance(found, bool) else Decimal(str(found))
    except InvalidOperation:
        return None
    if told is None or not told.is_finite() or not 10**9 <= told < 10**14:
        return None
    return int(told * (_NANOSECONDS if told < _IN_MILLISECONDS else 10**6))


def _change(happening: Happening, at: int, field: str, change: object) -> tuple[Event, ...] | None:
    """The events that a field's change is; None where it cannot be told without reading again."""
    if field == "custom_fields":
        return _custom(happening, at, change)
    if field not in VALUES and field not in ("status", "spam", "deleted"):
        return ()
    match change:
        case [old, new] if field == "status":
            return _status(happening, at, old, new)
        case [_, bool(new)] if field in _LEAVING:
            kind = _LEAVING[field] if new else EventKind.RESTORED
            return (leaving(happening.contact, kind, at, **_by(happening)),)
        case [old, new] if field in VALUES:
            name, read = VALUES[field]
            was, now = (read(each, happening.account) for each in (old, new))
            if was == now:  # of tags only ours have come or gone
                return ()
            return (_changed(happening, Step(name, was, now, at), {name: now}),)
    return None


_LEAVING = {"spam": EventKind.SPAM, "deleted": EventKind.DELETED}


def _status(happening: Happening, at: int, old: Any, new: Any) -> tuple[Event, ...] | None:
    was, now = (status_facts(each, {}) for each in (old, new))
    if now is None or is_of_the_firm(new):
        return None
    before = None if was is None else was["status_label"]
    step = Step("status", before, now["status_label"], at)
    return (_changed(happening, step, now),)


def _custom(happening: Happening, at: int, change: object) -> tuple[Event, ...] | None:
    if not isinstance(change, dict):
        return None
    events: list[Event] = []
    for name, pair in change.items():
        match pair:
            case [old, new] if is_fact(old) and is_fact(new):
                field = f"{FIELD}{name}"
                events.append(_changed(happening, Step(field, old, new, at), {field: new}))
            case _:
                return None
    return tuple(events)


def _changed(happening: Happening, step: Step, facts: Facts) -> Event:
    return changed(happening.contact, step, facts, **_by(happening))


def _by(happening: Happening) -> dict[str, Any]:
    """Who did it, and when within its second."""
    actor, account = happening.actor, happening.account
    by = identity(actor.get("id"), "user", account)
    requester = identity(_requester(happening), "user", account)
    role = Role.CUSTOMER if by == requester else Role.AGENT
    moment = 0 if happening.at is None else happening.at % _NANOSECONDS
    return {"role": Role.SYSTEM if by is None else role, "by": by, "seq": TOLD + moment}


def _requester(happening: Happening) -> Any:
    """Who asked: a conversation does not say it, but its actor may be told to be no agent."""
    found = happening.ticket.get("requester_id")
    if found is None and happening.actor.get("helpdesk_agent") is False:
        return happening.actor.get("id")
    return found
