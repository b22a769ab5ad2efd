"""The tickets of the fake Freshdesk, and what may be done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import RLock
from typing import Any

from tests.fakes.freshdesk.ticket import (
    AGENT,
    CLOSED,
    OPEN,
    PENDING,
    RESOLVED,
    SOLVED,
    Change,
    Conversation,
    Rating,
    Ticket,
)

_BINS = ("deleted", "spam")


class Tickets:
    """Tickets by number, changed one at a time. `heard` is told of every change; all stay known.

    `at` is when something is done, the clock's second where it is None. With `springs` a ticket
    that nobody made is there, open and untagged, when it is asked for.
    """

    def __init__(self, clock: Callable[[], float], *, springs: bool = False) -> None:
        self.lock = RLock()
        self.heard: Callable[[Change], None] = lambda change: None
        self.changes: list[Change] = []
        self._clock = clock
        self._springs = springs
        self._tickets: dict[int, Ticket] = {}
        self._own = 1000

    def put(self, number: int, tags: Iterable[str] = (), status: int = OPEN) -> Ticket:
        """A ticket that has been there already: nobody is told."""
        now = int(self._clock())
        with self.lock:
            stats = {"status_updated_at": now}
            made = Ticket(number, now, now, tuple(tags), status, stats=stats)
            self._tickets[number] = made
            return made

    def create(
        self, number: int, actor: int | None = None, at: int | None = None, **told: Any
    ) -> Ticket:
        """Somebody writes: the ticket is there."""
        with self.lock:
            now = self._now(at)
            stats = {"status_updated_at": now}
            made = Ticket(number, now, now, stats=stats, **told)
            who = made.requester if actor is None else actor
            return self._tell(Change(made, "created", "{ticket_action:created}", who, now))

    def find(self, number: int) -> Ticket | None:
        """The ticket, also one in a bin; None when there is none."""
        with self.lock:
            if self._springs and number not in self._tickets:
                self.put(number)
            return self._tickets.get(number)

    def tags(self, number: int) -> frozenset[str]:
        """The ticket's tags. KeyError when there never was one."""
        with self.lock:
            return frozenset(self._tickets[number].tags)

    def all(self, where: str = "") -> tuple[Ticket, ...]:
        """Every ticket that is in no bin, or those in that one."""
        with self.lock:
            return tuple([each for each in self._tickets.values() if _lies(each) == where])

    def tag(
        self,
        number: int,
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        actor: int = AGENT,
        at: int | None = None,
    ) -> Ticket:
        """Adds and removes tags. KeyError when there is no such ticket."""
        with self.lock:
            before = self._tickets[number].tags
            kept = [each for each in before if each not in set(remove)]
            after = (*kept, *(each for each in add if each not in kept))
            return self.set_tags(number, after, actor, at)

    def set_tags(
        self, number: int, tags: Iterable[str], actor: int = AGENT, at: int | None = None
    ) -> Ticket:
        """Gives the ticket these tags and no others."""
        return self._change(number, actor, at, "{ticket_action:updated}", tags=tuple(tags))

    def set_status(
        self, number: int, status: int, actor: int = AGENT, at: int | None = None
    ) -> Ticket:
        """Gives the ticket another status, and keeps its stamps as Freshdesk does."""
        with self.lock:
            before, now = self._tickets[number], self._now(at)
            stats = dict(before.stats) | {"status_updated_at": now}
            if before.status in SOLVED and status not in SOLVED:
                stats |= {"reopened_at": now, "resolved_at": None, "closed_at": None}
            if status in SOLVED and before.status not in SOLVED:
                stats["resolved_at"] = now
            if status == CLOSED:
                stats["closed_at"] = now
            stats["pending_since"] = now if status == PENDING else None
            said = f"{{status:{{from:{before.status},to:{status}}}}}"
            return self._change(number, actor, now, said, status=status, stats=stats)

    def resolve(self, number: int, at: int | None = None) -> Ticket:
        """An agent resolves the ticket."""
        return self.set_status(number, RESOLVED, at=at)

    def assign(
        self, number: int, assignee: int | None, group: int | None, at: int | None = None
    ) -> Ticket:
        """Somebody takes the ticket, or a group does."""
        before = self._tickets[number].assignee
        said = f"{{responder_id:{{from:{before or ''},to:{assignee or ''}}}}}"
        return self._change(number, AGENT, at, said, assignee=assignee, group=group)

    def alter(self, number: int, at: int | None = None, **told: Any) -> Ticket:
        """Changes priority, type, product or source."""
        parts = [f"{name}:{{to:{value}}}" for name, value in told.items()]
        return self._change(number, AGENT, at, "{" + ",".join(parts) + "}", **told)

    def set_field(self, number: int, name: str, value: Any, at: int | None = None) -> Ticket:
        """Changes a field of the firm's own."""
        fields = {**self._tickets[number].fields, name: value}
        return self._change(number, AGENT, at, "{ticket_action:updated}", fields=fields)

    def comment(
        self,
        number: int,
        text: str,
        actor: int | None = AGENT,
        *,
        public: bool = True,
        at: int | None = None,
    ) -> Ticket:
        """Adds words to the ticket; what the requester writes comes in."""
        with self.lock:
            before, now = self._tickets[number], self._now(at)
            incoming = actor == before.requester
            made = Conversation(self._next(), now, text, actor, not public, incoming)
            who = "requester_responded_at" if incoming else "agent_responded_at"
            stats = dict(before.stats) | ({who: now} if public else {})
            said = "{reply_sent:sent}" if public else "{note_type:private}"
            return self._change(number, actor, now, said, said=(*before.said, made), stats=stats)

    def uncomment(self, number: int, own: int, at: int | None = None) -> Ticket:
        """Takes words back."""
        left = tuple(each for each in self._tickets[number].said if each.id != own)
        return self._change(number, AGENT, at, "{ticket_action:updated}", said=left)

    def rate(
        self, number: int, value: int, feedback: str | None = None, at: int | None = None
    ) -> Ticket:
        """The customer rates it."""
        with self.lock:
            before, now = self._tickets[number], self._now(at)
            made = Rating(self._next(), now, value, feedback)
            said = f"{{customer_feedback:{value}}}"
            return self._change(number, before.requester, now, said, rated=(*before.rated, made))

    def bin(self, number: int, name: str, *, out: bool = False, at: int | None = None) -> Ticket:
        """Puts the ticket into the bin of that name, `deleted` or `spam`, or takes it out."""
        return self._change(number, AGENT, at, "{ticket_action:updated}", **{name: not out})

    def erase(self, number: int) -> None:
        """The ticket is gone for good; nobody is told."""
        with self.lock:
            del self._tickets[number]

    def _change(
        self, number: int, actor: int | None, at: int | None, trigger: str, **told: Any
    ) -> Ticket:
        with self.lock:
            now, before = self._now(at), self._tickets[number]
            after = replace(before, updated_at=max(now, before.updated_at), **told)
            changes = {
                name: [getattr(before, name), value]
                for name, value in told.items()
                if name not in ("stats", "said", "rated") and getattr(before, name) != value
            }
            kind = "said" if "said" in told else "rated" if "rated" in told else "updated"
            return self._tell(Change(after, kind, trigger, actor, now, changes))

    def _tell(self, change: Change) -> Ticket:
        with self.lock:
            self._tickets[change.ticket.id] = change.ticket
            self.changes.append(change)
            self.heard(change)
            return change.ticket

    def _now(self, at: int | None) -> int:
        return int(self._clock()) if at is None else at

    def _next(self) -> int:
        self._own += 1
        return self._own


def _lies(ticket: Ticket) -> str:
    return next((name for name in _BINS if getattr(ticket, name)), "")
