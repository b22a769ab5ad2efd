"""Contacts are read again where a delivery only hints at news, and what is read is filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plugin.publishing.publish import publish
from plugin.stores.layout import Document
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.events import Events
from plugin.stores.tickets.rereads import BREATH_SECONDS, Rereads
from plugin.stores.versions.standards import Standards
from plugin.tickets.line import Line
from plugin.tickets.rereading import RereadsStation
from plugin.tickets.sender import Sender
from plugin.tickets.station import deliveries_station
from scoring.evidence import Event, EventKind, Role
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import FakeZendesk
from tests.loopback import LOOPBACK
from tests.plugin.sending.desk import NAME, NOW, Desk, contact_of
from webhooks.contract import Account, Call, Delivery, Label, News, Talk
from webhooks.helpdesks import HELPDESKS
from webhooks.zendesk.adapter import Zendesk

CONTACT = contact_of(1)
HINT = Delivery({"content-type": "application/json"}, b'{"ticket": 1}', NOW)


@dataclass(frozen=True, slots=True)
class Hinting(Zendesk):
    """A helpdesk whose deliveries say nothing but the ticket; its API tells the status."""

    logs: list[int] = field(default_factory=list)

    def read(self, delivery: Delivery, account: Account) -> News:
        return News(CONTACT, reread=True)

    def read_again(self, contact: str, account: Account, log: Sequence[Event]) -> Talk[News | None]:
        self.logs.append(len(log))
        reply = yield Call("GET", f"/api/v2/tickets/{contact.rpartition('/')[2]}")
        if reply.status == 404:
            return None
        status = reply.body["ticket"]["status"]
        opened = Event(contact, "opened", EventKind.OPENED, NOW - 60, Role.CUSTOMER)
        facts = {"status": "closed" if status == "closed" else "open"}
        changed = Event(contact, f"change/{status}", EventKind.CHANGED, NOW - 30, facts=facts)
        return News(contact, NOW - 60, (opened, changed))


@pytest.fixture
def hinting() -> Hinting:
    return Hinting()


@pytest.fixture
def station(desk: Desk, hinting: Hinting) -> RereadsStation:
    standard = Path("standards/library/contact.yaml").read_bytes()
    publish(Standards(desk.database), standard, effective_from=NOW - 900, by="anna", now=NOW - 900)
    line = Line(desk.breakers, Sender(private=LOOPBACK), lambda: 0.5)
    return RereadsStation(desk.house, "one", line, {"zendesk": hinting}, lambda: 0.5)


def hint(desk: Desk, hinting: Hinting, key: str) -> None:
    """A delivery that only hints comes and is read."""
    Deliveries(desk.database, desk.house.sealer).keep(NAME, Label(key, CONTACT), HINT)
    deliveries = deliveries_station(desk.house, "one")
    deliveries.helpdesks = {"zendesk": hinting}
    assert deliveries.work_once(desk.clock.now)


def errand(desk: Desk) -> Document:
    return desk.database.rereads.find_one({"_id": CONTACT}) or {}


def cards(desk: Desk) -> list[Document]:
    return [*desk.database.cards.find({"contact": CONTACT})]


def test_a_hint_leads_to_the_card(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1, status="closed")
    hint(desk, hinting, "a")
    assert cards(desk) == []
    assert station.work_once(desk.clock.now)
    assert [each["standing"] for each in cards(desk)] == ["final"]
    assert errand(desk)["state"] == "done"
    assert Rereads(desk.database).last_read([CONTACT]) == {CONTACT: NOW}
    assert not station.work_once(desk.clock.now)


def test_handfuls_of_hints_are_read_once_and_again_after_a_breath(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    for key in "abc":
        hint(desk, hinting, key)
    assert station.work_once(desk.clock.now)
    hint(desk, hinting, "d")
    assert not station.work_once(desk.clock.pass_by(BREATH_SECONDS - 1))
    assert station.work_once(desk.clock.pass_by(1))
    assert hinting.logs == [0, 2], "what is known is given to the adapter"


def test_what_is_hinted_while_it_is_read_is_read_after(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    hint(desk, hinting, "a")

    def meanwhile(asked: object) -> None:
        if len(zendesk.log) == 0:
            Rereads(desk.database).want(CONTACT, NAME, desk.clock.now)

    zendesk.watch = meanwhile
    assert station.work_once(desk.clock.now)
    assert errand(desk)["state"] == "ready"
    assert station.work_once(desk.clock.pass_by(BREATH_SECONDS))
    assert errand(desk)["state"] == "done"


def test_a_contact_that_is_gone_leaves_judgment_and_may_come_back(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    hint(desk, hinting, "a")
    station.work_once(desk.clock.now)
    zendesk.tickets.delete(1)
    for _ in range(2):
        Rereads(desk.database).want(CONTACT, NAME, desk.clock.pass_by(60))
        station.work_once(desk.clock.now)
    assert [each["standing"] for each in cards(desk)] == ["withdrawn"]
    assert sum(each.reconstructed for each in Events(desk.database).of(CONTACT)) == 1
    zendesk.tickets.put(1)
    Rereads(desk.database).want(CONTACT, NAME, desk.clock.pass_by(60))
    station.work_once(desk.clock.now)
    (card,) = cards(desk)
    assert card["standing"] == "provisional"
    flags = [flag.partition("/")[0] for flag in card["card"]["flags"]]
    assert flags == ["reconstructed gone", "reconstructed back"]


def test_nothing_is_supposed_of_a_contact_that_nobody_knew(
    desk: Desk, station: RereadsStation, hinting: Hinting
) -> None:
    hint(desk, hinting, "a")
    station.work_once(desk.clock.now)
    assert [*Events(desk.database).of(CONTACT)] == []
    assert errand(desk)["state"] == "done"


def test_a_helpdesk_that_fails_is_asked_again(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    zendesk.faults.order(Fault.ERROR_500)
    hint(desk, hinting, "a")
    assert station.work_once(desk.clock.now)
    assert (errand(desk)["state"], errand(desk)["tries"]) == ("ready", 1)
    assert station.work_once(desk.clock.pass_by(60))
    assert errand(desk)["state"] == "done"


def test_without_a_user_nothing_is_read_until_there_is_one(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    desk.connect(user=None, token=None, write_back=False)
    hint(desk, hinting, "a")
    station.work_once(desk.clock.now)
    assert errand(desk)["state"] == "held"
    assert "no user and token to read with" in errand(desk)["reason"]
    desk.connect()
    Rereads(desk.database).release(NAME, desk.clock.now)
    # What the station knows of connections is some seconds old.
    line = Line(desk.breakers, Sender(private=LOOPBACK), lambda: 0.5)
    fresh = RereadsStation(desk.house, "two", line, {"zendesk": hinting}, lambda: 0.5)
    assert fresh.work_once(desk.clock.now)
    assert errand(desk)["state"] == "done"


def test_nothing_is_written_back_but_read_where_tags_are_not_wanted(
    desk: Desk, zendesk: FakeZendesk, station: RereadsStation, hinting: Hinting
) -> None:
    zendesk.tickets.put(1)
    desk.connect(write_back=False)
    hint(desk, hinting, "a")
    assert station.work_once(desk.clock.now)
    assert errand(desk)["state"] == "done"


def test_every_helpdesk_says_how_it_is_set_up() -> None:
    for helpdesk in HELPDESKS.values():
        said = "\n".join(helpdesk.connecting.steps("/webhooks/acme-account"))
        assert "/webhooks/acme-account" in said
        assert "application/json" in helpdesk.media_types
        user, password = helpdesk.credentials("ola", "t0ken")
        assert "t0ken" in (user, password)
