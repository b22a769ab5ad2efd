"""Who is in grace is judged by the older version, and is counted nowhere else."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from plugin.stores.filed.tallies import Day
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Identity
from plugin.stores.training.assignments import Assignment, Assignments, Kind, Target
from plugin.stores.transactions import transact
from plugin.stores.versions.standards import Standards
from plugin.tickets.filing import filing_of
from plugin.tickets.recount import recounting_of
from tests.plugin.tickets.graced_house import CODE, HOUR, GracedHouse, Talk, at, person, user
from tests.tallied import counted_in
from webhooks.contract import News

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


def test_a_moved_latest_date_has_contacts_judged_anew_from_the_earlier_on(
    house: GracedHouse,
) -> None:
    for number, opened_at in enumerate((at(2, 12), at(3, 12), at(4, 12))):
        house.file(talk(number, opened_at))
    assert graced(house) == {0, 1}
    house.assign("anna", 2, at(3))
    house.settle()
    assert graced(house) == {0}
    house.assign("anna", 2, at(5))
    house.settle()
    assert graced(house) == {0, 1, 2}
    assert recounting_of(house.house).recount().agrees


def test_only_contacts_of_since_a_pass_are_judged_anew_for_it(house: GracedHouse) -> None:
    for number, opened_at in enumerate((at(2, 12), at(3, 12))):
        house.file(talk(number, opened_at))
    judged = revisions(house)
    house.passes("anna", 2, at(3))
    house.settle()
    again = {key for key, number in revisions(house).items() if number != judged[key]}
    assert again == {"zd-acme/ticket/1"}


def test_who_joins_an_assigned_team_is_in_grace_too(house: GracedHouse) -> None:
    house.file(talk(1, at(3), by=OLEG))
    to = Target(Kind.TEAM, "mail")
    day = "2026-03-07"
    told = Assignment(CODE, 2, to, house.now, "tess", day, at(5), day, at(5))
    Assignments(house.database).add(told)
    house.settle()
    assert graced(house) == set()
    house.staff([person("anna"), replace(person("oleg"), team="mail")])
    house.settle()
    assert house.cards()["zd-acme/ticket/1 mail 1"]["bound"] == [OLEG]


def test_an_identity_counts_for_whose_it_was_at_noon(house: GracedHouse) -> None:
    house.file(talk(1, at(3), by=user("shared")))
    assert graced(house) == set()
    house.staff([person("anna", Identity(user("shared"), at(3), at(4))), person("oleg")])
    house.settle()
    assert house.cards()["zd-acme/ticket/1 mail 1"]["bound"] == [user("shared")]
    house.staff([person("anna"), person("oleg", Identity(user("shared"), at(3)))])
    house.settle()
    assert graced(house) == set()


def test_once_the_newer_version_is_withdrawn_nobody_is_judged(house: GracedHouse) -> None:
    for number, opened_at in enumerate((at(3) - 1, at(3))):
        house.file(talk(number, opened_at))
    standards = Standards(house.database)
    newer = standards.versions(CODE)[-1]
    assert standards.withdraw(newer, at(3), "tess", "It asks too much.")
    house.settle()
    assert sorted(house.cards()) == ["zd-acme/ticket/0 mail 1", "zd-acme/ticket/0 mail 2"]
    assert recounting_of(house.house).recount().agrees


def test_in_grace_of_the_first_version_nobody_is_judged_by_any(database: Mongo) -> None:
    house = GracedHouse(database)
    house.staff([person("anna"), person("oleg")])
    house.publish(1, at(0))
    house.assign("anna", 1, at(4))
    house.file(talk(1, at(3)))
    assert [*house.cards()] == ["zd-acme/ticket/1 mail 1"]
    assert house.feedback("anna", 1, 0, 6) == {}
    assert sum(each.decided for each in house.feedback("oleg", 1, 0, 6).values()) == 1


def test_a_card_of_a_grace_goes_with_its_contact(house: GracedHouse) -> None:
    house.file(talk(1, at(3)))
    house.database.contacts.delete_many({})
    recounting = recounting_of(house.house)
    recounting.mend(recounting.recount(), house.now)
    assert house.cards() == {}
    assert counted_in(house.database) == {}


def test_tags_are_those_of_the_version_in_force(house: GracedHouse) -> None:
    house.tickets.connect()
    house.file(Talk(1, at(3), ((20 * HOUR, ANNA),)))
    house.file(Talk(2, at(3), ((5 * HOUR, ANNA),)))
    wanted = {each["_id"]: each["wanted"] for each in house.database.outbox.find()}
    assert {key: sorted(tags) for key, tags in wanted.items()} == {
        "zd-acme/ticket/1": ["pl-rsp-01-missed"],
        "zd-acme/ticket/2": ["pl-rsp-01-missed"],
    }
    assert "RSP-01 met" in house.cards()["zd-acme/ticket/2 mail 1"]["marks"]


def test_where_nothing_is_assigned_filing_asks_nothing_more(house: GracedHouse) -> None:
    database = house.database
    database.assignments.delete_many({})
    filing = filing_of(house.house)
    commands = []
    for number in range(1, 4):
        each = talk(number, at(3))
        news = News(each.contact, each.opened_at, each.events)
        database.command("profile", 2)
        transact(
            database,
            partial(filing.take_in, each.contact, "zd-acme", [news], house.now),
        )
        database.command("profile", 0)
        found = database["system.profile"].find({"ns": f"{database.name}.assignments"})
        commands.append(len([*found]))
        database.drop_collection("system.profile")
    assert commands == [1, 0, 0]


def graced(house: GracedHouse) -> set[int]:
    """The numbers of the tickets that have a card of a grace."""
    names = (each["contact"] for each in house.cards().values() if each.get("grace"))
    return {int(name.rpartition("/")[2]) for name in names}


def revisions(house: GracedHouse) -> dict[str, int]:
    """How often each contact was judged."""
    return {each["_id"]: each["revision"] for each in house.database.contacts.find()}
