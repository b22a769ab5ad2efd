"""The tickets that changed since an instant: page by page from Freshdesk's list of tickets.

The list ends at page 300, and a ticket that changes while it is paged through moves to its end and
draws the others one place forward, across the border of a page. So after each page `updated_since`
moves forward to the last second seen, and the list begins anew there; only the tickets of one
second are paged through. Deleted tickets and spam are lists of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from standards.instants import show_instant
from webhooks.contract import Account, Call, CallRefused, Changed, ExportPage, Reply, Talk
from webhooks.freshdesk.asking import A_PAGE, MOST_PAGES, has_next, listed
from webhooks.freshdesk.body import number
from webhooks.freshdesk.values import instant

_LISTS = ("all", "deleted", "spam")
_ASKED = "for the tickets that changed"
_OVERLAP = 1  # second: whether `updated_since` counts that very second is not documented


@dataclass(frozen=True, slots=True)
class Place:
    """Where an export stands: in which list, from which second, at which page of it.

    `start` is where the lists begin, `newest` where a later export will.
    """

    list: str
    since: int
    page: int
    start: int
    newest: int

    def __str__(self) -> str:
        return f"{self.list} {self.since} {self.page} {self.start} {self.newest}"


def changed_since(since: int, cursor: str | None, account: Account) -> Talk[ExportPage]:
    """The next page of them, oldest first. CallRefused when the API does not let us read on.

    The cursor is the five parts of a Place.
    """
    place = Place(_LISTS[0], since, 1, since, since) if cursor is None else _place(cursor)
    reply = yield Call("GET", "/api/v2/tickets", _query(place))
    changed = _changed(reply, account)
    newest = max([place.since, *(each.updated_at for each in changed)])
    if place.list == _LISTS[0]:
        place = replace(place, newest=max(place.newest, newest))
    if has_next(reply):
        return ExportPage(changed, str(_onward(place, newest)), done=False)
    behind = _LISTS[_LISTS.index(place.list) + 1 :]
    if behind:
        following = Place(behind[0], place.start, 1, place.start, place.newest)
        return ExportPage(changed, str(following), done=False)
    again = Place(_LISTS[0], place.newest, 1, place.newest, place.newest)
    return ExportPage(changed, str(again), done=True)


def _onward(place: Place, newest: int) -> Place:
    if newest > place.since:
        return replace(place, since=newest, page=1)
    if place.page >= MOST_PAGES:
        raise CallRefused(
            f"more than {MOST_PAGES * A_PAGE:,} tickets changed at {show_instant(newest)}, and"
            " Freshdesk lists no more; reconcile from a later instant on"
        )
    return replace(place, page=place.page + 1)


def _query(place: Place) -> dict[str, str]:
    asked = {
        "updated_since": show_instant(max(place.since - _OVERLAP, 0)),
        "order_by": "updated_at",
        "order_type": "asc",
        "per_page": str(A_PAGE),
        "page": str(place.page),
    }
    return asked if place.list == _LISTS[0] else {**asked, "filter": place.list}


def _changed(reply: Reply, account: Account) -> tuple[Changed, ...]:
    told = [
        (number(each.get("id")), instant(each.get("updated_at"))) for each in listed(reply, _ASKED)
    ]
    return tuple(
        Changed(account.id_of("ticket", own), at)
        for own, at in told
        if own is not None and at is not None
    )


def _place(cursor: str) -> Place:
    parts = cursor.split(" ")
    if len(parts) != 5 or parts[0] not in _LISTS or not all(map(str.isdecimal, parts[1:])):
        raise CallRefused(f"{cursor!r} is no place in Freshdesk's list of tickets")
    since, page, start, newest = map(int, parts[1:])
    return Place(parts[0], since, page, start, newest)
