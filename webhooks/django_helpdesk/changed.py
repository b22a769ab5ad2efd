"""Which tickets have changed, by django-helpdesk's list of all follow-ups.

That list is ordered by date, so what is new stands at its end, and a page of it is cheap. A ticket
itself says not when it changed, and its list is ordered by number: it is no help here, and 2.6.1
reads every ticket there is for each page of it. So what leaves no follow-up (a move on the board, a
change by API) is seen with the ticket's next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from webhooks.contract import (
    Account,
    Call,
    CallRefused,
    Changed,
    ExportPage,
    PayloadInvalid,
    Reply,
    Talk,
)
from webhooks.django_helpdesk.replies import is_gone, refusal
from webhooks.django_helpdesk.ticket import instant, number

PAGE = 25  # follow-ups; a page of them with long mails stays under what is taken as one answer
_ASKED = "for a page of follow-ups"
_CURSOR = re.compile(r"([1-9][0-9]{0,9})@([0-9]{1,10})(?:/([0-9]{1,10}))?")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page by its number: (ticket, UTC seconds) of each follow-up, oldest first; of `count`."""

    number: int
    told: tuple[tuple[int, int], ...]
    count: int
    more: bool

    def begins_after(self, instant: int) -> bool:
        """Whether all of it is later; true of a page with nothing on it."""
        return not self.told or self.told[0][1] > instant


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The page to read next, the last instant seen, and how many follow-ups there were then.

    As text: `17@1764000000/430` within a run, `17@1764000000` where a later run goes on.
    """

    page: int
    seen: int
    count: int | None

    def __str__(self) -> str:
        return f"{self.page}@{self.seen}" + ("" if self.count is None else f"/{self.count}")

    def has_slipped(self, page: _Page | None) -> bool:
        """Whether what is new may begin on the page before, since follow-ups have been deleted."""
        if page is None:
            return True
        return page.begins_after(self.seen) and (self.count is None or page.count < self.count)


def changed_since(since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
    """The next page of the contacts. CallRefused when we are not let in."""
    page = yield from _first_since(since) if cursor is None else _at(_read(cursor))
    newest: dict[int, int] = {ticket: at for ticket, at in page.told if at >= since}
    changed = tuple(Changed(account.id_of("ticket", each), at) for each, at in newest.items())
    seen = page.told[-1][1] if page.told else since
    following = page.number + 1 if page.more else page.number
    left = _Cursor(following, seen, page.count if page.more else None)
    return ExportPage(changed, str(left), not page.more)


def _first_since(since: int) -> Talk[_Page]:
    """The page on which the first follow-up since then stands, found by halves."""
    page = yield from _page(1)
    if page is None:
        raise CallRefused("django-helpdesk has no first page of follow-ups")
    least, most = 1, -(-page.count // PAGE)
    while least < most:
        middle = (least + most + 1) // 2
        found = yield from _page(middle)
        if found is None or found.begins_after(since - 1):
            most = middle - 1
        else:
            least, page = middle, found
    return page


def _at(cursor: _Cursor) -> Talk[_Page]:
    """The page of the cursor, or one before it."""
    number_of_page = cursor.page
    page = yield from _page(number_of_page)
    while number_of_page > 1 and cursor.has_slipped(page):
        number_of_page -= 1
        page = yield from _page(number_of_page)
    return page or _Page(1, (), 0, False)


def _page(number_of_page: int) -> Talk[_Page | None]:
    """The page of that number; None where there is none."""
    query = {"page": str(number_of_page), "page_size": str(PAGE)}
    reply = yield Call("GET", "/api/followups/", query)
    return None if is_gone(reply) else _read_page(number_of_page, reply)


def _read_page(number_of_page: int, reply: Reply) -> _Page:
    body: Any = reply.body if reply.status == 200 and isinstance(reply.body, dict) else {}
    results, count = body.get("results"), body.get("count")
    if not isinstance(results, list) or not isinstance(count, int):
        raise refusal(reply, _ASKED)
    try:
        told = sorted((_told(each) for each in results), key=lambda each: each[1])
    except PayloadInvalid as error:
        raise CallRefused(f"django-helpdesk was asked {_ASKED}: {error}") from error
    return _Page(number_of_page, tuple(told), count, body.get("next") is not None)


def _told(follow_up: Any) -> tuple[int, int]:
    if not isinstance(follow_up, dict):
        raise PayloadInvalid("there stands what is no follow-up")
    return number(follow_up, "ticket"), instant(follow_up.get("date"), "its date").seconds


def _read(cursor: str) -> _Cursor:
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise CallRefused(f"{cursor!r} is no place in django-helpdesk's list of follow-ups")
    page, seen, count = found.groups()
    return _Cursor(int(page), int(seen), None if count is None else int(count))
