"""A version published for a day ahead: each contact opened around it is judged by its own."""

from __future__ import annotations

import pytest

from plugin.publishing.withdraw import Withdrawal, withdraw
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards
from plugin.tickets.due import AGAIN_SECONDS
from plugin.tickets.recount import recounting_of
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import Life

DAY = 86_400
MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
BEGINS = MONDAY + DAY
LATER = CONTACT.replace(b"\nversion: 1\n", b"\nversion: 2\n")


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    """The first version in force, the second published for a day ahead, and no work left."""
    made = TicketHouse(database, MONDAY)
    made.connect()
    made.publish(CONTACT, MONDAY - DAY)
    made.publish(LATER, BEGINS)
    settled(made)
    return made


def settled(house: TicketHouse) -> None:
    """Works until the lists of standards are known everywhere and nothing is due."""
    for _ in range(2):
        TicketHouse(house.database, house.now).settle()
        house.now += AGAIN_SECONDS


def opened(house: TicketHouse, number: int, at: int) -> None:
    house.now = max(house.now, at)
    life = Life(number, at, channel="chat")
    life.create()
    house.receive(life.posted)


def versions(house: TicketHouse) -> dict[str, int]:
    """The version that judged each ticket, by its number."""
    found = house.cards().values()
    return {card["contact"].rpartition("/")[2]: card["version"] for card in found}


def test_each_contact_is_judged_by_the_version_of_its_opening(house: TicketHouse) -> None:
    for number, at in enumerate((MONDAY + 60, BEGINS - 1, BEGINS, BEGINS + 60), 1):
        opened(house, number, at)
    settled(house)
    assert versions(house) == {"1": 1, "2": 1, "3": 2, "4": 2}
    assert recounting_of(house.house).recount().agrees


def test_one_withdrawn_before_its_day_leaves_them_to_the_one_before(house: TicketHouse) -> None:
    opened(house, 1, MONDAY + 60)
    told = Withdrawal("ann", MONDAY + 120, "too soon")
    withdraw(Standards(house.database), "contact", 2, told)
    opened(house, 2, BEGINS + 60)
    settled(house)
    assert versions(house) == {"1": 1, "2": 1}
    assert recounting_of(house.house).recount().agrees


def test_one_withdrawn_in_force_keeps_its_cards_and_files_no_more(house: TicketHouse) -> None:
    opened(house, 1, MONDAY + 60)
    opened(house, 2, BEGINS + 60)
    settled(house)
    ended = BEGINS + 600
    withdraw(Standards(house.database), "contact", 2, Withdrawal("ann", ended, "wrong"))
    opened(house, 3, ended - 1)
    opened(house, 4, ended)
    house.now = ended + DAY
    settled(house)
    assert versions(house) == {"1": 1, "2": 2, "3": 2}
    assert recounting_of(house.house).recount().agrees
    again = CONTACT.replace(b"\nversion: 1\n", b"\nversion: 3\n")
    house.publish(again, ended)
    settled(house)
    assert versions(house) == {"1": 1, "2": 2, "3": 2, "4": 3}
