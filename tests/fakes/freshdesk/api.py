"""What the fake Freshdesk's API answers: every call it does not know is complained of."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, TypeAlias
from urllib.parse import urlencode

from standards.instants import parse_instant
from tests.fakes.asking import Answer, Asked, Wrong, object_in
from tests.fakes.freshdesk.limits import Budget
from tests.fakes.freshdesk.ticket import Ticket
from tests.fakes.freshdesk.tickets import Tickets

MOST_PAGES, MOST_A_PAGE = 300, 100


@dataclass(frozen=True, slots=True)
class User:
    """The agent whose API key it is."""

    token: str = field(repr=False)
    id: int = 900
    email: str = "plumbline@acme.example"

    def authorization(self, password: str = "X") -> str:
        """The header that lets them in; any password does."""
        return f"Basic {b64encode(f'{self.token}:{password}'.encode()).decode()}"


NOT_FOUND = Answer(404)
UNAUTHORIZED = Answer(
    401,
    {
        "code": "invalid_credentials",
        "message": "You have to be logged in to perform this action.",
    },
)
FORBIDDEN = Answer(
    403, {"code": "access_denied", "message": "You are not authorized to perform this action."}
)
CONFLICT = Answer(409, {"code": "inconsistent_state", "message": "Try again"})

Handler: TypeAlias = "Callable[[Api, Asked, re.Match[str]], Answer]"


class Api:
    """The account's API. `complaints` are the calls that nobody should have made.

    `invalid` are tickets that cannot be saved: by number, the field and what is wrong with it.
    `statuses` are the firm's own, with their names. `counts_the_second` says whether
    `updated_since` counts the very second named.
    """

    def __init__(
        self, user: User, tickets: Tickets, budget: Budget, clock: Callable[[], float]
    ) -> None:
        self.user = user
        self.tickets = tickets
        self.budget = budget
        self.complaints: list[str] = []
        self.forbidden: set[int] = set()
        self.invalid: dict[int, tuple[str, str]] = {}
        self.statuses: dict[int, str] = {12: "Waiting on Supplier", 13: "In repair"}
        self.surveys = True
        self.counts_the_second = True
        self._clock = clock

    def answer(self, asked: Asked) -> Answer:
        """The answer, its limits' headers included."""
        included = [each for each in asked.query.get("include", "").split(",") if each]
        cost = 1 + len(included)
        lists = asked.path == "/api/v2/tickets"
        wait = self.budget.spend(self._clock(), cost, lists=lists)
        answer = self._answer(asked) if wait is None else too_many(wait)
        headers = {**self.budget.headers(cost), **answer.headers}
        return Answer(answer.status, answer.body, headers)

    def _answer(self, asked: Asked) -> Answer:
        if not self._is_let_in(asked.headers.get("authorization", "")):
            return UNAUTHORIZED
        try:
            for method, path, handler in _ROUTES:
                found = re.fullmatch(path, asked.path)
                if found and method == asked.method:
                    return handler(self, asked, found)
            raise Wrong("no such call")
        except Wrong as error:
            self.complaints.append(f"{asked.method} {asked.path}: {error}")
            return Answer(400, {"description": "Validation failed", "errors": [_said(str(error))]})

    def _is_let_in(self, given: str) -> bool:
        return compare_digest(given.encode(), self.user.authorization().encode())

    def me(self, asked: Asked, found: re.Match[str]) -> Answer:
        """Who calls."""
        contact = {"active": True, "email": self.user.email, "name": "Plumbline"}
        return Answer(200, {"id": self.user.id, "ticket_scope": 1, "contact": contact})

    def fields(self, asked: Asked, found: re.Match[str]) -> Answer:
        """The fields of tickets: of the status, its choices."""
        own = {2: "Open", 3: "Pending", 4: "Resolved", 5: "Closed", **self.statuses}
        choices = {str(number): [name, f"Seen: {name}"] for number, name in own.items()}
        status = {"id": 3, "name": "status", "type": "default_status", "choices": choices}
        return Answer(200, [{"id": 1, "name": "requester", "type": "default_requester"}, status])

    def changed(self, asked: Asked, found: re.Match[str]) -> Answer:
        """The tickets by when they changed, oldest first, or those in a bin."""
        query = asked.query
        where = query.get("filter", "")
        if where not in ("", "deleted", "spam"):
            raise Wrong(f"filter is {where!r}")
        if (query.get("order_by"), query.get("order_type")) != ("updated_at", "asc"):
            raise Wrong("the list is not asked for by updated_at, oldest first")
        since = parse_instant(query.get("updated_since", "1970-01-01T00:00:00Z"))
        since += 0 if self.counts_the_second else 1
        there = [each for each in self.tickets.all(where) if each.updated_at >= since]
        there.sort(key=lambda each: (each.updated_at, each.id))
        return _page(asked, [each.listed() for each in there])

    def show(self, asked: Asked, found: re.Match[str]) -> Answer:
        """A ticket, with what is to be included."""
        include = frozenset(filter(None, asked.query.get("include", "").split(",")))
        if not include <= {"conversations", "requester", "company", "stats"}:
            raise Wrong(f"include is {asked.query['include']!r}")
        return self._with_ticket(found, lambda ticket: Answer(200, ticket.shown(include)))

    def said(self, asked: Asked, found: re.Match[str]) -> Answer:
        """What was said on a ticket, the oldest first."""

        def shown(ticket: Ticket) -> Answer:
            return _page(asked, [each.shown(ticket.id) for each in ticket.said])

        return self._with_ticket(found, shown)

    def rated(self, asked: Asked, found: re.Match[str]) -> Answer:
        """How a ticket was rated; a plan without surveys refuses to say."""

        def shown(ticket: Ticket) -> Answer:
            return Answer(200, [each.shown(ticket) for each in ticket.rated])

        return self._with_ticket(found, shown) if self.surveys else FORBIDDEN

    def save(self, asked: Asked, found: re.Match[str]) -> Answer:
        """PUT changes what it names, the tags as a whole."""
        tags = _tags_asked(asked)

        def saved(ticket: Ticket) -> Answer:
            if ticket.id in self.invalid:
                errors = [_said(*self.invalid[ticket.id])]
                return Answer(400, {"description": "Validation failed", "errors": errors})
            if ticket.deleted:
                return NOT_FOUND
            after = self.tickets.set_tags(ticket.id, tags, self.user.id)
            return Answer(200, after.shown())

        return self._with_ticket(found, saved)

    def _with_ticket(self, found: re.Match[str], work: Callable[[Ticket], Answer]) -> Answer:
        number = int(found["id"])
        if number in self.forbidden:
            return FORBIDDEN
        with self.tickets.lock:
            ticket = self.tickets.find(number)
            return NOT_FOUND if ticket is None else work(ticket)


