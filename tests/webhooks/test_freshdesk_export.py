"""The export of Freshdesk's changed tickets: nobody is lost, whatever the pages do meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webhooks.freshdesk_talk import ACME, FRESHDESK, OPENED_AT, House, converse
from webhooks.contract import CallRefused, ExportPage, Reply

A_PAGE = 100


def house_of(instants: list[int], *, inclusive: bool = True) -> House:
    house = House()
    house.api.counts_the_second = inclusive
    for number, at in enumerate(instants, 1):
        house.tickets.create(number, at=OPENED_AT + at)
    return house


def pages(
    house: House, since: int, cursor: str | None = None, after: Callable[[int], None] | None = None
) -> list[ExportPage]:
    found: list[ExportPage] = []
    while not found or not found[-1].done:
        talk = FRESHDESK.changed_since(since, found[-1].cursor if found else cursor, ACME)
        found.append(converse(talk, house.reply))
        if after is not None:
            after(len(found))
        assert len(found) < 1000
    return found


def names(found: list[ExportPage]) -> set[str]:
    return {each.contact for page in found for each in page.changed}


def contacts(*numbers: int) -> set[str]:
    return {ACME.id_of("ticket", each) for each in numbers}


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.sampled_from([0, 0, 0, 0, 1, 2]), min_size=1, max_size=450),
    inclusive=st.booleans(),
    since=st.integers(0, 60),
)
def test_whoever_changed_since_is_named(gaps: list[int], inclusive: bool, since: int) -> None:
    instants = [sum(gaps[: place + 1]) for place in range(len(gaps))]
    house = house_of(instants, inclusive=inclusive)
    found = names(pages(house, OPENED_AT + since))
    wanted = contacts(*(number for number, at in enumerate(instants, 1) if at >= since))
    assert wanted <= found
    assert not house.api.complaints


def test_a_ticket_that_changes_meanwhile_draws_nobody_across_a_border() -> None:
    house = house_of([place // 3 for place in range(450)])

    def meddle(page: int) -> None:
        house.tickets.alter(page * 7, at=OPENED_AT + 1000 + page, priority=4)

    found = pages(house, OPENED_AT, after=meddle)
    assert contacts(*range(1, 451)) <= names(found)


def test_a_whole_second_of_tickets_is_paged_through() -> None:
    house = house_of([5] * 350 + [6] * 10)
    found = pages(house, OPENED_AT)
    assert contacts(*range(1, 361)) <= names(found)
    assert any("page=4" in each for each in house.asked)


def test_only_tickets_of_one_second_are_paged_through() -> None:
    """So however many there are, page 300, behind which Freshdesk lists nothing, is never near."""
    house = house_of([place // 50 for place in range(10 * A_PAGE)])
    pages(house, OPENED_AT)
    assert {each.rpartition("page=")[2][:2].rstrip("&") for each in house.asked} == {"1", "2"}


def test_more_of_one_second_than_is_listed_is_refused_by_name() -> None:
    told = {"id": 7, "updated_at": "2026-03-02T08:00:05Z"}
    onward = {"link": '<https://acme.freshdesk.com/api/v2/tickets?page=301>; rel="next"'}
    cursor = f"all {OPENED_AT + 5} 300 {OPENED_AT} {OPENED_AT + 5}"
    talk = FRESHDESK.changed_since(OPENED_AT, cursor, ACME)
    with pytest.raises(CallRefused, match="30,000 tickets changed at 2026-03-02T08:00:05Z"):
        converse(talk, lambda call: Reply(200, onward, [told] * 100))


def test_deleted_tickets_and_spam_are_named_too() -> None:
    house = house_of([1, 2, 3, 4])
    house.tickets.bin(2, "deleted", at=OPENED_AT + 60)
    house.tickets.bin(3, "spam", at=OPENED_AT + 61)
    assert names(pages(house, OPENED_AT)) == contacts(1, 2, 3, 4)


def test_a_bin_is_listed_from_the_beginning_whatever_was_listed_before() -> None:
    house = house_of(list(range(250)))
    house.tickets.bin(1, "deleted", at=OPENED_AT + 3)
    house.tickets.bin(2, "spam", at=OPENED_AT + 4)
    assert contacts(1, 2) <= names(pages(house, OPENED_AT))


def test_a_later_run_goes_on_where_the_one_before_ended() -> None:
    house = house_of([0] * 20 + [100] * 20)
    first = pages(house, OPENED_AT)
    house.tickets.alter(3, at=OPENED_AT + 500, priority=4)
    house.tickets.bin(4, "deleted", at=OPENED_AT + 501)
    second = pages(house, OPENED_AT, first[-1].cursor)
    assert contacts(3, 4) <= names(second)
    assert not contacts(1, 2) & names(second)
    third = pages(house, OPENED_AT, second[-1].cursor)
    assert not contacts(1, 2, 30) & names(third)


def test_an_export_goes_on_after_each_page_as_if_never_interrupted() -> None:
    house = house_of([place // 2 for place in range(350)])
    whole = pages(house, OPENED_AT)
    for place, page in enumerate(whole[:-1], 1):
        assert pages(house, OPENED_AT, page.cursor) == whole[place:]


def test_nothing_changed_is_a_page_of_nobody_and_its_place_stays() -> None:
    found = pages(House(), OPENED_AT)
    assert names(found) == set()
    assert found[-1].cursor == f"all {OPENED_AT} 1 {OPENED_AT} {OPENED_AT}"


@pytest.mark.parametrize(
    "cursor", ["", "all", "all 1 2 3", "bin 1 1 1 1", "all -1 1 1 1", "a b c d e"]
)
def test_a_cursor_of_somebody_elses_is_refused(cursor: str) -> None:
    with pytest.raises(CallRefused, match="is no place"):
        next(FRESHDESK.changed_since(0, cursor, ACME))


def test_whoever_is_not_let_in_is_told_so() -> None:
    talk = FRESHDESK.changed_since(0, None, ACME)
    with pytest.raises(CallRefused, match="check the API key"):
        converse(talk, lambda call: Reply(401, {}, None))
