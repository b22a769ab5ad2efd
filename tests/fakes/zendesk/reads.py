"""What only reads: a ticket's comments and audits, ratings, fields, deleted tickets, the export."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from typing import Any

from tests.fakes.asking import Answer, Asked, Wrong
from tests.fakes.zendesk.api import FORBIDDEN, NOT_FOUND, ROUTES, TICKET, Api, only
from tests.fakes.zendesk.histories import (
    audits_of,
    comments_of,
    deleted_of,
    fields_of,
    users_of,
)
from tests.fakes.zendesk.ticket import Ticket

YOUNGEST_SECONDS = 60  # that an export must have lain back when it begins
TOO_RECENT = Answer(
    422,
    {
        "error": "StartTimeTooRecent",
        "description": "Too recent start_time. Use a start_time older than 60 seconds",
    },
)
_MOST, _MOST_EXPORTED = 100, 1000


def add_reads() -> None:
    """Makes these known to the API, once."""
    if READS[0] not in ROUTES:
        ROUTES.extend(READS)


def comments(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """A ticket's comments; with `include=users` also who wrote them."""
    only(asked, "page[size]", "page[after]", "include", "sort", "include_inline_images")
    if asked.query.get("include", "users") != "users":
        raise Wrong("only users can be included")

    def shown(ticket: Ticket) -> Answer:
        history = api.tickets.history(ticket.id)
        answer = _page(api, asked, "comments", comments_of(history))
        if "include" in asked.query:
            answer.body["users"] = users_of(history)
        return answer

    return api.with_ticket(found, shown)


def audits(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """A ticket's audits."""
    only(asked, "page[size]", "page[after]")

    def shown(ticket: Ticket) -> Answer:
        return _page(api, asked, "audits", audits_of(api.tickets.history(ticket.id)))

    return api.with_ticket(found, shown)


def rating(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """A customer's rating, for admins."""
    only(asked)
    if api.only_agent:
        return FORBIDDEN
    ratings = [each.rating for each in api.tickets.all() if each.rating is not None]
    named = [each for each in ratings if each["id"] == int(found["id"])]
    return Answer(200, {"satisfaction_rating": dict(named[0])}) if named else NOT_FOUND


def fields(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """The account's ticket fields: those of its own that were ever changed, and the subject."""
    only(asked, "page[size]", "page[after]")
    every = {
        own: kind
        for told in api.tickets.histories().values()
        for own, kind in fields_of(told).items()
    }
    shown = [
        {"id": own, "type": kind, "title": f"Field {own}"}
        for own, kind in {1: "subject", **every}.items()
    ]
    return _page(api, asked, "ticket_fields", shown)


def deleted(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """The deleted tickets, a page of them."""
    only(asked, "sort_by", "sort_order", "per_page", "page")
    if asked.query.get("sort_by", "deleted_at") not in ("id", "subject", "deleted_at"):
        raise Wrong("deleted tickets are not sorted by that")
    every = [each for each in api.tickets.all(deleted=True) if each.deleted]
    told = [deleted_of(api.tickets.history(each.id)) for each in every]
    told.sort(key=lambda each: each["deleted_at"], reverse=asked.query.get("sort_order") == "desc")
    size = _size(asked, "per_page", _MOST)
    page = {"count": len(told), "next_page": None, "previous_page": None}
    return Answer(200, {"deleted_tickets": told[:size], **page})


def export(api: Api, asked: Asked, found: re.Match[str]) -> Answer:
    """The tickets that changed since the start, or since the cursor, deleted ones included."""
    only(asked, "start_time", "cursor", "per_page")
    if api.only_agent:
        return FORBIDDEN
    if ("start_time" in asked.query) == ("cursor" in asked.query):
        raise Wrong("an export has a start_time or a cursor, and not both")
    if "cursor" in asked.query:
        since = _opened(asked.query["cursor"])
    else:
        start = asked.query["start_time"]
        if not start.isdecimal():
            raise Wrong("start_time is no number of seconds")
        if int(start) > api.clock() - YOUNGEST_SECONDS:
            return TOO_RECENT
        since = (int(start), -1)
    size = min(_size(asked, "per_page", _MOST_EXPORTED), api.export_page)
    return Answer(200, _exported(api, since, size))


def _exported(api: Api, since: tuple[int, int], size: int) -> dict[str, Any]:
    with api.tickets.lock:
        every = sorted((each.generated_at, each.id, each) for each in api.tickets.all(deleted=True))
    later = [each for each in every if each[:2] > since]
    page = later[:size]
    after = _sealed(page[-1][:2] if page else since)
    return {
        "tickets": [each.shown() for _, _, each in page],
        "after_cursor": after,
        "after_url": f"https://acme.zendesk.com/api/v2/incremental/tickets/cursor.json?cursor={after}",
        "before_cursor": None,
        "before_url": None,
        "end_of_stream": len(later) <= size,
    }


def _page(api: Api, asked: Asked, name: str, things: Sequence[Any]) -> Answer:
    """A page by cursor where one is asked for; else the first hundred."""
    size = min(_size(asked, "page[size]", _MOST), api.page)
    after = asked.query.get("page[after]")
    start = 0 if after is None else _opened(after)[0]
    page = list(things[start : start + size])
    end = start + len(page)
    more = end < len(things)
    if "page[size]" not in asked.query:
        return Answer(200, {name: page, "count": len(things), "next_page": None})
    meta = {
        "has_more": more,
        "after_cursor": _sealed((end, 0)),
        "before_cursor": _sealed((start, 0)),
    }
    return Answer(200, {name: page, "meta": meta, "links": {"prev": None, "next": None}})


def _size(asked: Asked, name: str, most: int) -> int:
    told = asked.query.get(name, str(most))
    if not told.isdecimal() or not 1 <= int(told) <= most:
        raise Wrong(f"{name} is {told}, and at most {most}")
    return int(told)


def _sealed(place: tuple[int, int]) -> str:
    return b64encode(f"{place[0]}.0||{place[1]}|".encode()).decode()


def _opened(cursor: str) -> tuple[int, int]:
    try:
        found = re.fullmatch(r"([0-9]+)\.0\|\|(-?[0-9]+)\|", b64decode(cursor).decode())
    except (Error, ValueError):
        found = None
    if found is None:
        raise Wrong("the cursor is none of ours")
    return int(found.group(1)), int(found.group(2))


_JSON = r"(\.json)?"
READS = (
    ("GET", rf"{TICKET}/comments{_JSON}", comments),
    ("GET", rf"{TICKET}/audits{_JSON}", audits),
    ("GET", rf"/api/v2/satisfaction_ratings/(?P<id>[0-9]+){_JSON}", rating),
    ("GET", rf"/api/v2/ticket_fields{_JSON}", fields),
    ("GET", rf"/api/v2/deleted_tickets{_JSON}", deleted),
    ("GET", rf"/api/v2/incremental/tickets/cursor{_JSON}", export),
)
