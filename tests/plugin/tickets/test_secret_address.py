"""Helpdesks that can prove nothing post to an address that ends with a secret."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.inbox import Inbox
from tests.plugin.operations.logging_in_tests import logs
from tests.webhooks.samples import account, payloads
from webhooks.django_helpdesk.adapter import DjangoHelpdesk

NOW = 1_772_439_241
SECRETS = ("w7Yk-the-new-address", "p3Qz-the-old-address")
ACME = account(DjangoHelpdesk())
BODY = (payloads(DjangoHelpdesk()) / "note.json").read_bytes()


@pytest.fixture
def house(database: Mongo) -> House:
    key = new_key()
    made = House(Config(keys=(key,)), database, Sealer([key]), lambda: NOW)
    kept = Connection(ACME, "django-helpdesk", SECRETS, write_back=False)
    Connections(database, made.sealer).keep(kept)
    return made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return create_app(house).test_client()


def status(client: FlaskClient, path: str, **told: str) -> int:
    kind = told.get("kind", "application/json")
    return client.post(path, data=BODY, content_type=kind).status_code


@pytest.mark.parametrize("secret", SECRETS)
def test_either_secret_lets_a_delivery_in(client: FlaskClient, house: House, secret: str) -> None:
    assert status(client, f"/webhooks/{ACME.name}/{secret}") == 202
    (taken,) = Inbox(house.database, house.sealer, "one").take(NOW)
    assert taken.delivery.address_secret is None
    assert secret.encode() not in repr(taken).encode()


@pytest.mark.parametrize("end", ["", "/", "/another", "/w7Yk-the-new-addres", "/w7Yk/more"])
def test_without_the_secret_nothing_is_taken(client: FlaskClient, house: House, end: str) -> None:
    assert status(client, f"/webhooks/{ACME.name}{end}") in (401, 404)
    assert house.database.deliveries.count_documents({}) == 0


def test_what_is_no_json_is_not_taken(client: FlaskClient) -> None:
    told = client.post(f"/webhooks/{ACME.name}/{SECRETS[0]}", data=BODY, content_type="text/css")
    assert told.status_code == 415
    assert "application/json" in told.get_json()["detail"]


def test_no_answer_and_no_log_tells_the_secret(client: FlaskClient) -> None:
    with logs(Config()) as lines:
        refused = _every_refusal(client)
    assert len(lines) == 4
    assert SECRETS[0] not in f"{lines}{refused}"


def _every_refusal(client: FlaskClient) -> str:
    said = []
    for kind, path in (
        ("application/json", f"/webhooks/{ACME.name}/{SECRETS[0]}"),
        ("text/css", f"/webhooks/{ACME.name}/{SECRETS[0]}"),
        ("application/json", f"/webhooks/nobody/{SECRETS[0]}"),
        ("application/json", f"/webhooks/{ACME.name}/{SECRETS[0]}/more"),
    ):
        said.append(client.post(path, data=BODY, content_type=kind).get_data(as_text=True))
    return "".join(said)
