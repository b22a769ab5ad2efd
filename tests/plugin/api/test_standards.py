"""Standards through the API: published once, listed, and refused with all their faults."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.plugin.api.admins import Program, admin
from tests.plugin.directory.people import NOW
from tests.plugin.publishing.published import text_of


@pytest.fixture
def root(database: Mongo) -> Program:
    return admin(database)


def publish(root: Program, raw: bytes, query: str = "", kind: str = "application/yaml") -> int:
    answer = root.ask("POST", f"/standards{query}", data=raw, content_type=kind)
    return int(answer.status_code)


def test_a_standard_is_published_once(root: Program) -> None:
    query = "?from=2026-04-01T00:00:00%2B02:00"
    assert [publish(root, text_of(1), query), publish(root, text_of(1), query)] == [201, 200]
    (known,) = root.ask("GET", "/standards").json["standards"]
    hash_ = known.pop("hash")
    assert len(hash_) == 64
    assert known == {
        "code": "contact",
        "version": 1,
        "standing": "in_force",
        "effective_from": "2026-03-31T22:00:00Z",
        "published_at": "2026-05-28T20:26:40Z",
        "published_by": "root",
        "why": "",
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawn_why": None,
    }
    shown = root.ask("GET", "/standards/contact/1").json
    assert (shown["hash"], shown["text"]) == (hash_, text_of(1).decode())


def test_without_an_instant_it_begins_now(root: Program, database: Mongo) -> None:
    publish(root, text_of(1))
    kept = database.standards.find_one({}) or {}
    assert kept["effective_from"] == NOW


REFUSED = [
    pytest.param(text_of(2, weight=4), "", 409, "version-taken", id="other content"),
    pytest.param(text_of(1), "", 409, "version-passed", id="an earlier number"),
    pytest.param(text_of(3), "?from=2026-01-01T00:00:00Z", 409, "begins-too-early", id="too early"),
    pytest.param(text_of(3), "?from=tomorrow", 422, "invalid", id="no instant"),
    pytest.param(b"code: [", "", 422, "standard-faulty", id="no YAML"),
    pytest.param(b"", "", 422, "standard-faulty", id="nothing"),
    pytest.param(b"a" * 1_100_000, "", 413, "too-large", id="a megabyte"),
]


@pytest.mark.parametrize(("raw", "query", "status", "slug"), REFUSED)
def test_a_refusal_says_why(root: Program, raw: bytes, query: str, status: int, slug: str) -> None:
    assert publish(root, text_of(2)) == 201
    path = f"/standards{query}"
    answer = root.ask("POST", path, data=raw, content_type="application/yaml")
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == f"urn:plumbline:problem:{slug}"
    assert answer.json.get("detail") or answer.json.get("errors") or slug == "too-large"


def test_every_fault_is_listed_with_its_place(root: Program) -> None:
    broken = text_of(1).replace(b"2030-06-30", b"some day").replace(b"09:30", b"15:30")
    answer = root.ask("POST", "/standards", data=broken, content_type="application/yaml")
    assert [each["pointer"] for each in answer.json["errors"]] == [
        "/governance/review_by",
        "/criteria/0/examples/0",
    ]
    assert "standard:6:" in answer.json["errors"][0]["detail"]


def test_a_body_of_another_type_is_not_read(root: Program) -> None:
    assert publish(root, text_of(1), kind="application/json") == 415


def test_what_was_never_published_is_not_found(root: Program) -> None:
    assert root.ask("GET", "/standards/contact/1").status_code == 404
