"""Whatever way the deliveries of a ticket's life take, the cards at its end are the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import zip_longest
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.filed.cards import card_id
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.tickets.events import news_in
from plugin.stores.versions.standards import Standards
from plugin.tickets.judging import cards_of
from plugin.tickets.recount import recounting_of
from scoring.outcome import outcome_hash
from scoring.scorecard import Scorecard
from scoring.tags import tags_of
from tests.plugin.tickets.ticket_house import ACCOUNT, BEGINNING, CONTACT, TicketHouse
from tests.tallied import counted_in, counted_of
from tests.zendesk_lives import AGENT, COLLEAGUE, CUSTOMER, OUR_USER, Life, signed
from webhooks.helpdesks import HELPDESKS

MONDAY = 1_772_438_400  # 2026-03-02T08:00:00Z
DAYS = 5 * 86_400
LATER_CONTACT = CONTACT.replace(b"\nversion: 1\n", b"\nversion: 2\n").replace(
    b"goal: 0.9\n", b"goal: 0.8\n"
)
_KEPT = frozenset({"connections", "standards", "standard_heads"})

ACTS = {
    "customer": lambda life, at: life.comment(at, CUSTOMER, "And now?"),
    "reply": lambda life, at: life.comment(at, AGENT, "Soon."),
    "colleague": lambda life, at: life.comment(at, COLLEAGUE, "It is on its way."),
    "note": lambda life, at: life.comment(at, AGENT, "Call them.", public=False),
    "pending": lambda life, at: life.status(at, "PENDING"),
    "open": lambda life, at: life.status(at, "OPEN"),
    "solved": lambda life, at: life.status(at, "SOLVED"),
    "closed": lambda life, at: life.status(at, "CLOSED"),
    "urgent": lambda life, at: life.prioritise(at, "URGENT"),
    "low": lambda life, at: life.prioritise(at, "LOW"),
    "assign": lambda life, at: life.assign(at, AGENT),
    "reassign": lambda life, at: life.assign(at, COLLEAGUE),
    "move": lambda life, at: life.move(at, "2"),
    "tags": lambda life, at: life.tag(at, ["parcel"], []),
    "echo": lambda life, at: life.tag(at, ["pl-rsp-01-missed"], [], OUR_USER),
    "our note": lambda life, at: life.comment(at, OUR_USER, "A note of ours.", public=False),
    "field": lambda life, at: life.set_field(at, "360001", "a.b$c"),
    "choices": lambda life, at: life.set_field(at, "360002", ["b", "a"]),
    "number": lambda life, at: life.set_field(at, "360003", 1 << 63),
    "delete": lambda life, at: life.leave(at, "soft_deleted"),
    "restore": lambda life, at: life.leave(at, "undeleted"),
    "merge": lambda life, at: life.merge(at, "999"),
}
# Saves of one second, of one morning, of days.
GAPS = st.sampled_from([0, 0, 1, 40, 900, 3_599, 3_600, 7_201, 14_400, 86_400, 200_000])


@st.composite
def lives(draw: st.DrawFn, number: int) -> Life:
    life = Life(number, MONDAY + draw(st.integers(0, DAYS)))
    life.create()
    at = life.opened_at
    for act in draw(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=12)):
        at += draw(GAPS)
        ACTS[act](life, at)
    return life


@pytest.fixture(scope="module")
def emptied(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A database with two versions of a standard, for all examples; they empty the rest."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    house = TicketHouse(made)
    house.connect()
    house.publish(CONTACT)
    house.publish(LATER_CONTACT, MONDAY + DAYS // 2)
    house.settle()
    house.now += 60
    house.settle()
    yield made
    mongo.drop_database(name)


def house_over(database: Mongo, now: int) -> TicketHouse:
    for name in database.list_collection_names():
        if name not in _KEPT:
            database[name].delete_many({})
    return TicketHouse(database, now)


def cards_told_by(life: Life, standards: Standards, now: int) -> tuple[Scorecard, ...]:
    """The cards that the events of the life's deliveries make, without any store."""
    told = [HELPDESKS["zendesk"].read(signed(body, now), ACCOUNT) for body in life.posted]
    log = news_in([], [event for each in told for event in each.events])
    return cards_of(life.contact, life.opened_at, log, standards, now)


def holds_as_told(house: TicketHouse, lived: list[Life]) -> None:
    """What is filed, counted and wanted is what the lives' events make of it."""
    standards = Standards(house.database)
    told = {life.contact: cards_told_by(life, standards, house.now) for life in lived}
    cards = [card for each in told.values() for card in each]
    filed = {key: each["outcome_hash"] for key, each in house.cards().items()}
    assert filed == {card_id(each): outcome_hash(each) for each in cards}
    zone = house.house.config.zone
    assert counted_in(house.database) == counted_of(cards, zone)
    wanted = {each["_id"]: frozenset(each["wanted"]) for each in house.database.outbox.find()}
    for contact, its in told.items():
        assert wanted.get(contact, frozenset()) == tags_of(its, ACCOUNT.prefix)
    assert recounting_of(house.house).recount().agrees


BUSY = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@BUSY
@given(st.tuples(lives(1), lives(2)), st.randoms(use_true_random=False), st.data())
def test_duplicates_order_bursts_and_our_echo_change_nothing(
    emptied: Mongo, lived: tuple[Life, ...], chance: random.Random, data: st.DataObject
) -> None:
    house = house_over(emptied, MONDAY + 3 * DAYS)
    posted = [body for life in lived for body in life.posted]
    posted += data.draw(st.lists(st.sampled_from(posted), max_size=5))
    chance.shuffle(posted)
    while posted:
        size = data.draw(st.integers(1, len(posted)))
        burst, posted = posted[:size], posted[size:]
        house.receive(burst)
        house.settle()
    house.receive(lived[0].posted)
    house.settle()
    holds_as_told(house, list(lived))
    before = dict(house.cards())
    for each in house.database.deliveries.find({}, {"_id": 1}):
        again = {"$set": {"state": "ready", "run_at": house.now, "tries": 0}}
        house.database.deliveries.update_one({"_id": each["_id"]}, again)
    house.settle()
    assert house.cards() == before


@BUSY
@given(lives(1), st.lists(st.integers(0, 90_000), max_size=6))
def test_what_is_judged_as_it_happens_is_at_the_end_what_is_judged_at_once(
    emptied: Mongo, life: Life, late: list[int]
) -> None:
    """The clock goes on: deliveries come as they happen or later, and silence is looked after."""
    house = house_over(emptied, BEGINNING)
    for body, at, after in zip_longest(life.posted, life.happened, late[: len(life.posted)]):
        wait_until(house, max(house.now, at + (after or 0)))
        house.receive([body])
        house.settle()
    wait_until(house, MONDAY + 3 * DAYS)
    holds_as_told(house, [life])


def wait_until(house: TicketHouse, end: int) -> None:
    """Lets the clock go to each instant at which something falls due, and to the end."""
    while True:
        house.settle()
        due = house.database.contacts.find_one(
            {"state": "ready", "run_at": {"$lte": end}}, sort=[("run_at", 1)]
        )
        if due is None:
            break
        house.now = max(house.now, due["run_at"])
    house.now = end
    house.settle()
