"""A shopper sees and changes only their own, at every address that a shopper may ask."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from mobile_api.assigning import Assignment
from mobile_api.permissions import OPEN_TO_ALL, PERMISSIONS, Role
from plugin.doors import action_of
from plugin.stores.shopping.assignments import Assignments
from tests.house.test_routes import ROUTES, Route
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_files import PHOTO

OF_ASKING = frozenset({"sessions", "tries", "cursors"})
ANNAS = UUID("5c0e1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f")
FILE = "front.jpg"

# What of Anna's an address names -> what Boris is answered; the parts are those of `annas`.
OTHERS: Mapping[str, int] = {
    "GET /api/v1/visits/<uuid:uuid>": 404,
    "PUT /api/v1/visits/<uuid:uuid>": 409,  # the id is taken, and nothing of it is told
    "POST /api/v1/visits/<uuid:uuid>/files": 404,
    "GET /api/v1/visits/<uuid:uuid>/files/<name>": 404,
    "PUT /api/v1/visits/<uuid:uuid>/files/<name>": 404,
    "PATCH /api/v1/visits/<uuid:uuid>/files/<name>": 404,
    "DELETE /api/v1/visits/<uuid:uuid>/files/<name>": 404,
    "POST /api/v1/visits/<uuid:uuid>/files/<name>": 404,
    "GET /api/v1/visits/<uuid:uuid>/receipt": 404,
    "GET /api/v1/reviews/<uuid:uuid>": 404,
    "GET /api/v1/reviews/<uuid:uuid>/files/<name>": 404,
    "GET /api/v1/reviews/<uuid:uuid>/receipt": 404,
    "GET /api/v1/assignments/<assignment>": 404,
    "DELETE /api/v1/sessions/<session>": 404,
    "POST /api/v1/briefings/<standard>/<int:version>/attempts": 404,
    "GET /api/v1/odk-instances/<uuid:uuid>": 404,
    "POST /api/v1/odk-instances/<uuid:uuid>/visit": 404,
    "DELETE /api/v1/odk-keys/<key>": 404,
}
# What names nobody's and tells Boris his own alone; `None` where nothing of anybody's is told.
OWN: Mapping[str, str | None] = {
    "GET /api/v1/visits": "items",
    "GET /api/v1/reviews": "items",
    "GET /api/v1/work": "submissions assignments",
    "GET /api/v1/assignments": "assignments",
    "GET /api/v1/sessions": None,
    "GET /api/v1/account": None,
    "DELETE /api/v1/sessions/current": None,
    "GET /api/v1/questionnaires": None,
    "GET /api/v1/receipt-key": None,
    "GET /api/v1/odk-keys": None,
    "POST /api/v1/odk-keys": None,
    "GET /api/v1/odk-instances": None,
}


def of_shoppers(route: Route, service: Service) -> bool:
    """Whether a shopper may ask it by a token."""
    action = action_of(service.app, route.endpoint, route.method)
    may = PERMISSIONS[Role.SHOPPER]
    return action in may and action not in OPEN_TO_ALL and route.method not in {"HEAD", "OPTIONS"}


def test_every_address_that_a_shopper_may_ask_is_tried_here(service: Service) -> None:
    asked = {
        str(route)
        for route in ROUTES
        if route.rule.startswith("/api/") and of_shoppers(route, service)
    }
    assert asked <= OTHERS.keys() | OWN.keys()


@pytest.fixture
def annas(service: Service) -> dict[str, str]:
    """What Anna has, by the parts of addresses: a visit, half a photo, an assignment, a sign-in."""
    sent = service.put(visit(files=[file_of(PHOTO)]), ANNAS)
    assert sent.status_code == 201
    piece = {"Upload-Offset": "0", "Tus-Resumable": "1.0.0"}
    kind = "application/offset+octet-stream"
    path = f"/visits/{ANNAS}/files/{FILE}"
    service.ask("PATCH", path, data=PHOTO[:1000], content_type=kind, headers=piece)
    assignment = Assignments(service.database).create(
        Assignment(
            id=str(uuid4()),
            shopper="anna",
            location="acme/shop/1",
            opens_at=NOW - 60,
            closes_at=NOW + 86_400,
            standard="shop",
        )
    )
    [session] = service.ask("GET", "/sessions").get_json()["sessions"]
    return {
        "uuid:uuid": str(ANNAS),
        "name": FILE,
        "assignment": assignment.id,
        "session": session["id"],
        "standard": "shop",
        "int:version": "1",
        "key": "annas-key",
    }


def state(service: Service) -> dict[str, str]:
    """What is kept, as a hash of each collection; left out is what tells of Boris's asking."""
    hashes = service.database.command("dbHash")["collections"]
    return {name: said for name, said in hashes.items() if name not in OF_ASKING}


