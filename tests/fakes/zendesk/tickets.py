"""The tickets of the fake Zendesk, and what may be done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import RLock
from typing import Any

CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket; instants are UTC seconds, as Zendesk shows no more of them."""

    id: int
    created_at: int
    updated_at: int
    tags: frozenset[str] = frozenset()
    status: str = "open"
    requester: int = 11
    assignee: int | None = 7
    group: int | None = 2
    priority: str | None = "normal"
    channel: str = "email"
    deleted: bool = False

    def shown(self) -> dict[str, Any]:
        """The ticket as the API shows it."""
        return {
            "id": self.id,
            "created_at": shown_instant(self.created_at),
            "updated_at": shown_instant(self.updated_at),
            "status": self.status,
            "priority": self.priority,
            "tags": sorted(self.tags),
            "requester_id": self.requester,
            "submitter_id": self.requester,
            "assignee_id": self.assignee,
            "group_id": self.group,
            "subject": f"Ticket {self.id}",
            "custom_fields": [],
            "via": {"channel": self.channel},
        }


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a ticket: its state after, and what webhooks say of it."""

    ticket: Ticket
    kind: str
    event: dict[str, Any]
    actor: int


class Tickets:
    """Tickets by number, changed one at a time. `heard` is told of every change.

    With `springs` a ticket that nobody made is there, open and untagged, when it is asked for.
    """

    def __init__(self, clock: Callable[[], float], *, springs: bool = False) -> None:
        self.lock = RLock()
        self.heard: Callable[[Change], None] = lambda change: None
        self._clock = clock
        self._springs = springs
        self._tickets: dict[int, Ticket] = {}

    def put(self, number: int, tags: Iterable[str] = (), status: str = "open") -> Ticket:
        """A ticket that has been there already: nobody is told."""
        now = int(self._clock())
        with self.lock:
            made = Ticket(number, now, now, frozenset(tags), status)
            self._tickets[number] = made
            return made

    def find(self, number: int) -> Ticket | None:
        """The ticket; None when there is none, or no longer."""
        with self.lock:
            if self._springs and number not in self._tickets:
                self.put(number)
            found = self._tickets.get(number)
            return None if found is None or found.deleted else found

    def tags(self, number: int) -> frozenset[str]:
        """The ticket's tags, also of one that was deleted. KeyError when there never was one."""
        with self.lock:
            return self._tickets[number].tags

    def all(self) -> tuple[Ticket, ...]:
        """Every ticket that is there."""
        with self.lock:
            return tuple([each for each in self._tickets.values() if not each.deleted])

    def tag(
        self, number: int, add: Iterable[str] = (), remove: Iterable[str] = (), actor: int = 7
    ) -> Ticket:
        """Adds and removes tags. KeyError when there is no such ticket."""
        with self.lock:
            before = self._tickets[number]
            tags = (before.tags | frozenset(add)) - frozenset(remove)
            event = {
                "tags_added": sorted(tags - before.tags),
                "tags_removed": sorted(before.tags - tags),
            }
            after = self._changed(before, tags=tags)
            if tags != before.tags:
                self.heard(Change(after, "tags_changed", event, actor))
            return after

    def set_status(self, number: int, status: str, actor: int = 7) -> Ticket:
        """Gives the ticket another status, also that of a closed one."""
        with self.lock:
            before = self._tickets[number]
            event = {"current": status.upper(), "previous": before.status.upper()}
            after = self._changed(before, status=status)
            self.heard(Change(after, "status_changed", event, actor))
            return after

    def comment(self, number: int, text: str, actor: int = 7, *, public: bool = True) -> Ticket:
        """Adds words to the ticket; whoever is not the requester is staff."""
        with self.lock:
            after = self._changed(self._tickets[number])
            staff = actor != after.requester
            author = {"id": str(actor), "is_staff": staff, "name": f"User {actor}"}
            own = f"{number}{after.updated_at}{len(text)}"
            comment = {"id": own, "body": text, "is_public": public, "author": author}
            self.heard(Change(after, "comment_added", {"comment": comment}, actor))
            return after

    def delete(self, number: int, actor: int = 7) -> None:
        """Deletes the ticket softly; its tags stay with it."""
        with self.lock:
            after = self._changed(self._tickets[number], deleted=True)
            self.heard(Change(after, "soft_deleted", {}, actor))

    def restore(self, number: int, actor: int = 7) -> None:
        """Brings a deleted ticket back as it was."""
        with self.lock:
            after = self._changed(self._tickets[number], deleted=False)
            self.heard(Change(after, "undeleted", {}, actor))

    def _changed(self, before: Ticket, **told: Any) -> Ticket:
        after = replace(before, updated_at=int(self._clock()), **told)
        self._tickets[before.id] = after
        return after


def shown_instant(at: float) -> str:
    """The instant as Zendesk writes it."""
    return datetime.fromtimestamp(int(at), UTC).isoformat().replace("+00:00", "Z")
