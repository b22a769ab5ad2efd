"""Who is in grace is judged by the older version, and is counted nowhere else."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.tallies import Day
from plugin.tickets.recount import recounting_of
from tests.plugin.tickets.graced_house import CODE, HOUR, GracedHouse, Talk, at, person, user
from tests.tallied import counted_in

ANNA, OLEG = user("anna"), user("oleg")


@pytest.fixture
def house(database: Mongo) -> GracedHouse:
    """Version 1 from the Monday on, version 2 from the Wednesday; Anna has until the Friday."""
    made = GracedHouse(database)
    made.staff([person("anna"), person("oleg")])
    made.publish(1, at(0))
    made.publish(2, at(2))
    made.assign("anna", 2, at(4))
    made.settle()
    return made


def talk(number: int, opened_at: int, by: str = ANNA, also: str = OLEG) -> Talk:
    """One answers after three hours: in time by version 1, not by version 2; the other later."""
    return Talk(number, opened_at, ((3 * HOUR, by), (4 * HOUR, None), (5 * HOUR, also)))


def test_a_card_is_filed_for_each_version_needed(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    cards = house.cards()
    assert {key: (each.get("grace"), each.get("bound")) for key, each in cards.items()} == {
        "zd-acme/ticket/1 mail 2": (None, None),
        "zd-acme/ticket/1 mail 1": (True, [ANNA]),
    }


@pytest.mark.parametrize(("opened_at", "versions"), [(at(2) - 1, [1]), (at(4), [2])])
def test_outside_a_grace_there_is_one_card(
    house: GracedHouse, opened_at: int, versions: list[int]
) -> None:
    house.file(talk(1, opened_at))
    assert [each["version"] for each in house.cards().values()] == versions


def test_where_nobody_in_grace_acts_there_is_one_card(house: GracedHouse) -> None:
    house.file(talk(1, at(3), by=OLEG))
    assert [each["version"] for each in house.cards().values()] == [2]


def test_a_card_of_a_grace_counts_nothing(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    assert [*counted_in(house.database)] == [Day(CODE, 2, "2026-03-05")]


def test_each_is_told_of_what_bound_them(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    of_anna = {number: house.feedback("anna", number, 0, 6) for number in (1, 2)}
    assert [(each.met, each.missed) for each in of_anna[1].values()] == [(1, 0)]
    assert of_anna[2] == {}
    assert house.feedback("oleg", 1, 0, 6) == {}
    assert {code: each.decided for code, each in house.feedback("oleg", 2, 0, 6).items()} == {
        "NXT-02": 1
    }


def test_who_passes_is_bound_from_that_second_on(house: GracedHouse) -> None:
    for number, opened_at in enumerate((at(3, 9) - 1, at(3, 9))):
        house.file(talk(number, opened_at))
    assert sum(each.decided for each in house.feedback("anna", 2, 0, 6).values()) == 0
    house.passes("anna", 2, at(3, 9))
    house.settle()
    assert sorted(house.cards()) == [
        "zd-acme/ticket/0 mail 1",
        "zd-acme/ticket/0 mail 2",
        "zd-acme/ticket/1 mail 2",
    ]
    assert [each.decided for each in house.feedback("anna", 2, 0, 6).values()] == [1]
    assert [each.decided for each in house.feedback("anna", 1, 0, 6).values()] == [1]


def test_a_late_assignment_has_contacts_judged_anew(house: GracedHouse) -> None:
    house.file(talk(1, at(3), by=OLEG))
    house.assign("oleg", 2, at(5))
    house.settle()
    assert house.cards()["zd-acme/ticket/1 mail 1"]["bound"] == [OLEG]
    assert recounting_of(house.house).recount().agrees


def test_an_ended_assignment_takes_the_card_away(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    house.database.assignments.update_many({}, {"$set": {"ended_at": house.now}})
    house.settle()
    assert [*house.cards()] == ["zd-acme/ticket/1 mail 2"]
    assert recounting_of(house.house).recount().agrees


def test_a_recount_misses_a_card_of_a_grace(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    assert recounting_of(house.house).recount().agrees
    house.database.cards.delete_one({"grace": True})
    found = recounting_of(house.house).recount()
    assert [each.cards for each in found.misfiled] == [("zd-acme/ticket/1 mail 1 is not filed",)]


def test_a_recount_finds_a_card_of_others_than_it_binds(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    house.database.cards.update_one({"grace": True}, {"$set": {"bound": [OLEG]}})
    found = recounting_of(house.house).recount()
    assert [each.cards for each in found.misfiled] == [
        ("zd-acme/ticket/1 mail 1 is of others than it binds",)
    ]


def test_a_card_of_a_grace_is_due_like_any_other(house: GracedHouse) -> None:
    opened = at(3)
    house.now = opened + HOUR
    house.file(Talk(1, opened, ((600, ANNA), (1_200, None)), closed=False))
    card = house.cards()["zd-acme/ticket/1 mail 1"]
    newer = house.cards()["zd-acme/ticket/1 mail 2"]
    assert card["next_deadline"] > newer["next_deadline"]
    kept = house.database.contacts.find_one({"_id": "zd-acme/ticket/1"}) or {}
    assert kept["run_at"] == newer["next_deadline"] + 1
    house.now = opened + 1_200 + 12 * HOUR + 1
    house.settle()
    marks = {key: each["marks"] for key, each in house.cards().items()}
    assert "NXT-01 missed" in marks["zd-acme/ticket/1 mail 1"]
