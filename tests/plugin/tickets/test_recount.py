"""A recount finds whatever is not as the log makes it, and only that; erasing takes the words."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from mobile_api.visits.submissions import Submitted
from plugin.cli.main import cli
from plugin.stores.filed.tallies import Rows, read, written
from plugin.stores.layout import Mongo
from plugin.stores.submissions.visits import Visits
from plugin.stores.tickets.texts import Texts
from plugin.tickets.recount import recounting_of
from plugin.visits.station import VisitsStation
from standards.kinds import Instrument
from standards.zones import load_zone
from tests.mobile_api.service import publish_shop, visit
from tests.mongo import ADDRESS
from tests.plugin.tickets.ticket_house import CONTACT, KEY, TicketHouse
from tests.tallied import take_all_up
from tests.zendesk_lives import AGENT, Life

MONDAY = 1_772_433_000  # 2026-03-02T06:30:00Z, still Sunday in California


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    """A house with three tickets filed."""
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.settle()
    made.now = MONDAY + 7_200
    for number in range(1, 4):
        life = Life(number, MONDAY)
        life.create()
        life.comment(MONDAY + 1_800 * number, AGENT, "It is on its way.")
        made.receive(life.posted)
    made.settle()
    return made


def run(house: TicketHouse, *words: str) -> Result:
    zone = "Europe/Warsaw"
    env = {
        "MONGODB_URI": os.environ[ADDRESS],
        "PLUMBLINE_DATABASE": house.database.name,
        "PLUMBLINE_KEYS": KEY,
        "PLUMBLINE_ZONE": zone,
    }
    return CliRunner().invoke(cli, words, env=env)


def spoil_a_row(database: Mongo) -> None:
    found = database.tallies.find_one() or {}
    parts, numbers = next(each for each in read(found["rows"]).items() if each[0][0] == "RSP-01")
    spoilt = written({**read(found["rows"]), parts: (*numbers[:-1], numbers[-1] + 7)})
    database.tallies.update_one({"_id": found["_id"]}, {"$set": {"rows": spoilt}})


def lose_a_row(database: Mongo) -> None:
    database.tallies.delete_one({})


def add_a_row(database: Mongo) -> None:
    change = database.tallies.find_one() or {}
    del change["_id"]
    database.tallies.insert_one({**change, "day": "1999-01-01"})


def count_one_more(database: Mongo) -> None:
    rows: Rows = {("RSP-01", "ticket", "final", None, "2", None, None): (1, 1, 0, 0, 0, 0, 0, 7)}
    day = {"code": "contact", "version": 1, "day": "2026-03-02"}
    database.tallies.insert_one({**day, "rows": written(rows)})


def spoil_a_rollup(database: Mongo) -> None:
    """One that counts nothing for itself: a sum over others."""
    take_all_up(database)
    change = {"$set": {"rows": written({("RSP-01", "ticket", "final"): (1,) * 8})}}
    database.rollups.update_one({"cut": "all", "span": "2026-03"}, change)


def lose_a_rollup(database: Mongo) -> None:
    take_all_up(database)
    database.rollups.delete_one({"cut": "team", "span": "2026-03-02"})


def spoil_what_is_rolled_up(database: Mongo) -> None:
    take_all_up(database)
    database.rollups.delete_one({"cut": "whose", "span": "2026-03-02"})


def spoil_a_card(database: Mongo) -> None:
    database.cards.update_one({}, {"$set": {"outcome_hash": "0" * 64}})


def lose_a_card(database: Mongo) -> None:
    database.cards.delete_one({})


def lose_an_event(database: Mongo) -> None:
    database.events.delete_one({"kind": "message"})


SPOILING = (
    spoil_a_row,
    lose_a_row,
    add_a_row,
    count_one_more,
    spoil_a_rollup,
    lose_a_rollup,
    spoil_what_is_rolled_up,
    spoil_a_card,
    lose_a_card,
    lose_an_event,
)


@pytest.mark.parametrize("spoil", SPOILING)
def test_what_was_spoilt_is_found_and_mended(
    house: TicketHouse, spoil: Callable[[Mongo], None]
) -> None:
    recounting = recounting_of(house.house)
    assert recounting.recount().agrees
    spoil(house.database)
    found = recounting.recount()
    assert not found.agrees
    assert recounting.recount() == found, "a recount writes nothing"
    recounting.mend(found, house.now)
    house.settle()
    recounting.mend(recounting.recount(), house.now)
    assert recounting.recount().agrees


@pytest.fixture
def visited(house: TicketHouse) -> TicketHouse:
    """The house with two visits filed besides, the second in the place of the first."""
    publish_shop(house.database)
    store, first, second = Visits(house.database), *(f"visit/{number}" for number in (1, 2))
    for contact, replaces in ((first, None), (second, first)):
        body = json.dumps(visit(**({} if replaces is None else {"replaces": replaces}))).encode()
        sent = Submitted(
            contact=contact,
            instrument=Instrument.VISIT,
            questionnaire="shop",
            version=1,
            sha256="0" * 64,
            body=body,
            by="anna",
            received_at=house.now,
            replaces=replaces,
        )
        assert store.keep(sent) is None
    file_visits(house)
    store.accept(second, "carol", house.now)
    file_visits(house)
    return house


def file_visits(house: TicketHouse) -> None:
    station = VisitsStation.of(house.house, "one")
    while station.work_once(house.now):
        pass


def test_visits_are_judged_from_what_was_sent(visited: TicketHouse) -> None:
    found = recounting_of(visited.house).recount()
    assert (found.contacts, found.agrees) == (5, True)


def lose_the_card_of_a_visit(database: Mongo) -> None:
    assert database.cards.delete_one({"instrument": "visit"}).deleted_count == 1


def spoil_the_card_of_a_visit(database: Mongo) -> None:
    database.cards.update_one({"instrument": "visit"}, {"$set": {"outcome_hash": "0" * 64}})


def bring_a_replaced_visit_back(database: Mongo) -> None:
    card = database.cards.find_one({"instrument": "visit"}) or {}
    contact = "visit/1"
    database.cards.insert_one({**card, "_id": f"{contact} shop 1", "contact": contact})


def lose_a_visit(database: Mongo) -> None:
    database.visits.delete_one({"_id": "visit/2"})


OF_VISITS = (
    lose_the_card_of_a_visit,
    spoil_the_card_of_a_visit,
    bring_a_replaced_visit_back,
    lose_a_visit,
)


@pytest.mark.parametrize("spoil", OF_VISITS)
def test_what_was_spoilt_of_a_visit_is_found_and_mended(
    visited: TicketHouse, spoil: Callable[[Mongo], None]
) -> None:
    recounting = recounting_of(visited.house)
    spoil(visited.database)
    found = recounting.recount()
    assert [each.contact for each in found.misfiled]
    recounting.mend(found, visited.now)
    file_visits(visited)
    recounting.mend(recounting.recount(), visited.now)
    assert recounting.recount().agrees


def test_a_recount_hears_how_far_it_is(house: TicketHouse) -> None:
    heard: list[tuple[str, int, int]] = []
    recounting_of(house.house, lambda *told: heard.append(told)).recount()
    assert heard[0] == ("tallies", 1, 1)
    assert heard[-1] == ("tickets", 3, 3)


def test_in_another_zone_cards_are_counted_on_other_days(house: TicketHouse) -> None:
    far = replace(house.house.config, zone=load_zone("America/Los_Angeles"))
    recounting = recounting_of(replace(house.house, config=far))
    found = recounting.recount()
    assert (len(found.misfiled), found.rows) == (3, ())
    recounting.mend(found, house.now)
    assert recounting.recount().agrees
    assert {each["day"] for each in house.cards().values()} == {"2026-03-01"}


def test_the_command_says_what_differs_and_mends_it(house: TicketHouse) -> None:
    sound = run(house, "recount")
    assert (sound.exit_code, sound.output) == (
        0,
        "3 contacts: cards and tallies are what the log makes them\n",
    )
    count_one_more(house.database)
    spoilt = run(house, "recount", "--mend")
    assert spoilt.exit_code == 1
    assert "RSP-01" in spoilt.output
    assert "1 rows of tallies, 0 rollups and 0 cards differ" in spoilt.output
    assert run(house, "recount").exit_code == 0


def words_of(house: TicketHouse, number: int) -> int:
    return len(Texts(house.database, house.house.sealer, 400).of(f"zd-acme/ticket/{number}"))


def test_erasing_a_contact_takes_its_words_and_leaves_its_card(house: TicketHouse) -> None:
    cards = house.cards()
    done = run(house, "erase", "zd-acme/ticket/1", "--yes")
    assert (done.exit_code, done.output) == (
        0,
        "erased the words of 2 messages and 2 deliveries\n",
    )
    assert [words_of(house, number) for number in (1, 2)] == [0, 2]
    bodies = {
        each["_id"]: each["body"]
        for each in house.database.deliveries.find({"contact": "zd-acme/ticket/1"})
    }
    assert set(bodies.values()) == {b""}
    assert house.cards() == cards
    assert recounting_of(house.house).recount().agrees


def test_a_message_delivered_again_does_not_bring_erased_words_back(house: TicketHouse) -> None:
    assert run(house, "erase", "zd-acme/ticket/1", "--yes").exit_code == 0
    life = Life(1, MONDAY)
    life.create()
    house.database.deliveries.delete_many({})
    house.receive(life.posted)
    house.settle()
    assert words_of(house, 1) == 0


def test_erasing_what_is_old_leaves_what_is_younger(house: TicketHouse) -> None:
    later = Life(9, MONDAY)
    later.create()
    house.receive(later.posted)
    house.settle()
    assert run(house, "erase", "--older-than", "0", "--yes").exit_code == 0
    assert words_of(house, 9) == 0
    erased = house.database.texts.count_documents({"sealed": None})
    assert erased == house.database.texts.count_documents({})


def test_what_is_still_to_be_read_keeps_its_words_and_is_named(house: TicketHouse) -> None:
    later = Life(1, MONDAY)
    later.create()
    later.comment(MONDAY + 1_800, AGENT, "It is on its way.")
    later.comment(MONDAY + 3_600, AGENT, "It has come.")
    house.receive(later.posted[2:])
    done = run(house, "erase", "zd-acme/ticket/1", "--yes")
    assert done.exit_code == 1
    assert "1 deliveries are still to be read" in done.output
    house.settle()
    assert run(house, "erase", "zd-acme/ticket/1", "--yes").exit_code == 0
    assert words_of(house, 1) == 0


@pytest.mark.parametrize(
    "words", [["zd-acme/ticket/77"], [], ["zd-acme/ticket/1", "--older-than", "3"]]
)
def test_erasing_asks_for_what_there_is(house: TicketHouse, words: list[str]) -> None:
    assert run(house, "erase", *words, "--yes").exit_code in (1, 2)
    assert words_of(house, 1) == 2


def test_erasing_asks_first(house: TicketHouse) -> None:
    assert run(house, "erase", "zd-acme/ticket/1").exit_code == 1
    assert words_of(house, 1) == 2
