"""The whole way round with Freshdesk: rules call, tickets are read again, tags go back, no echo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from werkzeug.serving import make_server

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer
from plugin.stores.layout import Document, Mongo
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.events import Events
from plugin.stores.tickets.rereads import BREATH_SECONDS
from plugin.stores.versions.standards import Standards
from plugin.tickets.connecting import Asked, ConnectRefused, asking, connect
from plugin.tickets.due import due_station, published_station
from plugin.tickets.line import Line
from plugin.tickets.outbox import OutboxStation
from plugin.tickets.reconciling import PAGE_SECONDS, Pace, Reconciling, Step
from plugin.tickets.rereading import RereadsStation
from plugin.tickets.sender import Sender
from plugin.tickets.station import deliveries_station
from scoring.evidence import EventKind
from tests.fakes.faults import Fault
from tests.fakes.freshdesk.limits import Limits
from tests.fakes.freshdesk.server import FakeFreshdesk
from tests.loopback import LOOPBACK
from tests.plugin.sending.desk import KEY, NOW, Clock
from webhooks.contract import Account
from webhooks.helpdesks import HELPDESKS

NAME = "fd-acme"
SECRET = "a-secret-that-rules-send"
MISSED = "pl-rsp-01-missed"
WEEK = 7 * 86_400
CONTACT = Path("standards/library/contact.yaml").read_bytes()


@dataclass(slots=True)
class Firm:
    """A served house that is connected with the fake, whose rules call it."""

    house: House
    freshdesk: FakeFreshdesk
    clock: Clock
    stations: tuple[Any, ...]
    line: Line
    address: str

    def settle(self) -> None:
        """Works until rules have called for everything, and nothing is due for a while."""
        for _ in range(4):
            if self.freshdesk.subscription is not None:
                self.freshdesk.subscription.flush()
            while any(each.work_once(self.clock.now) for each in self.stations):
                pass
            self.clock.pass_by(BREATH_SECONDS)

    def cards(self, number: int) -> list[Document]:
        return [*self.house.database.cards.find({"contact": f"{NAME}/ticket/{number}"})]

    def tags(self, number: int) -> frozenset[str]:
        return self.freshdesk.tickets.tags(number)

    def log(self, number: int) -> dict[str, Any]:
        found = Events(self.house.database).of(f"{NAME}/ticket/{number}")
        return {each.id: each for each in found}


@pytest.fixture
def freshdesk(clock: Clock) -> Iterator[FakeFreshdesk]:
    """The fake; a call that Freshdesk does not document fails the test."""
    with FakeFreshdesk(clock) as fake:
        yield fake
    assert fake.api.complaints == []


@pytest.fixture
def firm(database: Mongo, freshdesk: FakeFreshdesk, clock: Clock) -> Iterator[Firm]:
    house = House(Config(private_addresses=LOOPBACK), database, Sealer([KEY]), clock)
    account = Account(NAME, freshdesk.address, "pl", str(freshdesk.user.id))
    made = Connection(account, "freshdesk", (SECRET,), "X", freshdesk.user.token, True)
    Connections(database, house.sealer).keep(made)
    publish(Standards(database), CONTACT, effective_from=NOW - WEEK, by="anna", now=clock.now)
    line = Line(Breakers(database), Sender(private=LOOPBACK), lambda: 0.5)
    of_house = [make(house, "one") for make in (published_station, deliveries_station, due_station)]
    rereads = RereadsStation(house, "one", line, HELPDESKS, lambda: 0.5)
    outbox = OutboxStation(house, "one", line, HELPDESKS, lambda: 0.5)
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://127.0.0.1:{server.server_port}/webhooks/{NAME}"
    try:
        yield Firm(house, freshdesk, clock, (*of_house, rereads, outbox), line, address)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_missed_ticket_is_tagged_and_the_echo_changes_nothing(firm: Firm) -> None:
    subscription = firm.freshdesk.subscribe(firm.address, SECRET)
    subscription.leaves_out = None  # an admin who left our agent in the rule
    firm.freshdesk.tickets.create(1, tags=("vip",))
    firm.settle()
    assert [each["standing"] for each in firm.cards(1)] == ["provisional"]
    assert firm.tags(1) == {"vip"}
    firm.clock.pass_by(WEEK)
    firm.settle()
    assert {"vip", MISSED} <= firm.tags(1)
    before = firm.log(1)
    firm.settle()
    assert [each.status for each in subscription.posted] == [202] * 2
    assert firm.log(1) == before
    assert not any(each.reconstructed for each in before.values())


def test_however_rules_write_their_bodies_the_ticket_is_judged(firm: Firm) -> None:
    subscription = firm.freshdesk.subscribe(firm.address, SECRET)
    tickets = firm.freshdesk.tickets
    tickets.create(1)
    deeds: list[Callable[[], Any]] = [
        lambda: tickets.assign(1, 7, 2),
        lambda: tickets.comment(1, "We look into it."),
        lambda: tickets.comment(1, "Thank you", 501),
        lambda: tickets.comment(1, "A note", public=False),
        lambda: tickets.set_status(1, 4),
        lambda: tickets.rate(1, 103, "Great"),
        lambda: tickets.set_status(1, 5),
    ]
    for deed in deeds:
        firm.clock.pass_by(60)
        deed()
        firm.settle()
    assert {each.status for each in subscription.posted} == {202}
    assert {each.headers["Content-Type"].partition(";")[0] for each in subscription.posted} == {
        "application/json",
        "application/xml",
        "application/x-www-form-urlencoded",
    }
    assert [each["standing"] for each in firm.cards(1)] == ["final"]
    kinds = [each.kind for each in firm.log(1).values()]
    assert kinds.count(EventKind.MESSAGE) == 3
    assert kinds.count(EventKind.RATED) == 1
    unreadable = firm.house.database.deliveries.count_documents({"state": "buried"})
    assert unreadable == 0


def test_the_key_alone_says_who_we_are(firm: Firm) -> None:
    wish = Asked(
        name="fd-other",
        helpdesk="freshdesk",
        address=firm.freshdesk.address,
        secret="a-secret-of-sixteen-and-more",
        token=firm.freshdesk.user.token,
    )
    made = connect(firm.house, wish, asking(firm.house))
    assert (made.account.our_user, made.write_back) == ("900", True)
    with pytest.raises(ConnectRefused, match="check the API key"):
        connect(firm.house, replace(wish, token="another-key"), asking(firm.house))
    assert "X-Webhook-Secret" in "".join(
        HELPDESKS["freshdesk"].connecting.steps("/webhooks/fd-other")
    )


def test_who_bears_no_secret_is_not_let_in_and_what_names_no_ticket_is_kept(firm: Firm) -> None:
    for secret in ("another", ""):
        headers = {"X-Webhook-Secret": secret, "Content-Type": "application/json"}
        answer = requests.post(firm.address, data=b'{"ticket_id": 1}', headers=headers, timeout=5)
        assert answer.status_code == 401
        assert SECRET not in answer.text
    assert firm.house.database.deliveries.count_documents({}) == 0
    answer = requests.post(
        firm.address,
        data=b'{"ticket_subject": "{{ticket.subject}}"}',
        headers={"X-Webhook-Secret": SECRET, "Content-Type": "text/plain"},
        timeout=5,
    )
    assert answer.status_code == 202
    (kept,) = firm.house.database.deliveries.find({})
    assert "placeholders were never filled in" in kept["reason"]


def test_what_no_rule_told_is_found_by_reconciling(firm: Firm) -> None:
    tickets = firm.freshdesk.tickets
    for number in range(1, 106):
        tickets.create(number, at=NOW - 7200 + number // 50)
    tickets.comment(7, "Soon.", at=NOW - 3600)
    tickets.bin(8, "deleted", at=NOW - 3600)
    reconciling = Reconciling(firm.house, "one", firm.line, pace=Pace(chance=lambda: 0.5))
    reconciling.runs.begin(NAME, NOW - WEEK, firm.clock.now)
    while reconciling.step(firm.clock.now, NAME) is not Step.ENDED:
        firm.clock.pass_by(PAGE_SECONDS)
    firm.settle()
    assert firm.house.database.contacts.count_documents({}) == 105
    assert any(each.kind is EventKind.MESSAGE for each in firm.log(7).values())
    assert [each["standing"] for each in firm.cards(8)] == ["withdrawn"]


def test_faults_on_the_way_lose_nothing(firm: Firm) -> None:
    firm.freshdesk.subscribe(firm.address, SECRET)
    faults = (Fault.TOO_MANY, Fault.BAD_GATEWAY, Fault.HUNG_UP_AFTER, Fault.CUT)
    for number in range(1, 4):
        firm.freshdesk.faults.order(faults[number - 1])
        firm.freshdesk.tickets.create(number)
        firm.settle()
    firm.clock.pass_by(WEEK)
    firm.freshdesk.faults.order(*faults)
    for _ in range(3):
        firm.settle()
        firm.clock.pass_by(600)
    assert all(MISSED in firm.tags(number) for number in range(1, 4))


def test_what_is_left_of_the_budget_is_left_to_others(firm: Firm) -> None:
    firm.freshdesk.subscribe(firm.address, SECRET)
    firm.freshdesk.api.budget.limits = Limits(requests=40)
    for number in range(1, 16):
        firm.freshdesk.tickets.create(number)
    firm.settle()
    seen = firm.house.database.contacts.count_documents({})
    assert 0 < seen < 15
    for _ in range(4):
        firm.clock.pass_by(60)
        firm.settle()
    assert firm.house.database.contacts.count_documents({}) == 15
    assert {each.status for each in firm.freshdesk.log} == {200}, "nobody had to refuse us"