def too_many(seconds: int) -> Answer:
    """What is answered to whoever asks too often."""
    said = {"message": "You have exceeded the limit of requests per minute"}
    return Answer(429, said, {"Retry-After": str(seconds)})


def _page(asked: Asked, every: Sequence[Any]) -> Answer:
    """A page of the list; a header leads on where there is more."""
    page, size = (_number(asked, name, given) for name, given in (("page", 1), ("per_page", 30)))
    if not 1 <= size <= MOST_A_PAGE or not 1 <= page <= MOST_PAGES:
        raise Wrong(f"page {page} of {size}")
    end = page * size
    headers = {}
    if end < len(every):
        onward = urlencode({**asked.query, "page": str(page + 1)})
        headers["Link"] = f'<https://acme.freshdesk.com{asked.path}?{onward}>; rel="next"'
    return Answer(200, list(every[end - size : end]), headers)


def _number(asked: Asked, name: str, usual: int) -> int:
    given = asked.query.get(name, str(usual))
    if not given.isdecimal():
        raise Wrong(f"{name} is {given!r}")
    return int(given)


def _tags_asked(asked: Asked) -> tuple[str, ...]:
    """The tags in the body."""
    body = object_in(asked)
    if body.keys() != {"tags"}:
        raise Wrong("the body is no object of tags")
    tags = body["tags"]
    if not isinstance(tags, list) or not all(isinstance(each, str) and each for each in tags):
        raise Wrong(f"tags are {tags!r}")
    return tuple(dict.fromkeys(tags))


def _said(field: str, message: str = "It is not valid", code: str = "invalid_value") -> Any:
    return {"field": field, "message": message, "code": code}


def _routes() -> Iterable[tuple[str, str, Handler]]:
    ticket = r"/api/v2/tickets/(?P<id>[0-9]+)"
    yield "GET", r"/api/v2/agents/me", Api.me
    yield "GET", r"/api/v2/ticket_fields", Api.fields
    yield "GET", r"/api/v2/tickets", Api.changed
    yield "GET", ticket, Api.show
    yield "PUT", ticket, Api.save
    yield "GET", rf"{ticket}/conversations", Api.said
    yield "GET", rf"{ticket}/satisfaction_ratings", Api.rated


_ROUTES = tuple(_routes())