def body_of(route: str) -> dict[str, Any]:
    """A body and headers with which the owner would be taken."""
    if route.endswith("/files"):
        name = b64encode(FILE.encode()).decode()
        return {
            "headers": {
                "Tus-Resumable": "1.0.0",
                "Upload-Length": str(len(PHOTO)),
                "Upload-Metadata": f"filename {name}",
            }
        }
    if route.startswith(("PATCH", "POST")) and route.endswith("<name>"):
        piece = PHOTO[1000:]
        digest = b64encode(hashlib.sha256(piece).digest()).decode()
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "1000"}
        headers["X-HTTP-Method-Override"] = "PATCH"
        headers["Upload-Checksum"] = f"sha256 {digest}"
        kind = "application/offset+octet-stream"
        return {"data": piece, "content_type": kind, "headers": headers}
    if route.startswith("PUT") and route.endswith("<name>"):
        return {"data": PHOTO, "content_type": "image/jpeg"}
    if route.startswith("PUT"):
        return {"json": visit(files=[file_of(PHOTO)])}
    if route.endswith("/attempts"):
        return {
            "json": {"attempt": str(uuid4()), "answers": {}, "answered_at": "2026-09-21T14:00:00Z"}
        }
    if "/files/" in route:
        return {"headers": {"Tus-Resumable": "1.0.0"}}
    return {}


def test_nothing_of_anothers_is_told_or_changed(service: Service, annas: dict[str, str]) -> None:
    service.token("boris")
    known = {str(route): route for route in ROUTES}
    for route, status in OTHERS.items():
        if route not in known:
            continue
        wanted = status if of_shoppers(known[route], service) else 403
        before = state(service)
        method, _, rule = route.partition(" ")
        path = re.sub("<([^>]+)>", lambda part: annas[part[1]], rule).removeprefix("/api/v1")
        answer = service.ask(method, path, "boris", **body_of(route))
        assert answer.status_code == wanted, f"{route}: {answer.text}"
        assert "acme/shop/1" not in answer.text, route
        assert state(service) == before, route
    assert service.ask("GET", "/account").status_code == 200, "Anna is still in"


def test_lists_are_ones_own(service: Service, annas: dict[str, str]) -> None:
    known = {str(route) for route in ROUTES}
    hers = {str(ANNAS), annas["assignment"], annas["session"]}
    for route, lists in OWN.items():
        method, _, rule = route.partition(" ")
        if route not in known or method != "GET":
            continue
        answer = service.ask("GET", rule.removeprefix("/api/v1"), "boris")
        assert answer.status_code in {200, 403}, route
        assert not [each for each in hers if each in answer.text], route
        for name in (lists or "").split():
            assert answer.get_json()[name] == [], route
    mine = service.ask("GET", "/work").get_json()
    assert [each["contact"] for each in mine["submissions"]] == [f"visit/{ANNAS}"]
    assert [each["id"] for each in mine["assignments"]] == [annas["assignment"]]


def test_nobody_replaces_what_another_sent(service: Service, annas: dict[str, str]) -> None:
    before = state(service)
    answer = service.put(visit(replaces=annas["uuid:uuid"]), user="boris")
    assert (answer.status_code, state(service)) == (409, before)
    assert answer.get_json()["type"].endswith("replaces-nothing")


def test_a_shopper_accepts_nothing_and_assigns_nothing(
    service: Service, annas: dict[str, str]
) -> None:
    before = state(service)
    for method, path in (
        ("POST", f"/visits/{ANNAS}/acceptance"),
        ("POST", "/assignments"),
        ("PUT", f"/assignments/{annas['assignment']}"),
        ("POST", f"/assignments/{annas['assignment']}/withdrawn"),
        ("GET", "/briefings/shop/1/certificates"),
        ("GET", "/users"),
        ("GET", "/directory"),
    ):
        for user in ("anna", "boris"):
            assert service.ask(method, path, user, json={}).status_code == 403, path
    assert state(service) == before
