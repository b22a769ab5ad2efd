"""On the service's whole way nothing reads a collection through, however much the firm has kept.

mongod notes every operation while work is taken in, judged, swept, shown, counted and erased beside
thousands of documents that are no concern of it. Neither may one go without an index (COLLSCAN),
nor may one look at most of a collection by way of an index.

Left out are three orders of a person that concern all there is, and read all there is: `recount`,
`backup`, and `erase --before`, which erases most of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from pymongo import MongoClient
from werkzeug.routing import Rule

from plugin.app import create_app
from plugin.backtests.asking import Wish, recount
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stations import STATIONS, Station
from plugin.stores.collections import LAYOUTS, lay_out_all
from plugin.stores.keeping.workers import Workers
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.erasure import Erasure
from plugin.stores.tickets.rereads import Rereads
from plugin.stores.versions.backtests import Backtests, State
from tests.mobile_api.service import visit
from tests.pages.acme import (
    AS_OF,
    CHEAP,
    PASSWORD,
    WARSAW,
    signed_in,
    with_contacts,
    with_people,
    with_standards,
)
from tests.zendesk_lives import AGENT, OUR_USER, SECRET, Life, signed
from webhooks.contract import Account

OTHERS = 3_000  # documents of others in each collection that grows with the firm
TOO_MANY = OTHERS // 2  # for one operation to look at
TOKEN = "a-token-for-the-figures"
DAY = 86_400

# Read whole on purpose, and why that costs nothing: so few documents there will ever be.
SMALL: Mapping[str, str] = {
    "standards": "the versions that a firm has published: some dozens",
    "standard_heads": "one a standard",
    "connections": "one an account of a helpdesk",
    "breakers": "one a connection that was ever troubled",
    "workers": "one a worker process of the last day",
    "people": "the firm's staff, read whole into the directory that everybody is looked up in",
    "teams": "the same",
    "locations": "the same",
    "directory": "the same",
    "graces": "one a standard that was ever assigned with a grace",
    "migrations": "one a migration",
    "users": "who signs in; listed whole for the admin alone",
    "demo": "one",
    "seal_probes": "one",
}
# What grows, and is laid beside: how a document of somebody else differs from one of the way.
GROWS = ("contacts", "events", "texts", "cards", "deliveries", "outbox", "rereads", "visits")


@dataclass(slots=True)
class Way:
    """The house, a clock to move (UTC seconds), its app and one worker's stations."""

    database: Mongo
    now: int = AS_OF
    house: House = field(init=False)
    app: Flask = field(init=False)
    stations: list[Station] = field(init=False)

    def __post_init__(self) -> None:
        config = Config(keys=(new_key(),), zone=WARSAW, metrics_token=TOKEN)
        self.house = House(config, self.database, Sealer(config.keys), lambda: self.now)
        with_people(self.house)
        account = Account("zd-acme", "https://acme.zendesk.com", "pl", OUR_USER)
        connections = Connections(self.database, self.house.sealer)
        connections.keep(Connection(account, "zendesk", (SECRET,), write_back=False))
        with_standards(self.house, "contact", "complaints", "shop_visit")
        with_contacts(self.house, "tickets", "reviews", "visits")
        self.app = create_app(self.house, CHEAP)
        self.stations = [make(self.house, "one") for make in STATIONS]

    def settle(self) -> None:
        """Works until there is nothing to do, now and a little later."""
        for _ in range(4):
            while sum(each.work_once(self.now) for each in self.stations):
                pass
            self.now += 5

    def ticket(self, number: int) -> None:
        """A ticket is told of, answered, and falls silent."""
        life = Life(number, self.now, channel="chat")
        life.create()
        life.comment(self.now + 30, AGENT, "We look into it.")
        life.comment(self.now + 60, "501", "And?")
        life.redact(self.now + 70, str(10_000 * number + 1))
        client = self.app.test_client()
        for body in life.posted:
            delivery = signed(body, self.now)
            answer = client.post("/webhooks/zd-acme", data=body, headers=dict(delivery.headers))
            assert answer.status_code == 202
        self.settle()

    def submission(self) -> None:
        """A shopper sends a visit, and it is accepted."""
        given = {**visit(), "questionnaire": {"standard": "shop-visit", "version": 1}}
        headers = {"Authorization": f"Bearer {self.token('admin')}"}
        client, path = self.app.test_client(), f"/api/v1/visits/{uuid4()}"
        client.put(path, data=json.dumps(given), headers=headers, content_type="application/json")
        client.post(f"{path}/acceptance", json={}, headers=headers)
        self.settle()

    def token(self, name: str) -> str:
        """Whoever has signed in through the API."""
        told = {"name": name, "password": PASSWORD}
        answer = self.app.test_client().post("/api/v1/sessions", json=told)
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["access_token"])


@pytest.fixture(scope="module")
def noted(mongo: MongoClient[Document]) -> Iterator[list[Document]]:
    """Each operation that mongod noted on the way, as `system.profile` has it."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    way = Way(database)
    way.settle()
    way.ticket(1)
    way.now += DAY  # nobody answers: a deadline is missed, and a tag wanted
    way.settle()
    Rereads(database).want("zd-acme/ticket/1", "zd-acme", way.now)
    way.settle()
    lay_beside(database)
    database.create_collection("system.profile", capped=True, size=64 * 1024**2)
    database.command("profile", 2)
    go(way)
    database.command("profile", 0)
    yield [each for each in database["system.profile"].find() if "planSummary" in each]
    mongo.drop_database(database.name)


def lay_beside(database: Mongo) -> None:
    """Thousands of documents that are none of the way's concern, like those that it has made."""
    for name in GROWS:
        made = database[name].find_one({"_id": {"$regex": "ticket"}}) or database[name].find_one()
        assert made is not None, f"nothing was made in {name}"
        database[name].insert_many([_others(name, made, each) for each in range(OTHERS)])


