"""Silence is judged when its deadline has passed, whatever else there is to be judged anew."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.tickets.contacts import ANEW, take_anew
from plugin.tickets import due
from plugin.tickets.due import due_station
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import Life

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
TEN_MINUTES = 600  # when a chat without an answer is missed


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    made = TicketHouse(database, MONDAY - 60)
    made.connect()
    made.publish(CONTACT, MONDAY - 60)
    made.settle()
    made.now += due.AGAIN_SECONDS
    made.settle()
    return made


def open_chats(house: TicketHouse, numbers: range, at: int) -> None:
    house.now = at
    for number in numbers:
        life = Life(number, at, channel="chat")
        life.create()
        house.receive(life.posted)
    house.settle()


def as_of(house: TicketHouse, at: int) -> set[int]:
    """The tickets that were judged last at that instant."""
    found = house.database.cards.find({"as_of": at}, {"contact": 1})
    return {int(each["contact"].rpartition("/")[2]) for each in found}


def test_all_that_is_due_is_judged_in_handfuls(house: TicketHouse) -> None:
    open_chats(house, range(1, 41), MONDAY)
    station, late = due_station(house.house, "one"), MONDAY + TEN_MINUTES + 1
    rounds = 0
    while station.work_once(late):
        rounds += 1
    assert as_of(house, late) == set(range(1, 41))
    assert rounds == -(-40 // due.MOST)


def test_a_passed_deadline_goes_before_what_is_judged_anew(house: TicketHouse) -> None:
    open_chats(house, range(1, 6), MONDAY)
    open_chats(house, range(6, 31), MONDAY + TEN_MINUTES - 60)
    late = MONDAY + TEN_MINUTES + 1
    filing = due_station(house.house, "one").filing
    assert filing.contacts.make_due(0, late - 30) == 30
    station = due_station(house.house, "one")
    assert station.work_once(late)
    assert as_of(house, late) == {1, 2, 3, 4, 5}
    while station.work_once(late):
        pass
    assert not house.database.contacts.count_documents({ANEW: {"$exists": True}})


def test_what_is_judged_anew_keeps_its_deadline(house: TicketHouse) -> None:
    open_chats(house, range(1, 2), MONDAY)
    before = house.database.contacts.find_one() or {}
    due_station(house.house, "one").filing.contacts.make_due(0, MONDAY + 5)
    house.now = MONDAY + 5
    house.settle()
    after = house.database.contacts.find_one() or {}
    assert (after["run_at"], after["state"]) == (before["run_at"], before["state"])
    assert after["revision"] == before["revision"] + 1


def test_what_is_judged_anew_survives_its_worker(house: TicketHouse) -> None:
    open_chats(house, range(1, 4), MONDAY)
    died = due_station(house.house, "died")
    died.filing.contacts.make_due(0, MONDAY + 5)
    assert len(take_anew(died.queue, MONDAY + 5, due.MOST)) == 3
    assert not due_station(house.house, "one").work_once(MONDAY + 6)
    assert due_station(house.house, "one").work_once(MONDAY + 5 + died.queue.lease_seconds)
    assert {each["revision"] for each in house.database.contacts.find()} == {2}


def test_a_contact_that_workers_die_of_is_set_aside(house: TicketHouse) -> None:
    open_chats(house, range(1, 2), MONDAY)
    at = MONDAY + TEN_MINUTES + 1
    for _ in range(due_station(house.house, "one").queue.most_tries):
        station = due_station(house.house, "dies")
        assert station.queue.take_due(at, due.MOST)
        at += station.queue.lease_seconds
    assert due_station(house.house, "one").work_once(at)
    found = house.database.contacts.find_one() or {}
    assert found["state"] == "failed"
    assert "no worker got to the end of it" in found["reason"]


def test_two_stations_never_judge_the_same(house: TicketHouse) -> None:
    open_chats(house, range(1, 31), MONDAY)
    at = MONDAY + TEN_MINUTES + 1
    one, two = due_station(house.house, "one"), due_station(house.house, "two")
    taken = [*one.queue.take_due(at, 20), *two.queue.take_due(at, 20)]
    names = [each["_id"] for each in taken]
    assert len(names) == len(set(names)) == 30
    assert one.queue.give_back(at) == 20
    assert len(two.queue.take_due(at, 30)) == 20


def test_who_stops_gives_back_its_leases_alone(house: TicketHouse) -> None:
    """And looks at no deadline that is later than any lease."""
    open_chats(house, range(1, 31), MONDAY)
    late = MONDAY + TEN_MINUTES + 1
    station = due_station(house.house, "one")
    assert len(station.queue.take_due(late, 2)) == 2
    house.database.command("profile", 2)
    station.stop(late)
    house.database.command("profile", 0)
    noted = house.database["system.profile"].find_one({"op": "update"}) or {}
    assert noted["nModified"] == 2
    assert noted["docsExamined"] <= 30
    assert house.database.contacts.count_documents({"state": "leased"}) == 0
