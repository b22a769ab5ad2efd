"""The fake Zendesk is like what was recorded of the real one, as far as it goes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.zendesk.api import IS_CLOSED, NOT_FOUND, Asked, too_many
from tests.fakes.zendesk.server import FakeZendesk
from tests.fakes.zendesk.tickets import Change, Tickets
from tests.fakes.zendesk.webhooks import body_of, signed


@pytest.fixture
def recorded(reference: Path) -> Path:
    return reference / "helpdesks" / "payloads" / "zendesk"


def of(recorded: Path, name: str) -> Any:
    return json.loads((recorded / f"{name}.json").read_bytes())


def test_refusals_are_as_recorded(recorded: Path) -> None:
    assert IS_CLOSED.body == of(recorded, "error_422_record_invalid")
    assert NOT_FOUND.body == of(recorded, "rest_ticket_update_404")["response"]["body"]
    assert too_many(5).body["error"] == of(recorded, "error_429_incremental")["error"]


def test_a_ticket_shows_nothing_that_zendesk_does_not(recorded: Path) -> None:
    shown = Tickets(lambda: 1_772_439_240).put(1, ["vip"]).shown()
    whole = of(recorded, "doc_ticket_show")["ticket"]
    assert shown.keys() <= whole.keys()
    assert {name: type(shown[name]) for name in ("id", "tags", "updated_at", "status")} == {
        name: type(whole[name]) for name in ("id", "tags", "updated_at", "status")
    }


def test_an_event_is_of_the_documented_shape(recorded: Path) -> None:
    whole = of(recorded, "event_ticket_created")
    ticket = Tickets(lambda: 1_772_439_240).put(1, ["vip"])
    made = json.loads(body_of(Change(ticket, "created", {}, 11), 1_772_439_240.5))
    assert made.keys() == whole.keys()
    assert made["detail"].keys() == whole["detail"].keys()
    assert made["type"] == whole["type"]


def test_a_delivery_bears_the_recorded_headers(recorded: Path) -> None:
    attempts = of(recorded, "rest_webhook_invocation_attempts")["attempts"]
    whole = {each["key"] for each in attempts[0]["request"]["headers"]}
    assert signed(b"{}", "secret", 1_772_439_240).keys() == whole


def test_me_and_the_limits_are_as_recorded(recorded: Path) -> None:
    whole = of(recorded, "rest_user_me")["response"]
    with FakeZendesk() as zendesk:
        headers = {"authorization": zendesk.user.authorization()}
        answer = zendesk.api.answer(Asked("GET", "/api/v2/users/me", headers, b""))
    assert answer.body["user"].keys() <= whole["body"]["user"].keys()
    told = {name.lower() for name in answer.headers}
    assert told & whole["headers"].keys() == {"x-rate-limit", "x-rate-limit-remaining"}
