"""The fake Zendesk is like what was recorded of the real one, as far as it goes."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.asking import Asked
from tests.fakes.zendesk.api import IS_CLOSED, NOT_FOUND, ROUTES, too_many
from tests.fakes.zendesk.server import FakeZendesk
from tests.fakes.zendesk.tickets import Change, Tickets
from tests.fakes.zendesk.webhooks import body_of, signed
from tests.zendesk_lives import AGENT, Life


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
    (exported,) = of(recorded, "rest_incremental_tickets_cursor")["response"]["body"]["tickets"]
    assert shown.keys() <= whole.keys() | exported.keys()
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


def test_what_is_kept_of_a_ticket_is_as_documented_and_recorded(recorded: Path) -> None:
    life = Life(7, 1_772_439_240)
    life.create()
    life.comment(1_772_439_300, AGENT, "We look into it.")
    life.status(1_772_439_300, "OPEN")
    life.rate(1_772_439_400, "BAD", "Too slow")
    with FakeZendesk() as zendesk:
        for each in life.posted:
            zendesk.tickets.take(json.loads(each))
        get = partial(answered, zendesk)
        audits = get("/api/v2/tickets/7/audits", {"page[size]": "100"})
        comments = get("/api/v2/tickets/7/comments", {})["comments"]
        rating = get("/api/v2/satisfaction_ratings/70000007", {})["satisfaction_rating"]
        export = get("/api/v2/incremental/tickets/cursor", {"start_time": "1772439000"})
    page = of(recorded, "rest_ticket_audits_page")["response"]["body"]
    assert audits.keys() == page.keys()
    assert audits["meta"].keys() == page["meta"].keys()
    for audit in audits["audits"]:
        assert audit.keys() == page["audits"][0].keys()
    keys: dict[str, set[str]] = {}
    for audit in (*page["audits"], *of(recorded, "doc_ticket_audits_for_ticket")["audits"]):
        for event in audit["events"]:
            keys.setdefault(event["type"], set()).update(event)
    for event in (event for audit in audits["audits"] for event in audit["events"]):
        assert event.keys() <= keys[event["type"]]
    assert comments[0].keys() <= of(recorded, "doc_ticket_comments")["comments"][0].keys()
    documented = of(recorded, "rest_satisfaction_rating_show")["satisfaction_rating"]
    assert rating.keys() <= documented.keys()
    whole = of(recorded, "rest_incremental_tickets_cursor")["response"]["body"]
    assert export.keys() == whole.keys()


def answered(zendesk: FakeZendesk, path: str, query: dict[str, str]) -> Any:
    headers = {"authorization": zendesk.user.authorization()}
    answer = zendesk.api.answer(Asked("GET", path, headers, b"", query))
    assert answer.status == 200, answer.body
    return json.loads(answer.encoded())


def test_every_call_that_is_answered_is_described(reference: Path) -> None:
    for name in ("zendesk-subset-mock.yaml", "zendesk-support-oas-2.0.0.yaml"):
        described = calls_in(reference / "helpdesks" / "openapi" / name)
        for method, path, _ in ROUTES:
            plain = path.replace(r"(\.json)?", "")
            told = re.sub(r"\(\?P<id>\[0-9\]\+\)", "{}", plain)
            assert (method, told) in described, f"{name} has no {method} {told}"


def calls_in(file: Path) -> set[tuple[str, str]]:
    """Method and path of all calls of an OpenAPI document, as its lines are indented."""
    found: set[tuple[str, str]] = set()
    path = ""
    for line in file.read_text().splitlines():
        if named := re.match(r"  (/api/v2/[^:]*):$", line):
            path = re.sub(r"\{[^}]*\}", "{}", named.group(1))
        elif (method := re.match(r"    (get|put|post|delete|patch):$", line)) and path:
            found.add((method.group(1).upper(), path))
        elif re.match(r"\S", line):
            path = ""
    return found


def test_me_and_the_limits_are_as_recorded(recorded: Path) -> None:
    whole = of(recorded, "rest_user_me")["response"]
    with FakeZendesk() as zendesk:
        headers = {"authorization": zendesk.user.authorization()}
        answer = zendesk.api.answer(Asked("GET", "/api/v2/users/me", headers, b""))
    assert answer.body["user"].keys() <= whole["body"]["user"].keys()
    told = {name.lower() for name in answer.headers}
    assert told & whole["headers"].keys() == {"x-rate-limit", "x-rate-limit-remaining"}
