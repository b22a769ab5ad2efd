"""Asks Zendesk's API for things and lists of things, and takes nothing else for an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from webhooks.contract import Call, CallRefused, Reply, Talk
from webhooks.zendesk.replies import refusal

Thing: TypeAlias = "Mapping[str, Any]"

# Zendesk gives up to 100 a page; of words in mails, each told three times, fewer weigh enough.
PAGE = 50
_MOST_PAGES = 120  # a ticket holds at most 5,000 comments
_CONTACT = re.compile(r"[^/]+/ticket/([0-9]{1,20})")


def number_of(contact: str) -> str:
    """The ticket's number in our id of it. CallRefused when it is none of Zendesk's."""
    found = _CONTACT.fullmatch(contact)
    if found is None:
        raise CallRefused(f"{contact} is no ticket of Zendesk's")
    return found.group(1)


def is_gone(reply: Reply) -> bool:
    """Whether Zendesk itself says so, and not somebody who has nothing at this address."""
    return reply.status == 404 and isinstance(reply.body, dict) and "error" in reply.body


def thing(path: str, name: str, asked: str) -> Talk[Thing | None]:
    """The thing of that name in the answer; None when there is none. CallRefused otherwise."""
    reply = yield Call("GET", path)
    if is_gone(reply):
        return None
    found = reply.body.get(name) if isinstance(reply.body, dict) else None
    if reply.status != 200 or not isinstance(found, dict):
        raise refusal(reply, asked)
    return found


def pages(path: str, names: tuple[str, ...], asked: str) -> Talk[tuple[tuple[Thing, ...], ...]]:
    """Of each name all things of all pages, by cursor; none at all when the path is gone.

    An answer without a cursor is whole: Zendesk does not divide the audits of archived tickets.
    """
    found: dict[str, list[Thing]] = {name: [] for name in names}
    query = {"page[size]": str(PAGE)} | ({"include": names[1]} if len(names) > 1 else {})
    for _ in range(_MOST_PAGES):
        reply = yield Call("GET", path, query)
        if is_gone(reply):
            break
        _take(reply, found, asked)
        cursor = _next(reply.body)
        if cursor is None:
            break
        query = {**query, "page[after]": cursor}
    return tuple(tuple(each) for each in found.values())


def _take(reply: Reply, found: Mapping[str, list[Thing]], asked: str) -> None:
    body = reply.body if reply.status == 200 and isinstance(reply.body, dict) else {}
    for place, (name, things) in enumerate(found.items()):
        told = body.get(name, None if place == 0 else [])
        if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
            raise refusal(reply, asked)
        things.extend(told)


def _next(body: Thing) -> str | None:
    meta = body.get("meta")
    if not isinstance(meta, dict) or meta.get("has_more") is not True:
        return None
    cursor = meta.get("after_cursor")
    return cursor if isinstance(cursor, str) and cursor else None
