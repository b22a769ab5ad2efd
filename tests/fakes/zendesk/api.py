"""What the fake Zendesk's API answers: every call it does not know is complained of."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, TypeAlias

from tests.fakes.asking import Answer, Asked, Wrong, object_in
from tests.fakes.zendesk.limits import Budget
from tests.fakes.zendesk.tickets import CLOSED, Ticket, Tickets, shown_instant


@dataclass(frozen=True, slots=True)
class User:
    """Whoever may use the API, by an API token."""

    email: str
    token: str = field(repr=False)
    id: int = 900

    def authorization(self) -> str:
        """The header that lets them in."""
        return f"Basic {b64encode(f'{self.email}/token:{self.token}'.encode()).decode()}"


NOT_FOUND = Answer(404, {"error": "RecordNotFound", "description": "Not found"})
UNAUTHORIZED = Answer(401, {"error": "Couldn't authenticate you"})
FORBIDDEN = Answer(
    403, {"error": {"title": "Forbidden", "message": "You do not have access to this page."}}
)
CONFLICT = Answer(
    409,
    {"error": "UpdateConflict", "description": "Safe Update prevented a ticket update"},
)
IS_CLOSED = Answer(
    422,
    {
        "error": "RecordInvalid",
        "description": "Record validation errors",
        "details": {"status": [{"description": "Status: closed prevents ticket update"}]},
    },
)

Handler: TypeAlias = "Callable[[Api, Asked, re.Match[str]], Answer]"
_TAG = re.compile(r"[a-z0-9_-]+")


class Api:
    """The account's API. `complaints` are the calls that nobody should have made.

    `page` is the most that a page holds, whatever is asked for, and `export_page` that of exports.
    """

    def __init__(
        self, user: User, tickets: Tickets, budget: Budget, clock: Callable[[], float]
    ) -> None:
        self.user = user
        self.tickets = tickets
        self.budget = budget
        self.complaints: list[str] = []
        self.forbidden: set[int] = set()
        self.only_agent = False
        self.page = 100
        self.export_page = 1000
        self.clock = clock

    def answer(self, asked: Asked) -> Answer:
        """The answer, its limits' headers included."""
        now = self.clock()
        wait = self.budget.spend(now)
        answer = self._answer(asked) if wait is None else too_many(wait)
        return Answer(answer.status, answer.body, {**self.budget.headers(now), **answer.headers})

    def _answer(self, asked: Asked) -> Answer:
        given = asked.headers.get("authorization", "")
        if not compare_digest(given.encode(), self.user.authorization().encode()):
            return UNAUTHORIZED
        try:
            for method, path, handler in ROUTES:
                found = re.fullmatch(path, asked.path)
                if found and method == asked.method:
                    return handler(self, asked, found)
            raise Wrong("no such call")
        except Wrong as error:
            self.complaints.append(f"{asked.method} {asked.path}: {error}")
            return Answer(400, {"error": "BadRequest", "description": str(error)})

    def me(self, asked: Asked, found: re.Match[str]) -> Answer:
        """Who calls."""
        only(asked)
        shown = {"id": self.user.id, "email": self.user.email, "role": "admin", "active": True}
        return Answer(200, {"user": shown})

    def show(self, asked: Asked, found: re.Match[str]) -> Answer:
        """A ticket."""
        return self.with_ticket(found, lambda ticket: Answer(200, {"ticket": ticket.shown()}))

    def tags(self, asked: Asked, found: re.Match[str]) -> Answer:
        """A ticket's tags."""
        return self.with_ticket(found, lambda ticket: Answer(200, {"tags": sorted(ticket.tags)}))

    def add(self, asked: Asked, found: re.Match[str]) -> Answer:
        """PUT adds and keeps the others."""

        def added(ticket: Ticket, tags: frozenset[str]) -> Answer:
            after = self.tickets.tag(ticket.id, tags, actor=self.user.id)
            return Answer(200, {"tags": sorted(after.tags)})

        return self._change(asked, found, added)

    def replace(self, asked: Asked, found: re.Match[str]) -> Answer:
        """POST replaces them all."""

        def replaced(ticket: Ticket, tags: frozenset[str]) -> Answer:
            gone = ticket.tags - tags
            after = self.tickets.tag(ticket.id, tags, gone, actor=self.user.id)
            return Answer(201, {"tags": sorted(after.tags)})

        return self._change(asked, found, replaced)

    def remove(self, asked: Asked, found: re.Match[str]) -> Answer:
        """DELETE takes away those named."""

        def removed(ticket: Ticket, tags: frozenset[str]) -> Answer:
            self.tickets.tag(ticket.id, (), tags, actor=self.user.id)
            return Answer(204)

        return self._change(asked, found, removed)

    def with_ticket(self, found: re.Match[str], work: Callable[[Ticket], Answer]) -> Answer:
        """What the work answers of the ticket; a refusal where there is none."""
        number = int(found["id"])
        if number in self.forbidden:
            return FORBIDDEN
        with self.tickets.lock:
            ticket = self.tickets.find(number)
            return NOT_FOUND if ticket is None else work(ticket)

    def _change(
        self, asked: Asked, found: re.Match[str], work: Callable[[Ticket, frozenset[str]], Answer]
    ) -> Answer:
        tags, stamp = _tags_asked(asked)

        def changed(ticket: Ticket) -> Answer:
            wait = self.budget.update(ticket.id, self.clock())
            if wait is not None:
                return too_many(wait)
            if ticket.status == CLOSED:
                return IS_CLOSED
            if stamp is not None and stamp != shown_instant(ticket.updated_at):
                return CONFLICT
            return work(ticket, tags)

        return self.with_ticket(found, changed)


def only(asked: Asked, *names: str) -> None:
    """Wrong when the query says anything but these."""
    for name in asked.query:
        if name not in names:
            raise Wrong(f"there is no parameter {name}")


def too_many(seconds: int, *, as_text: bool = False) -> Answer:
    """What is answered to whoever asks too often."""
    text = "Number of allowed API requests per minute exceeded"
    body: Any = text if as_text else {"error": "APIRateLimitExceeded", "description": text}
    return Answer(429, body, {"Retry-After": str(seconds)})


def _tags_asked(asked: Asked) -> tuple[frozenset[str], str | None]:
    """The tags in the body, and the stamp of a safe update."""
    body = object_in(asked)
    if not body.keys() <= {"tags", "updated_stamp", "safe_update"}:
        raise Wrong("the body is no object of tags, updated_stamp and safe_update")
    tags = body.get("tags")
    if not isinstance(tags, list) or not tags or not all(map(_is_tag, tags)):
        raise Wrong(f"tags are {tags!r}")
    safe = str(body.get("safe_update", "false")).lower() == "true"
    stamp = body.get("updated_stamp")
    if safe != isinstance(stamp, str):
        raise Wrong("safe_update and updated_stamp go together")
    return frozenset(tags), stamp if safe else None


def _is_tag(given: object) -> bool:
    return isinstance(given, str) and bool(_TAG.fullmatch(given))


TICKET = r"/api/v2/tickets/(?P<id>[0-9]+)"

# Method, path, handler; `reads` adds those that only read.
ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", r"/api/v2/users/me(\.json)?", Api.me),
    ("GET", rf"{TICKET}(\.json)?", Api.show),
    ("GET", rf"{TICKET}/tags(\.json)?", Api.tags),
    ("PUT", rf"{TICKET}/tags(\.json)?", Api.add),
    ("POST", rf"{TICKET}/tags(\.json)?", Api.replace),
    ("DELETE", rf"{TICKET}/tags(\.json)?", Api.remove),
]
