"""A trigger names a ticket, whatever its body was typed like: the ticket is read, and judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugin.app import create_app
from plugin.publishing.publish import publish
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.rereads import BREATH_SECONDS
from plugin.stores.versions.standards import Standards
from plugin.tickets.intake import HouseIntake
from plugin.tickets.line import Line
from plugin.tickets.rereading import RereadsStation
from plugin.tickets.sender import Sender
from plugin.tickets.station import deliveries_station
from tests.fakes.zendesk.webhooks import signed
from tests.loopback import LOOPBACK
from tests.plugin.sending.desk import NAME, NOW, SECRET, Desk, connection_to, contact_of
from tests.zendesk_lives import AGENT, Life
from webhooks.contract import Delivery, SignatureInvalid
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import take

OLD = NOW - 3_600
BODIES = {
    "application/json": b'{"ticket_id": "7", "latest": "She said "no"",}',
    "application/x-www-form-urlencoded": b"ticket%5Bid%5D=7&ticket%5Bstatus%5D=Open",
    "application/xml": b"<ticket><id>7</id><title>Socks & shoes</title></ticket>",
    "text/xml": b"<ticket><id>7</id></ticket>",
    "text/plain": b"Ticket id: 7",
}


@pytest.fixture
def triggered(desk: Desk) -> Desk:
    """A house with a standard, and a ticket at the helpdesk that nobody has told of."""
    text = Path("standards/library/contact.yaml").read_bytes()
    publish(Standards(desk.database), text, effective_from=OLD - 900, by="anna", now=OLD - 900)
    life = Life(7, OLD)
    life.create()
    life.comment(OLD + 600, AGENT, "We look into it.")
    life.rate(OLD + 1_000, "GOOD")
    for body in life.posted:
        desk.zendesk.tickets.take(json.loads(body))
    return desk


def come(desk: Desk, body: bytes, invocation: str = "one", secret: str = SECRET) -> None:
    """The delivery is taken in, as by the route."""
    told = signed(body, secret, desk.clock.now) | {"X-Zendesk-Webhook-Invocation-Id": invocation}
    headers = {name.lower(): value for name, value in told.items()}
    connection = connection_to(desk.zendesk)
    delivery = Delivery(headers, body, desk.clock.now)
    take(HouseIntake(desk.house), connection, HELPDESKS["zendesk"], delivery)


def settle(desk: Desk) -> None:
    line = Line(desk.breakers, Sender(private=LOOPBACK), lambda: 0.5)
    rereads = RereadsStation(desk.house, "one", line, HELPDESKS, lambda: 0.5)
    stations = (deliveries_station(desk.house, "one"), rereads)
    while any(each.work_once(desk.clock.now) for each in stations):
        pass


def test_whatever_its_type_the_ticket_is_read_and_judged(triggered: Desk) -> None:
    client = create_app(triggered.house).test_client()
    for kind, body in BODIES.items():
        asked = len(triggered.zendesk.log)
        headers = signed(body, SECRET, triggered.clock.now) | {"Content-Type": kind}
        answer = client.post(f"/webhooks/{NAME}", data=body, headers=headers)
        assert answer.status_code == 202
        settle(triggered)
        assert len(triggered.zendesk.log) == asked + 4
        triggered.clock.pass_by(BREATH_SECONDS)
    (card,) = triggered.database.cards.find()
    assert card["contact"] == contact_of(7)
    kinds = {each["kind"] for each in triggered.database.events.find()}
    assert kinds == {"opened", "message", "rated"}
    headers = signed(b"7", SECRET, triggered.clock.now) | {"Content-Type": "image/png"}
    assert client.post(f"/webhooks/{NAME}", data=b"7", headers=headers).status_code == 415


def test_an_invocation_that_comes_again_is_read_once(triggered: Desk) -> None:
    come(triggered, BODIES["application/json"])
    settle(triggered)
    calls = len(triggered.zendesk.log)
    triggered.clock.pass_by(60)
    come(triggered, BODIES["application/json"])
    settle(triggered)
    assert len(triggered.zendesk.log) == calls
    come(triggered, BODIES["application/json"], invocation="two")
    settle(triggered)
    assert len(triggered.zendesk.log) > calls


def test_a_survey_that_was_answered_has_its_ticket_read(triggered: Desk) -> None:
    told = triggered.zendesk.tickets.history(7)[-1]
    come(triggered, json.dumps(told).encode())
    settle(triggered)
    assert triggered.database.events.count_documents({"kind": "rated"}) == 1


def test_a_body_that_names_no_ticket_is_listed_with_what_to_write(triggered: Desk) -> None:
    come(triggered, b'{"status": "Open"}')
    settle(triggered)
    (listed,) = Deliveries(triggered.database, triggered.house.sealer).listed("failed", None, 10)
    assert "write the trigger's body as" in (listed.reason or "")


def test_what_the_published_secret_signed_is_refused(triggered: Desk) -> None:
    published = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
    with pytest.raises(SignatureInvalid):
        come(triggered, b'{"ticket_id": "7"}', secret=published)
