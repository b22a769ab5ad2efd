"""The tickets of the fake Zendesk, and what may be done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from threading import RLock
from typing import Any

from standards.instants import parse_instant
from tests.fakes.zendesk.envelopes import envelope
from tests.fakes.zendesk.histories import Envelope, news_of, rating_of
from tests.fakes.zendesk.ticket import CLOSED, Change, Ticket, shown_instant

__all__ = ["CLOSED", "Change", "Ticket", "Tickets", "shown_instant"]

_LEAVING = {"soft_deleted": True, "marked_as_spam": True, "undeleted": False}


class Tickets:
    """Tickets by number, changed one at a time. `heard` is told of every change.

    With `springs` a ticket that nobody made is there, open and untagged, when it is asked for.
    What webhooks say of a ticket is also its history, from which the API's audits are made.
    """

    def __init__(self, clock: Callable[[], float], *, springs: bool = False) -> None:
        self.lock = RLock()
        self.heard: Callable[[Change], None] = lambda change: None
        self._clock = clock
        self._springs = springs
        self._tickets: dict[int, Ticket] = {}
        self._histories: dict[int, list[Envelope]] = {}

    def put(self, number: int, tags: Iterable[str] = (), status: str = "open") -> Ticket:
        """A ticket that has been there already: nobody is told."""
        now = int(self._clock())
        with self.lock:
            made = Ticket(number, now, now, frozenset(tags), status, generated_at=now)
            self._tickets[number] = made
            self._histories[number] = [envelope(Change(made, "created", {}, made.requester), now)]
            return made

    def open(self, number: int, text: str, requester: int = 11) -> Ticket:
        """A customer opens a ticket."""
        with self.lock:
            now = int(self._clock())
            told = {"status": "new", "requester": requester, "submitter": requester}
            blank = Ticket(number, now, now, assignee=None, group=None, description=text)
            self._histories[number] = []
            return self._change(replace(blank, **told), "created", {}, requester)  # type: ignore[arg-type]  # by their names

    def take(self, told: Envelope) -> Ticket:
        """What a webhook told of a ticket somewhere else has happened here; nobody is told again.

        So a whole life may be played: the state and the history are those of the webhooks.
        """
        detail, news = told["detail"], news_of(told)
        number = int(detail["id"])
        with self.lock:
            standing = self._tickets.get(number)
            made = _as_told(standing, number, detail, int(self._clock()))
            if news in _LEAVING:
                made = replace(made, deleted=_LEAVING[news])
            elif news == "csat_received":
                made = replace(made, rating=rating_of(told, made.rating))
            elif news == "custom_field_changed":
                own, value = told["event"]["custom_field"]["id"], told["event"]["current"]["value"]
                made = replace(made, fields={**made.fields, own: value})
            self._tickets[number] = made
            self._histories.setdefault(number, []).append(told)
            return made

    def find(self, number: int) -> Ticket | None:
        """The ticket; None when there is none, or no longer."""
        with self.lock:
            if self._springs and number not in self._tickets:
                self.put(number)
            found = self._tickets.get(number)
            return None if found is None or found.deleted else found

    def history(self, number: int) -> list[Envelope]:
        """What webhooks have said, or would have, of the ticket, in order."""
        with self.lock:
            return list(self._histories.get(number, ()))

    def histories(self) -> Mapping[int, list[Envelope]]:
        """Those of all tickets."""
        with self.lock:
            return {number: list(told) for number, told in self._histories.items()}

    def tags(self, number: int) -> frozenset[str]:
        """The ticket's tags, also of one that was deleted. KeyError when there never was one."""
        with self.lock:
            return self._tickets[number].tags

    def all(self, *, deleted: bool = False) -> tuple[Ticket, ...]:
        """Every ticket that is there; with `deleted` also those that are not any more."""
        with self.lock:
            return tuple([each for each in self._tickets.values() if deleted or not each.deleted])

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
            if tags == before.tags:
                return self._touched(before)
            return self._change(replace(before, tags=tags), "tags_changed", event, actor)

    def set_status(self, number: int, status: str, actor: int = 7) -> Ticket:
        """Gives the ticket another status, also that of a closed one."""
        with self.lock:
            before = self._tickets[number]
            event = {"current": status.upper(), "previous": before.status.upper()}
            return self._change(replace(before, status=status), "status_changed", event, actor)

    def comment(self, number: int, text: str, actor: int = 7, *, public: bool = True) -> Ticket:
        """Adds words to the ticket; whoever is not the requester is staff."""
        with self.lock:
            before = self._tickets[number]
            staff = actor != before.requester
            author = {"id": str(actor), "is_staff": staff, "name": f"User {actor}"}
            own = str(10_000 * number + len(self._histories[number]))
            comment = {"id": own, "body": text, "is_public": public, "author": author}
            return self._change(before, "comment_added", {"comment": comment}, actor)

    def delete(self, number: int, actor: int = 7) -> None:
        """Deletes the ticket softly; its tags stay with it."""
        with self.lock:
            self._change(replace(self._tickets[number], deleted=True), "soft_deleted", {}, actor)

    def restore(self, number: int, actor: int = 7) -> None:
        """Brings a deleted ticket back as it was."""
        with self.lock:
            self._change(replace(self._tickets[number], deleted=False), "undeleted", {}, actor)

    def _change(self, made: Ticket, news: str, event: dict[str, Any], actor: int) -> Ticket:
        at = self._clock()
        after = self._touched(made)
        change = Change(after, news, event, actor, at)
        self._histories[after.id].append(envelope(change, at))
        self.heard(change)
        return after

    def _touched(self, made: Ticket) -> Ticket:
        now = int(self._clock())
        after = replace(made, updated_at=now, generated_at=now)
        self._tickets[after.id] = after
        return after


def _as_told(standing: Ticket | None, number: int, detail: Mapping[str, Any], now: int) -> Ticket:
    created, updated = (parse_instant(detail[name]) for name in ("created_at", "updated_at"))
    return Ticket(
        id=number,
        created_at=created,
        updated_at=updated,
        tags=frozenset(detail["tags"]),
        status=detail["status"].lower(),
        requester=int(detail["requester_id"]),
        assignee=_number(detail["assignee_id"]),
        group=_number(detail["group_id"]),
        priority=_word(detail["priority"]),
        channel=detail["via"]["channel"],
        deleted=standing is not None and standing.deleted,
        type=_word(detail["type"]),
        submitter=int(detail["submitter_id"]),
        brand=_number(detail["brand_id"]),
        form=_number(detail["form_id"]),
        organization=_number(detail["organization_id"]),
        custom_status=_number(detail["custom_status"]),
        description=detail["description"],
        is_public=detail["is_public"],
        rating=None if standing is None else standing.rating,
        fields={} if standing is None else standing.fields,
        generated_at=now,
    )


def _number(given: str | None) -> int | None:
    return int(given) if given else None


def _word(given: str | None) -> str | None:
    return given.lower() if given else None
