"""The one route over the real app and database: who is let in, what is kept, what is told."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo.errors import AutoReconnect

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Mongo
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.tickets.deliveries import Deliveries
from plugin.stores.tickets.inbox import Inbox
from tests.webhooks.samples import account, payloads
from webhooks.receive import LARGEST
from webhooks.signatures import base64_sha256
from webhooks.zendesk.adapter import SIGNATURE, SIGNED_AT, Zendesk

NOW = 1_772_439_241
SIGNED = "2026-03-02T08:14:01Z"
SECRETS = ("an old secret", "a new secret")
ACME = account(Zendesk())
BODY = (payloads(Zendesk()) / "comment_by_agent.json").read_bytes()


@pytest.fixture
def house(database: Mongo) -> House:
    key = new_key()
    made = House(Config(keys=(key,), metrics_token="figures"), database, Sealer([key]), lambda: NOW)
    Connections(database, made.sealer).keep(Connection(ACME, "zendesk", SECRETS))
    return made


@pytest.fixture
def client(house: House) -> FlaskClient:
    return create_app(house).test_client()


def headers(body: bytes, secret: str = SECRETS[0], at: str = SIGNED) -> dict[str, str]:
    return {
        SIGNATURE: base64_sha256(secret, at.encode(), body).decode(),
        SIGNED_AT: at,
        "Content-Type": "application/json; charset=utf-8",
    }


def post(
    client: FlaskClient, body: bytes = BODY, more: Mapping[str, str] = MappingProxyType({})
) -> Any:
    return client.post("/webhooks/zd-acme", data=body, headers={**headers(body), **more})


def test_a_signed_delivery_is_kept_as_it_came(client: FlaskClient, house: House) -> None:
    answer = post(client, more={"Authorization": "Basic c2VjcmV0", "Cookie": "a=b", "X-Other": "1"})
    assert (answer.status_code, answer.data) == (202, b"")
    (taken,) = Inbox(house.database, house.sealer, "one").take(NOW)
    assert taken.delivery.body == BODY
    assert taken.delivery.received_at == NOW
    assert set(taken.delivery.headers) == {"content-type", SIGNED_AT}
    assert taken.contact == "zd-acme/ticket/35436"
    assert taken.key == f"zd-acme {json.loads(BODY)['id']}"


def test_a_delivery_seen_before_is_answered_the_same_and_changes_nothing(
    client: FlaskClient, house: House
) -> None:
    post(client)
    before = list(house.database.deliveries.find())
    assert post(client).status_code == 202
    assert list(house.database.deliveries.find()) == before


def test_many_at_once_are_each_kept_once(house: House) -> None:
    app = create_app(house)
    bodies = [BODY.replace(b"990001", str(number).encode()) for number in range(40)]
    told = [json.loads(body) for body in bodies]
    bodies = [json.dumps({**each, "id": str(n)}).encode() for n, each in enumerate(told)] * 2
    with ThreadPoolExecutor(16) as threads:
        answers = threads.map(lambda body: post(app.test_client(), body).status_code, bodies)
        assert set(answers) == {202}
    assert house.database.deliveries.count_documents({}) == 40


@pytest.mark.parametrize("secret", SECRETS)
def test_either_secret_of_a_rotation_will_do(client: FlaskClient, secret: str) -> None:
    answer = client.post("/webhooks/zd-acme", data=BODY, headers=headers(BODY, secret))
    assert answer.status_code == 202


IN_PIECES = {
    "wsgi.input_terminated": True,
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
}

UNPROVEN = {
    "no signature": {},
    "another secret": headers(BODY, "a guess"),
    "the public secret of Zendesk's test": headers(
        BODY, "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="
    ),
    "another body": headers(BODY + b" "),
    "six minutes ago": headers(BODY, at="2026-03-02T08:08:01Z"),
    "in six minutes": headers(BODY, at="2026-03-02T08:20:01Z"),
    "no time": headers(BODY, at="1234"),
}


@pytest.mark.parametrize("told", UNPROVEN.values(), ids=UNPROVEN.keys())
def test_what_proves_nothing_is_refused_and_not_kept(
    client: FlaskClient, house: House, told: dict[str, str]
) -> None:
    told = {"Content-Type": "application/json", **told}
    answer: Any = client.post("/webhooks/zd-acme", data=BODY, headers=told)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "urn:plumbline:problem:signature-invalid"
    assert not any(secret in answer.text for secret in SECRETS)
    assert house.database.deliveries.count_documents({}) == 0


UNREADABLE = {
    "the body names no ticket": b"{",
    "connect the webhook to Zendesk events": b'{"message": "typed by an admin"}',
    "id is missing": b'{"type": "zen:event-type:ticket.created"}',
}


@pytest.mark.parametrize(("reason", "body"), UNREADABLE.items(), ids=UNREADABLE.keys())
def test_what_is_proven_but_unreadable_is_kept_with_the_reason(
    client: FlaskClient, house: House, reason: str, body: bytes
) -> None:
    assert [post(client, body).status_code for _ in range(2)] == [202, 202]
    (listed,) = Deliveries(house.database, house.sealer).listed()
    assert reason in (listed.reason or "")


def test_what_comes_in_pieces_is_kept_too(client: FlaskClient, house: House) -> None:
    """It has no length before it is read, so it takes the longer way."""
    answer = client.post(
        "/webhooks/zd-acme",
        headers=headers(BODY),
        input_stream=io.BytesIO(BODY),
        environ_overrides=IN_PIECES,
    )
    assert answer.status_code == 202
    assert answer.headers["X-Request-Id"]
    (taken,) = Inbox(house.database, house.sealer, "one").take(NOW)
    assert taken.delivery.body == BODY


def test_the_shorter_way_is_counted_as_the_longer_one(client: FlaskClient, house: House) -> None:
    assert "X-Request-Id" not in post(client).headers
    post(client, BODY + b" ")
    token = {"Authorization": "Bearer figures"}
    told = client.get("/metrics", headers=token)
    assert told.status_code == 200
    counted = [each for each in told.text.splitlines() if _COUNTED.search(each)]
    assert [each.rpartition(" ")[2] for each in counted] == ["2.0"]


_COUNTED = re.compile(r'^plumbline_requests_total.*route="/webhooks/<connection>",status="202"')


def test_an_unknown_connection_tells_nothing(client: FlaskClient) -> None:
    answer: Any = client.post("/webhooks/zd-nobody", data=BODY, headers=headers(BODY))
    assert answer.status_code == 404
    assert answer.json["type"] == "urn:plumbline:problem:unknown-connection"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_the_right_one(client: FlaskClient, method: str) -> None:
    answer = client.open("/webhooks/zd-acme", method=method)
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("kind", ["text/html", "multipart/form-data", "image/png"])
def test_another_type_is_refused(client: FlaskClient, kind: str) -> None:
    assert post(client, more={"Content-Type": kind}).status_code == 415


def test_the_largest_that_zendesk_sends_is_taken(client: FlaskClient) -> None:
    body = json.dumps({**json.loads(BODY), "more": "x" * 256 * 1024}).encode()
    assert post(client, body).status_code == 202


@pytest.mark.parametrize("chunked", [True, False], ids=["in pieces", "with its length"])
def test_what_is_too_large_is_refused(client: FlaskClient, house: House, chunked: bool) -> None:
    body = b" " * (LARGEST + 1)
    sent: dict[str, Any] = {"data": body}
    if chunked:
        sent = {
            "input_stream": io.BytesIO(body),
            "environ_overrides": IN_PIECES,
        }
    answer = client.post("/webhooks/zd-acme", headers=headers(body), **sent)
    assert answer.status_code == 413
    assert house.database.deliveries.count_documents({}) == 0


def test_a_database_that_is_away_is_told_with_when_to_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: GroupCommit, document: object) -> bool:
        raise AutoReconnect("mongodb://user:secret@somewhere")

    monkeypatch.setattr(GroupCommit, "insert", away)
    answer = post(client)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) < 60
    assert "somewhere" not in answer.text


def test_a_connection_whose_secrets_cannot_be_opened_is_told_as_ours(
    house: House, database: Mongo
) -> None:
    other = House(house.config, database, Sealer([new_key()]), house.clock)
    assert post(create_app(other).test_client()).status_code == 503
