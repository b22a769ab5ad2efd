"""A kept delivery becomes events, cards, tallies and wanted tags; what is spoilt stops nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from plugin.stores.layout import Mongo
from plugin.stores.tickets.events import Events
from plugin.stores.tickets.texts import Texts
from plugin.stores.versions.standards import Standards, Unreadable
from plugin.tickets.due import AGAIN_SECONDS
from plugin.tickets.recount import recounting_of
from standards.model import Standard
from tests.plugin.tickets.ticket_house import CONTACT, TicketHouse
from tests.zendesk_lives import AGENT, CUSTOMER, OUR_USER, Life
from webhooks.contract import Account, Delivery, News
from webhooks.helpdesks import HELPDESKS
from webhooks.zendesk.adapter import Zendesk

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
HOUR = 3_600
SPOILT = "a word that nobody expected"


@pytest.fixture
def house(database: Mongo) -> TicketHouse:
    made = TicketHouse(database)
    made.connect()
    made.publish(CONTACT)
    made.settle()
    made.now = MONDAY + HOUR
    return made


def answered(number: int, after: int = 600) -> Life:
    life = Life(number, MONDAY)
    life.create()
    life.comment(MONDAY + after, AGENT, "We look into it at once.")
    life.status(MONDAY + after, "SOLVED")
    return life


def marks_of(house: TicketHouse) -> set[str]:
    return {mark for card in house.cards().values() for mark in card["marks"]}


def reasons_of(house: TicketHouse) -> list[str]:
    return [each["reason"] for each in house.database.deliveries.find({"state": "failed"})]


def test_a_ticket_is_filed_with_what_it_counts(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    house.settle()
    (card,) = house.cards().values()
    assert "RSP-01 met" in card["marks"]
    assert card["day"] == "2026-03-02"
    assert house.states() == {"done": 3}
    assert recounting_of(house.house).recount().agrees


def test_all_that_is_ready_about_a_contact_is_judged_at_once(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    assert house.deliveries.work_once(house.now)
    assert house.states() == {"done": 3}
    assert house.house.measures.told()["judged"] == 1


def test_words_lie_apart_and_sealed(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    house.settle()
    texts = Texts(house.database, house.house.sealer, 400)
    assert "We look into it at once." in texts.of("zd-acme/ticket/1").values()
    everything = [
        str(list(house.database[name].find())) for name in house.database.list_collection_names()
    ]
    assert not [text for text in everything if "We look into it" in text]
    assert all(each.text is None for each in Events(house.database).of("zd-acme/ticket/1"))


@pytest.mark.parametrize("turned", [False, True], ids=["after the words", "before the words"])
def test_words_taken_back_are_erased_whenever_that_is_told(
    house: TicketHouse, turned: bool
) -> None:
    life = answered(1)
    words = life.posted[1]
    life.redact(MONDAY + 700, json.loads(words)["event"]["comment"]["id"])
    for body in reversed(life.posted) if turned else life.posted:
        house.receive([body])
        house.settle()
    texts = Texts(house.database, house.house.sealer, 400)
    assert list(texts.of(life.contact)) == ["opened"]


def test_silence_is_judged_when_the_deadline_has_passed(house: TicketHouse) -> None:
    life = Life(1, MONDAY)
    life.create()
    house.receive(life.posted)
    house.settle()
    assert "RSP-01 pending" in marks_of(house)
    due = house.database.contacts.find_one({"_id": life.contact})
    assert due is not None
    house.now = due["run_at"] - 1
    house.settle()
    assert "RSP-01 pending" in marks_of(house)
    for _ in range(9):
        due = house.database.contacts.find_one({"_id": life.contact})
        assert due is not None
        if due["state"] == "done":
            break
        house.now = due["run_at"]
        house.settle()
    assert due["run_at"] is None
    assert "RSP-01 missed" in marks_of(house)
    assert recounting_of(house.house).recount().agrees


def test_a_stamp_of_the_future_counts_when_it_has_come(house: TicketHouse) -> None:
    life = Life(1, house.now + 50)
    life.create()
    house.receive(life.posted)
    house.settle()
    assert [card["opened_at"] for card in house.cards().values()] == [None]
    house.now += 50
    house.settle()
    assert [card["opened_at"] for card in house.cards().values()] == [life.opened_at]


def test_a_version_that_begins_before_a_contact_takes_its_card_over(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    house.settle()
    later = CONTACT.replace(b"\nversion: 1\n", b"\nversion: 2\n")
    house.publish(later, effective_from=MONDAY - HOUR)
    TicketHouse(house.database, house.now).settle()
    assert [card["version"] for card in house.cards().values()] == [2]
    assert recounting_of(house.house).recount().agrees


def test_a_worker_that_knew_only_the_old_list_is_put_right(house: TicketHouse) -> None:
    old_list = Standards(house.database, lambda: 0.0)
    assert [each.version for each in old_list.known()] == [1]
    later = CONTACT.replace(b"\nversion: 1\n", b"\nversion: 2\n")
    house.publish(later, effective_from=MONDAY - HOUR)
    TicketHouse(house.database, house.now).settle()
    house.deliveries.filing = replace(house.deliveries.filing, standards=old_list)
    house.receive(answered(1).posted)
    house.settle()
    assert [card["version"] for card in house.cards().values()] == [1]
    TicketHouse(house.database, house.now + AGAIN_SECONDS).settle()
    assert [card["version"] for card in house.cards().values()] == [2]
    TicketHouse(house.database, house.now + 9 * AGAIN_SECONDS).settle()
    assert house.database.standards.count_documents({"state": "done"}) == 2


def test_what_our_own_user_did_leaves_no_trace(house: TicketHouse) -> None:
    life = Life(1, MONDAY)
    life.tag(MONDAY, ["pl-rsp-01-missed"], [], OUR_USER)
    house.receive(life.posted)
    house.settle()
    assert house.states() == {"done": 1}
    assert not house.cards()
    assert house.database.contacts.count_documents({}) == 0


def test_what_cannot_be_read_is_set_aside_with_its_reason_and_the_rest_goes_on(
    house: TicketHouse,
) -> None:
    life = answered(1)
    spoilt = json.loads(life.posted[1])
    del spoilt["time"]
    house.receive([life.posted[0], json.dumps(spoilt).encode(), life.posted[2]])
    house.settle()
    assert house.states() == {"done": 2, "failed": 1}
    assert reasons_of(house) == ["time is missing"]
    assert len(house.cards()) == 1


def test_a_delivery_of_no_connection_is_set_aside(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    house.database.connections.delete_many({})
    house.deliveries = TicketHouse(house.database, house.now).deliveries
    house.settle()
    assert set(reasons_of(house)) == {"there is no connection zd-acme any more"}


@dataclass(frozen=True, slots=True)
class Clumsy(Zendesk):
    """An adapter with a bug: what it does with some words is up to `spoil`."""

    spoil: Callable[[News], News] = lambda news: news

    def read(self, delivery: Delivery, account: Account) -> News:
        news = HELPDESKS["zendesk"].read(delivery, account)
        return self.spoil(news) if SPOILT.encode() in delivery.body else news


def fails_to_read(news: News) -> News:
    raise KeyError(news)


def tells_what_cannot_be_kept(news: News) -> News:
    odd = {"fields.odd": object()}
    return replace(news, events=tuple(replace(each, facts=odd) for each in news.events))  # type: ignore[arg-type]  # that is the bug


@pytest.mark.parametrize("spoil", [fails_to_read, tells_what_cannot_be_kept])
def test_a_poison_ends_aside_and_stops_nobody(
    house: TicketHouse, spoil: Callable[[News], News]
) -> None:
    house.deliveries.helpdesks = {"zendesk": Clumsy(spoil)}
    life = answered(1)
    life.comment(MONDAY + 650, CUSTOMER, SPOILT)
    house.receive(life.posted)
    house.settle()
    assert house.states() == {"done": 3, "ready": 1}
    assert "RSP-01 met" in marks_of(house)
    life.status(MONDAY + 700, "CLOSED")
    house.receive(life.posted[-1:])
    for _ in range(12):
        house.now += 300
        house.settle()
    assert house.states() == {"done": 4, "failed": 1}
    assert {card["standing"] for card in house.cards().values()} == {"final"}
    (reason,) = reasons_of(house)
    assert SPOILT not in reason
    assert recounting_of(house.house).recount().agrees


def test_what_the_house_itself_has_spoilt_is_no_try_of_the_delivery(house: TicketHouse) -> None:
    class Spoilt:
        def in_force(self, at: int) -> tuple[Standard, ...]:
            raise Unreadable("contact/1 is refused by this release")

        def version(self, code: str, number: int) -> Standard | None:
            raise Unreadable(f"{code}/{number} is refused by this release")

    sound = house.deliveries.filing
    house.deliveries.filing = replace(sound, standards=Spoilt())
    house.receive(answered(1).posted)
    for _ in range(20):
        house.settle()
        house.now += 10
    assert house.states() == {"ready": 3}
    house.deliveries.filing = sound
    house.settle()
    assert house.states() == {"done": 3}


def test_whoever_was_too_slow_writes_nothing(house: TicketHouse) -> None:
    other = TicketHouse(house.database, house.now, worker="two")
    house.receive(answered(1).posted)
    slow = house.deliveries.inbox.take(house.now)
    other.now += house.deliveries.inbox.queue.lease_seconds + 1
    other.settle()
    filed = {name: list(house.database[name].find()) for name in ("events", "contacts", "cards")}
    adapter, account = HELPDESKS["zendesk"], house.connection.account
    told = [(each, adapter.read(each.delivery, account)) for each in slow]
    house.deliveries._file("zd-acme/ticket/1", told, other.now + 99)
    assert {name: list(house.database[name].find()) for name in filed} == filed
    assert house.states() == {"done": 3}


def test_who_stops_leaves_the_rest_to_others_at_once(house: TicketHouse) -> None:
    house.receive(answered(1).posted)
    house.deliveries.inbox.take(house.now)
    house.deliveries.stop(house.now)
    other = TicketHouse(house.database, house.now, worker="two")
    other.settle()
    assert house.states() == {"done": 3}


def test_stations_side_by_side_lose_nothing_and_count_each_once(house: TicketHouse) -> None:
    lives = [answered(number, after=600 * number) for number in range(1, 7)]
    told = [body for act in zip(*(life.posted for life in lives), strict=True) for body in act]
    workers = [TicketHouse(house.database, house.now, worker=f"w{each}") for each in range(4)]

    def work(worker: TicketHouse) -> None:
        idle = 0
        while idle < 20:
            idle = 0 if worker.deliveries.work_once(worker.now) else idle + 1

    with ThreadPoolExecutor(5) as threads:
        ends = [threads.submit(work, worker) for worker in workers]
        for body in told + told[::2]:
            house.receive([body])
        for each in ends:
            each.result()
    house.settle()
    assert house.states() == {"done": len(told)}
    for life in lives:
        assert len(Events(house.database).of(life.contact)) == 3
    recount = recounting_of(house.house).recount()
    assert recount.contacts == 6
    assert recount.agrees
