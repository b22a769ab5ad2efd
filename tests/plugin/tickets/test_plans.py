"""Nothing on a ticket's way reads a whole collection, however much the firm has kept."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from plugin.tickets.due import due_station, published_station
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, Life

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
# Of these there are a handful, and they are read whole on purpose.
SMALL = {"standards", "standard_heads", "connections"}


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.settle()
    return made


def test_no_step_reads_a_whole_collection(house: TicketHouse) -> None:
    house.database.command("profile", 2)
    life = Life(1, MONDAY)
    life.create()
    life.comment(MONDAY + 600, AGENT, "It is on its way.")
    life.redact(MONDAY + 700, "10001")
    for at, body in zip(life.happened, life.posted, strict=True):
        house.now = at
        house.receive([body])
        house.settle()
    house.now += 9 * 86_400
    house.settle()
    house.receive(life.posted)
    stations = (due_station(house.house, "one"), published_station(house.house, "one"))
    for each in (house.deliveries, *stations):
        each.stop(house.now)
    house.database.command("profile", 0)
    plans = {
        (each["ns"].partition(".")[2], each["op"], each["planSummary"])
        for each in house.database["system.profile"].find({"planSummary": {"$exists": True}})
    }
    assert len(plans) > 9
    assert not {each for each in plans if "COLLSCAN" in each[2] and each[0] not in SMALL}
