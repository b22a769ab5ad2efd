"""The cards of a contact and what they count go together, whatever is filed after what."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugin.stores.filed import tallies
from plugin.stores.filed.cards import Cards
from plugin.stores.filed.rollups import Rollups
from plugin.stores.filed.tallies import KEYED
from plugin.stores.layout import Mongo
from plugin.stores.transactions import transact
from scoring.evidence import Event, EventKind, Role, Ticket
from scoring.proof import admit
from scoring.scorecard import Scorecard, assess
from standards.conditions import Facts
from standards.loader import read
from standards.model import Standard
from tests.plugin.tickets.ticket_house import CONTACT
from tests.tallied import counted_in, counted_of, take_all_up

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z


@pytest.fixture(scope="module")
def standards() -> tuple[Standard, Standard]:
    """Two versions of a standard."""
    return published(CONTACT), published(CONTACT.replace(b"\nversion: 1\n", b"\nversion: 2\n"))


def published(text: bytes) -> Standard:
    draft = read(text).draft
    assert draft is not None
    return admit(draft, MONDAY)


def card(
    standard: Standard, contact: str = "zd-acme/ticket/1", after: int | None = 60
) -> Scorecard:
    """A card of a ticket that was answered so many seconds after it was opened; None: never."""
    opened = Event(contact, "opened", EventKind.OPENED, MONDAY, Role.CUSTOMER, facts={"group": "2"})
    events = [opened]
    if after is not None:
        by = "zd-acme/user/7"
        events.append(
            Event(contact, "comment/1", EventKind.MESSAGE, MONDAY + after, Role.AGENT, by)
        )
    return assess(standard, Ticket(contact, tuple(events)), as_of=MONDAY + 86_400)


def file(database: Mongo, contact: str, cards: Sequence[Scorecard]) -> bool:
    store = Cards(database, UTC)
    return transact(database, lambda session: store.file(contact, cards, session))


def test_the_same_cards_again_change_nothing(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    told = card(standards[0])
    assert file(database, told.contact, [told])
    before = list(database.cards.find()) + list(database.tallies.find())
    later = replace(told, as_of=told.as_of + 1)
    assert not file(database, told.contact, [later])
    assert list(database.cards.find()) + list(database.tallies.find()) == before


def test_a_card_of_another_version_goes_with_what_it_counted(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    old, new = (card(each) for each in standards)
    file(database, old.contact, [old])
    assert file(database, old.contact, [new])
    assert [each["version"] for each in database.cards.find()] == [2]
    assert counted_in(database) == counted_of([new])


def test_a_contact_without_cards_counts_nothing(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    told = card(standards[0])
    file(database, told.contact, [told])
    assert file(database, told.contact, [])
    assert not counted_in(database)
    assert database.cards.count_documents({}) == 0


def test_a_card_is_counted_among_the_contacts_of_its_day_and_team(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    told = card(standards[0])
    file(database, told.contact, [told])
    (change,) = database.tallies.find()
    assert change["day"] == "2026-03-02"
    [(parts, numbers)] = [
        each for each in tallies.read(change["rows"]).items() if each[0][0] is None
    ]
    row = dict(zip(KEYED, parts, strict=True))
    assert [row[name] for name in ("team", "standing", "instrument")] == [
        "2",
        "provisional",
        "ticket",
    ]
    assert numbers == (1, 0, 0, 0, 0, 0, 0, 0)


def test_facts_of_any_name_and_size_are_filed(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    odd: Facts = {"fields.$a.b": "x", "fields.\0": 1, "fields.long": 1 << 65, "fields.": ("a", "b")}
    told = replace(card(standards[0]), facts=odd)
    assert file(database, told.contact, [told])
    assert not file(database, told.contact, [told])
    assert Cards(database, UTC).of(told.contact)[0]["card"]["facts"]["fields"]["$a.b"] == "x"
    assert file(database, told.contact, [])
    assert not counted_in(database)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["zd-acme/ticket/1", "zd-acme/ticket/2"]),
            st.lists(st.tuples(st.integers(0, 1), st.sampled_from([None, 60, 90_000])), max_size=2),
        ),
        max_size=5,
    )
)
def test_what_is_counted_is_the_fold_of_what_is_filed(
    database: Mongo,
    standards: tuple[Standard, Standard],
    filings: list[tuple[str, list[tuple[int, int | None]]]],
) -> None:
    for name in ("cards", "tallies", "rollups"):
        database[name].delete_many({})
    filed: dict[str, list[Scorecard]] = {}
    for contact, told in filings:
        by_version = {which: card(standards[which], contact, after) for which, after in told}
        filed[contact] = list(by_version.values())
        file(database, contact, filed[contact])
    cards = [each for its in filed.values() for each in its]
    assert counted_in(database) == counted_of(cards)
    assert database.cards.count_documents({}) == len(cards)


def test_what_many_file_at_once_is_exact_while_it_is_taken_up(
    database: Mongo, standards: tuple[Standard, Standard]
) -> None:
    cards = [card(standards[0], f"zd-acme/ticket/{number}") for number in range(24)]
    rollups = Rollups(database)
    with ThreadPoolExecutor(6) as threads:
        filing = [threads.submit(file, database, each.contact, [each]) for each in cards]
        while not all(each.done() for each in filing):
            transact(database, partial(rollups.take_up, most=3))
    assert counted_in(database) == counted_of(cards)
    take_all_up(database)
    assert database.tallies.count_documents({}) == 0
    assert counted_in(database) == counted_of(cards)
