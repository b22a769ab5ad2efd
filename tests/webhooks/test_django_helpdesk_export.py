"""Which tickets of a django-helpdesk have changed, by its follow-ups."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.webhooks.django_helpdesk_talk import ACME, HELPDESK
from webhooks.contract import Call, CallRefused, Changed, ExportPage, Reply


class FollowUps:
    """A list of follow-ups as the API pages through it: (ticket, UTC seconds), oldest first."""

    def __init__(self, told: Sequence[tuple[int, int]]) -> None:
        self.told = list(told)
        self.asked = 0

    def answer(self, call: Call) -> Reply:
        assert (call.method, call.path) == ("GET", "/api/followups/")
        self.asked += 1
        page, size = int(call.query["page"]), int(call.query["page_size"])
        here = self.told[(page - 1) * size : page * size]
        if not here and page > 1:
            return Reply(404, {}, {"detail": "Invalid page."})
        more = "another page" if page * size < len(self.told) else None
        results = [
            {"id": n, "ticket": own, "date": at_text(at)} for n, (own, at) in enumerate(here)
        ]
        return Reply(200, {}, {"count": len(self.told), "next": more, "results": results})

    def page(self, since: int, cursor: str | None) -> ExportPage:
        talk = HELPDESK.changed_since(since, cursor, ACME)
        call = next(talk)
        while True:
            try:
                call = talk.send(self.answer(call))
            except StopIteration as end:
                page: ExportPage = end.value
                return page

    def run(self, since: int, cursor: str | None = None) -> tuple[list[Changed], str]:
        """Everything from there to the end, and the cursor that is left."""
        found: list[Changed] = []
        while True:
            page = self.page(since, cursor)
            found += page.changed
            cursor = page.cursor
            if page.done:
                return found, cursor


def at_text(at: int) -> str:
    minutes, seconds = divmod(at, 60)
    return f"2026-03-02T{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.250310Z"


MIDNIGHT = 1_772_409_600


def numbers(found: Sequence[Changed]) -> list[tuple[int, int]]:
    return [(int(each.contact.rpartition("/")[2]), each.updated_at - MIDNIGHT) for each in found]


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 50, 51, 333])
@pytest.mark.parametrize("since", [0, 1, 100, 332, 999])
def test_whoever_has_a_new_follow_up_is_named(count: int, since: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(count)])
    found, _ = listed.run(MIDNIGHT + since)
    assert numbers(found) == [(n + 1, n) for n in range(since, count)]


def test_the_beginning_is_found_by_halves() -> None:
    listed = FollowUps([(n + 1, n) for n in range(25 * 1000)])
    listed.page(MIDNIGHT + 20_000, None)
    assert listed.asked <= 11


def test_a_ticket_is_named_once_a_page_with_its_newest() -> None:
    found, _ = FollowUps([(7, 1), (8, 2), (7, 3)]).run(MIDNIGHT)
    assert numbers(found) == [(7, 3), (8, 2)]


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 60])
def test_a_later_run_goes_on_where_the_last_one_ended(count: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(count)])
    _, cursor = listed.run(MIDNIGHT)
    listed.told += [(500 + n, 1000 + n) for n in range(30)]
    found, cursor = listed.run(MIDNIGHT, cursor)
    assert {each for each in numbers(found) if each[0] >= 500} == {*listed.told[-30:]}
    assert len(found) <= 30 + 25
    assert listed.run(MIDNIGHT, cursor)[1] == cursor


@pytest.mark.parametrize("deleted", [1, 3, 25, 40, 60])
def test_deleted_follow_ups_hide_no_new_one(deleted: int) -> None:
    listed = FollowUps([(n + 1, n) for n in range(60)])
    _, cursor = listed.run(MIDNIGHT)
    listed.told = [*listed.told[deleted:], (900, 2000)]
    found, _ = listed.run(MIDNIGHT, cursor)
    assert (900, 2000) in numbers(found)


def test_what_is_deleted_between_two_pages_hides_none() -> None:
    listed = FollowUps([(n + 1, n) for n in range(60)])
    first = listed.page(MIDNIGHT, None)
    listed.told = listed.told[3:]
    rest, _ = listed.run(MIDNIGHT, first.cursor)
    assert {*numbers(first.changed), *numbers(rest)} >= {(n + 1, n) for n in range(60)}


@pytest.mark.parametrize("cursor", ["", "0@1", "1", "1@x", "1@1/", "a@1", "1@1/1/1"])
def test_a_cursor_that_is_none_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(CallRefused, match="is no place"):
        next(HELPDESK.changed_since(0, cursor, ACME))