def _others(name: str, made: Document, number: int) -> Document:
    contact = f"zd-other/ticket/{number}"
    told: Document = {**made, "_id": f"{contact} {number}", "state": "done", "run_at": None}
    if "run_at" not in made:
        del told["run_at"], told["state"]
    if name in ("contacts", "outbox", "rereads"):
        told["_id"] = contact
    if name == "contacts":
        told |= {"state": "ready", "run_at": AS_OF + 400 * DAY + number}
    if name in ("outbox", "rereads"):
        told["run_at"] = AS_OF
    if name == "visits":  # the answers to a standard of a period are read where it is looked at
        told["questionnaire"] = {"standard": "others", "version": 1}
    if "expires_at" in made:
        told["expires_at"] = datetime.now(UTC) + timedelta(days=400)
    for field_ in ("contact", "connection"):
        if field_ in made:
            told[field_] = contact if field_ == "contact" else "zd-other"
    return told


def go(way: Way) -> None:
    """The whole way: webhook, card, tags, sweep, visit, pages, figures, erasure, the end."""
    began = way.now
    way.ticket(2)
    way.now += 11 * 60
    way.settle()
    way.submission()
    asked = [
        recount(way.house, code, 1, Wish(began - 60, way.now, "admin"))
        for code in ("contact", "shop-visit")
    ]
    way.settle()
    backtests = Backtests(way.database)
    assert {backtests.settle(each.id) for each in asked} == {State.OVER}
    assert backtests.found(asked[0].id).contacts == 1
    Rereads(way.database).want("zd-acme/ticket/2", "zd-acme", way.now)
    Rereads(way.database).last_read(["zd-acme/ticket/2"])
    Rereads(way.database).waiting("zd-acme")
    way.settle()
    look_at_all(way)
    erasure = Erasure(way.database, 30)
    assert not erasure.knows("zd-acme/ticket/none")
    erasure.of_contact("zd-acme/ticket/2", way.now)
    Workers(way.database).tell("one", way.now, {}, stopped=True)
    for each in way.stations:
        each.stop(way.now)


def look_at_all(way: Way) -> None:
    """Every page and every answer of the API that can be asked for without a body."""
    pages, token = signed_in(way.house, "admin"), way.token("admin")
    api = way.app.test_client()
    seen = 0
    for rule in way.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        path = _path(way.app, rule)
        by = TOKEN if path == "/metrics" else token
        if path.startswith(("/api/", "/metrics", "/health")):
            answer = api.get(path, headers={"Authorization": f"Bearer {by}"})
        else:
            answer = pages.get(path)
        assert answer.status_code < 500 or path == "/health/ready", (path, answer.text[:500])
        seen += answer.status_code == 200
    for path in DEEPER:
        assert pages.get(path).status_code == 200, path
    assert seen > 10


DEEPER = (
    "/compliance?standard=contact&period=last_quarter&standing=all",
    "/compliance?standard=shop-visit&period=last_quarter",
    "/compliance/contact/1/RSP-01?period=last_quarter",
    "/compliance/contact/1/RSP-01?period=last_quarter&verdict=missed",
    "/contacts/zd-acme/ticket/2",
    "/standards/contact/1/quality?period=last_quarter",
    "/standards/contact/draft/backtests",
)
PARTS: Mapping[str, Any] = {
    "contact": "zd-acme/ticket/2",
    "person": "anna",
    "standard": "contact",
    "code": "contact",
    "version": 1,
    "criterion": "RSP-01",
    "connection": "zd-acme",
    "uuid": uuid4(),
    "visit_id": uuid4(),
    "review_id": uuid4(),
}


def _path(app: Flask, rule: Rule) -> str:
    """The route's address, with what exists where its part has a name that we know."""
    given = {name: PARTS.get(name, "none") for name in rule.arguments}
    with app.test_request_context():
        for guess in (given, {**given, **dict.fromkeys(rule.arguments, uuid4())}, PARTS):
            built = rule.build({name: guess.get(name, 1) for name in rule.arguments}, False)
            if built is not None:
                return str(built[1])
    raise AssertionError(f"no address of {rule.rule}")


def collection_of(operation: Document) -> str:
    return str(operation["ns"]).partition(".")[2]


def test_the_way_was_gone(noted: list[Document]) -> None:
    """Without it, the rest would tell nothing."""
    kept = {each.name for each in LAYOUTS}
    asked = {collection_of(each) for each in noted}
    assert {*GROWS, "tallies", "sessions", "people"} & kept <= asked
    assert len(noted) > 300


def test_nothing_is_read_without_an_index(noted: list[Document]) -> None:
    scans = {
        (collection_of(each), json.dumps(asked_by(each), default=str)[:400])
        for each in noted
        if "COLLSCAN" in each["planSummary"] and collection_of(each) not in SMALL
    }
    assert not scans


def test_no_index_is_read_through(noted: list[Document]) -> None:
    """An index helps nothing where most of it is looked at."""
    through = {
        (collection_of(each), each["planSummary"], json.dumps(asked_by(each), default=str)[:400])
        for each in noted
        if max(each.get("docsExamined", 0), each.get("keysExamined", 0)) > TOO_MANY
    }
    assert not through


def asked_by(operation: Document) -> Document:
    """What was asked, in brief."""
    command: Document = operation.get("originatingCommand") or operation.get("command", {})
    wanted = ("filter", "pipeline", "q", "u", "query", "sort", "hint")
    return {name: command[name] for name in wanted if name in command}
