"""A kept delivery becomes events, cards, tallies and wanted tags; what is spoilt stops nobody."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from plugin.tickets.recount import recounting_of
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, Life

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.settle()
    made.now = MONDAY
    return made


def answered(number: int, after: int = 600) -> Life:
    life = Life(number, MONDAY)
    life.create()
    life.comment(MONDAY + after, AGENT, "We look into it at once.")
    life.status(MONDAY + after, "SOLVED")
    return life


def test_a_ticket_is_filed_with_what_it_counts(house: TicketHouse) -> None:
    house.now = MONDAY + 3_600
    house.receive(answered(1).posted)
    house.settle()
    (card,) = house.cards().values()
    assert "RSP-01 met" in card["marks"]
    assert house.states() == {"done": 3}
    assert recounting_of(house.house).recount().agrees
