"""A journey through the service with known secrets and words: none of them reaches a log line."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from mobile_api.permissions import Role
from plugin.app import create_app
from plugin.config import Config
from plugin.demo.lives import Era, courses
from plugin.demo.sizes import SMALL
from plugin.demo.zendesk import bodies_of
from plugin.directory.registering import Registering
from plugin.directory.signing_in import SigningIn
from plugin.house import House
from plugin.operations.logs import LEFT_OUT
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stations import STATIONS
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory
from plugin.stores.people.users import User
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from standards.loader import read
from tests.plugin.operations.logging_in_tests import logs
from webhooks.contract import Account

KEY = new_key()
WEBHOOK_SECRET, API_TOKEN = "whsec-5521-known", "zd-api-token-known"
PASSWORD, WRONG = "correct-horse-known", "battery-staple-known"
METRICS_TOKEN = "metrics-known-0123456789"
REMARK, QUERY = "Remark-known: my knee hurts", "query-known"
UNSEEN = (KEY, WEBHOOK_SECRET, API_TOKEN, PASSWORD, WRONG, METRICS_TOKEN, "knee", QUERY)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def furnished(database: Mongo, now: int) -> House:
    config = Config(keys=(KEY,), metrics_token=METRICS_TOKEN)
    house = House(config, database, Sealer([KEY]), lambda: now)
    for name in ("contact.yaml", "shop_visit.yaml"):
        raw = (files("standards") / "library" / name).read_bytes()
        begins_at = now - 400 * 86_400
        publish(Standards(database), raw, effective_from=begins_at, by="test", now=now)
    account = Account("zd-demo", "https://known.invalid", "pl")
    kept = Connection(account, "zendesk", (WEBHOOK_SECRET,), "bot@known.example", API_TOKEN)
    Connections(database, house.sealer).keep(kept)
    registering = Registering(SigningIn.over(database, CHEAP), Directory(database))
    registering.add(User("sam", "Sam", frozenset({Role.SHOPPER, Role.COORDINATOR})), PASSWORD)
    return house


def deliver(client: FlaskClient, body: bytes, secret: str = WEBHOOK_SECRET) -> int:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    proof = hmac.digest(secret.encode(), at.encode() + body, hashlib.sha256)
    headers = {
        "X-Zendesk-Webhook-Signature": base64.b64encode(proof).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": at,
    }
    path = f"/webhooks/zd-demo?note={QUERY}"
    sent = client.post(path, data=body, headers=headers, content_type="application/json")
    return sent.status_code


def by_helpdesk(client: FlaskClient, now: int) -> None:
    """Tickets with words, one from somebody else, one that is nothing, one whose key is lost."""
    raw = (files("standards") / "library" / "contact.yaml").read_bytes()
    draft = read(raw).draft
    assert draft is not None
    era = Era(now - 86_400 * 30, now, UTC, draft.hours["service"])
    for course in courses(era, 3, "logs", SMALL.workers, 1):
        told = replace(course, description=REMARK, subject=REMARK)
        assert {deliver(client, body) for body in bodies_of(told, "logs", now)} == {202}
    assert deliver(client, b"{}", "another-secret") == 401
    assert deliver(client, json.dumps({"words": REMARK}).encode()) == 202


def by_phone(client: FlaskClient) -> None:
    """A sign-in that fails, one that does not, a visit with faults, and one with a remark."""
    for password, status in ((WRONG, 401), (PASSWORD, 201)):
        told = {"name": "sam", "password": password}
        answer = client.post("/api/v1/sessions", json=told)
        assert answer.status_code == status
    token = answer.json["access_token"]  # type: ignore[index]
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"standard": "shop-visit", "version": 1}
    wrong: dict[str, Any] = {"questionnaire": asked, "answers": {"SHP-01": REMARK}}
    right = {**wrong, "answers": {"SHP-01": "closed", "SHP-27": REMARK}}
    for body, status in ((wrong, 422), (right, 201)):
        sent = client.put(f"/api/v1/visits/{uuid4()}?name={QUERY}", json=body, headers=headers)
        assert sent.status_code == status, sent.text
    client.get(f"/api/v1/visits/{token}", headers=headers)
    client.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})


def work(house: House) -> None:
    """Every station, until none has anything to do."""
    stations = [make(house, "test/worker") for make in STATIONS]
    for _ in range(60):
        if sum(each.work_once(house.clock()) for each in stations) == 0:
            break


def test_no_secret_and_no_words_reach_a_log_line(database: Mongo) -> None:
    now = int(time.time())
    house = furnished(database, now)
    with logs(house.config) as lines:
        client = create_app(house, CHEAP).test_client()
        by_helpdesk(client, now)
        by_phone(client)
        database.deliveries.update_one(
            {"state": "ready"}, {"$set": {"body": Sealer([new_key()]).seal(REMARK.encode())}}
        )
        work(house)
    text = json.dumps(lines, ensure_ascii=False)
    assert [each for each in UNSEEN if each in text] == []
    # Our own log calls give the second line nothing to do.
    assert LEFT_OUT not in text
    assert {each.get("status") for each in lines} >= {201, 401, 422}
    assert database.cards.count_documents({}) >= 3
