"""A version withdrawn judges nothing that is opened from then on; what stands stays for ever."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.operations.backup.archive import reading
from plugin.operations.backup.compare import differences
from plugin.operations.backup.restore import restore
from plugin.operations.backup.take import take
from plugin.publishing.publish import BeginsTooEarly, NoteMissing, VersionTaken
from plugin.publishing.withdraw import UnknownVersion, Withdrawal, withdraw
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.versions.standards import Published, Standards
from plugin.tickets.due import AGAIN_SECONDS
from standards.lifecycle import StepRefused
from tests.mobile_api import service as phones
from tests.plugin.publishing.published import NOW, put, store, text_of
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import Life

DAY = 86_400
KEY = new_key()
MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z


def withdrawn(database: Mongo, at: int, version: int = 1, why: str = "wrong") -> Published:
    return withdraw(store(database), "contact", version, Withdrawal("ann", at, why))


def judges(database: Mongo, at: int) -> list[int]:
    return [each.version for each in store(database).in_force(at)]


def test_it_judges_what_was_opened_before_and_nothing_since(database: Mongo) -> None:
    before = put(store(database), text_of(1), NOW - DAY).published
    done = withdrawn(database, NOW, why=" against the law ")
    (kept,) = store(database).known()
    assert kept == done
    assert (kept.withdrawn_at, kept.withdrawn_by) == (NOW, "ann")
    assert kept.withdrawn_why == "against the law"
    assert (judges(database, NOW - 1), judges(database, NOW)) == ([1], [])
    assert replace(kept, withdrawn_at=None, withdrawn_by=None, withdrawn_why=None) == before


def test_the_one_before_does_not_come_back(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - 2 * DAY)
    put(store(database), text_of(2), NOW - DAY)
    withdrawn(database, NOW, 2)
    assert [judges(database, at) for at in (NOW - DAY - 1, NOW - 1, NOW)] == [[1], [2], []]


def test_what_never_began_leaves_the_one_before_in_force(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - DAY)
    put(store(database), text_of(2), NOW + DAY)
    withdrawn(database, NOW, 2)
    assert [judges(database, at) for at in (NOW, NOW + DAY, NOW + 9 * DAY)] == [[1], [1], [1]]


def test_the_next_version_may_begin_before_one_that_never_did(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - DAY)
    put(store(database), text_of(2), NOW + 9 * DAY)
    with pytest.raises(BeginsTooEarly, match="version 2 begins on"):
        put(store(database), text_of(3), NOW + DAY)
    withdrawn(database, NOW, 2)
    put(store(database), text_of(3), NOW + DAY)
    assert (judges(database, NOW), judges(database, NOW + DAY)) == ([1], [3])


def test_its_number_is_never_given_again(database: Mongo) -> None:
    put(store(database), text_of(1), NOW + DAY)
    withdrawn(database, NOW)
    with pytest.raises(VersionTaken):
        put(store(database), text_of(1, weight=5), NOW + DAY)
    assert not put(store(database), text_of(1), NOW + DAY).is_new
    assert store(database).known()[0].withdrawn_at == NOW


@pytest.mark.parametrize(
    ("code", "version", "why", "refusal"),
    [
        ("none", 1, "wrong", UnknownVersion),
        ("contact", 3, "wrong", UnknownVersion),
        ("contact", 1, "wrong", StepRefused),
        ("contact", 2, "  ", StepRefused),
    ],
)
def test_what_cannot_be_withdrawn_stays(
    database: Mongo, code: str, version: int, why: str, refusal: type[Exception]
) -> None:
    put(store(database), text_of(1), NOW - DAY)
    put(store(database), text_of(2), NOW)
    with pytest.raises(refusal):
        withdraw(store(database), code, version, Withdrawal("ann", NOW, why))
    assert [each.withdrawn_at for each in store(database).known()] == [None, None]


def test_of_many_at_once_one_withdraws_it(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - DAY)

    def attempt(name: str) -> str:
        try:
            withdraw(store(database), "contact", 1, Withdrawal(name, NOW, name))
        except StepRefused:
            return "late"
        return name

    with ThreadPoolExecutor(6) as threads:
        outcomes = list(threads.map(attempt, "abcdef"))
    (first,) = (each for each in outcomes if each != "late")
    assert store(database).known()[0].withdrawn_why == first


def test_a_process_that_knows_the_list_learns_of_it_within_a_second(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - DAY)
    ticks = [0.0]
    reader = Standards(database, ticking=lambda: ticks[0])
    assert len(reader.in_force(NOW)) == 1
    withdrawn(database, NOW)
    ticks[0] = 1.0
    assert reader.in_force(NOW) == ()


def test_a_second_version_says_what_changes(database: Mongo) -> None:
    put(store(database), text_of(1), why="")
    with pytest.raises(NoteMissing, match="say what changes and what for"):
        put(store(database), text_of(2), why="  ")
    assert put(store(database), text_of(2), why=" lighter ").published.why == "lighter"
    assert [each.why for each in store(database).known()] == ["", "lighter"]


def test_its_questionnaires_are_offered_no_more(database: Mongo) -> None:
    with phones.opened(database) as served:
        assert served.ask("GET", "/questionnaires").get_json()["questionnaires"]
        told = Withdrawal("adam", phones.NOW, "wrong")
        withdraw(Standards(database), "shop", 1, told)
        fresh = replace(served, app=create_app(served.house, phones.CHEAP))
        assert fresh.ask("GET", "/questionnaires").get_json()["questionnaires"] == []


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    made = TicketHouse(database, MONDAY - 60)
    made.connect()
    made.publish(CONTACT, MONDAY - DAY)
    made.settle()
    made.now += AGAIN_SECONDS
    made.settle()
    return made


def opened(house: TicketHouse, number: int, at: int) -> None:
    house.now = max(house.now, at)
    life = Life(number, at, channel="chat")
    life.create()
    house.receive(life.posted)


def test_cards_that_a_worker_filed_by_an_old_list_are_taken_back(house: TicketHouse) -> None:
    old_list = Standards(house.database, lambda: 0.0)
    assert [each.version for each in old_list.known()] == [1]
    opened(house, 1, MONDAY)
    house.settle()
    withdraw(Standards(house.database), "contact", 1, Withdrawal("ann", MONDAY + 60, "wrong"))
    house.deliveries.filing = replace(house.deliveries.filing, standards=old_list)
    opened(house, 2, MONDAY + 120)
    house.deliveries.work_once(house.now)
    while house.deliveries.work_once(house.now):
        pass
    assert len(house.cards()) == 2
    house.now += AGAIN_SECONDS
    TicketHouse(house.database, house.now).settle()
    assert len(house.cards()) == 1, "the one that was opened before keeps its card"


def test_a_version_is_work_again_when_asked_and_what_waits_stays_work(database: Mongo) -> None:
    put(store(database), text_of(1), NOW - DAY)
    kept = database.standards.find_one({"_id": "contact/1"}) or {}
    assert (kept["state"], kept.get("due_from")) == ("ready", None)
    withdrawn(database, NOW)
    waiting = database.standards.find_one({"_id": "contact/1"}) or {}
    assert waiting["due_from"] == NOW - DAY, "nobody has judged those of its publication yet"
    database.standards.update_one({"_id": "contact/1"}, {"$set": {"state": "done"}})
    assert store(database).make_due("contact", 1, NOW + 60, since=NOW)
    again = database.standards.find_one({"_id": "contact/1"}) or {}
    assert (again["state"], again["run_at"], again["due_from"]) == ("ready", NOW + 60, NOW)
    assert again["swept"] is False
    database.standards.update_one({"_id": "contact/1"}, {"$set": {"state": "done"}})
    assert store(database).make_due("contact", 1, NOW + 90)
    assert (database.standards.find_one({}) or {})["due_from"] == NOW - DAY
    assert not store(database).make_due("contact", 2, NOW)


@contextmanager
def elsewhere(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    name = f"test-{uuid4().hex}"
    yield database_of(mongo, name)
    mongo.drop_database(name)


def test_what_is_restored_is_withdrawn_and_written_as_it_was(
    database: Mongo, mongo: MongoClient[Document], tmp_path: Path
) -> None:
    put(store(database), text_of(1), NOW - DAY)
    withdrawn(database, NOW)

    def house_of(which: Mongo) -> House:
        return House(Config(keys=(KEY,)), which, Sealer((KEY,)), lambda: NOW)

    def unwatched(name: str, number: int, about: int) -> None:
        """Nobody looks."""

    path = tmp_path / "kept.zip"
    manifest = take(house_of(database), path, "0", unwatched)
    with elsewhere(mongo) as other, reading(path) as backup:
        restore(house_of(other), backup, unwatched)
        differing = {each.name for each in differences(other, manifest, unwatched)}
        assert differing <= {"schema_migrations"}, "which only the restored one has been through"
        assert store(other).known() == store(database).known()
        assert judges(other, NOW) == []
