"""Users through the API: added, changed, signed out; and never without an admin."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.plugin.api.admins import Program, admin, program
from tests.plugin.directory.people import PASSWORD
from tests.plugin.directory.test_sheet import SHEET

ANN = {"id": "Ann", "password": PASSWORD, "roles": ["employee"]}


@pytest.fixture
def root(database: Mongo) -> Program:
    return admin(database)


def test_a_user_is_added_and_signs_in(root: Program, database: Mongo) -> None:
    root.ask("POST", "/directory/imports", data=SHEET, content_type="text/csv")
    answer = root.ask("POST", "/users", json={**ANN, "person": "ann", "language": "pl"})
    assert answer.status_code == 201
    assert answer.json == {
        "id": "ann",
        "name": "Ann Ash",
        "roles": ["employee"],
        "person": "ann",
        "language": "pl",
        "active": True,
        "areas": [],
    }
    ann = program(database)
    assert ann.sign_in("ANN").status_code == 201
    assert ann.ask("GET", "/account").json["name"] == "Ann Ash"
    assert [each["id"] for each in root.ask("GET", "/users").json["users"]] == ["ann", "root"]


# what is sent | status | slug
REFUSED = [
    pytest.param({**ANN, "id": "root"}, 409, "name-taken", id="a name that is taken"),
    pytest.param({**ANN, "id": "ROOT "}, 409, "name-taken", id="the same name in large letters"),
    pytest.param({**ANN, "password": "short"}, 422, "password-unfit", id="a short password"),
    pytest.param({**ANN, "roles": ["boss"]}, 422, "invalid", id="no such role"),
    pytest.param({**ANN, "roles": []}, 422, "user-unfit", id="no role"),
    pytest.param({**ANN, "person": "nobody"}, 422, "user-unfit", id="nobody in the directory"),
    pytest.param({**ANN, "language": "xx"}, 422, "invalid", id="no such language"),
    pytest.param({**ANN, "id": "a b"}, 422, "user-unfit", id="a blank in the name"),
    pytest.param({**ANN, "admin": True}, 422, "invalid", id="a field that nobody knows"),
    pytest.param({"id": "ann"}, 422, "invalid", id="half of it"),
]


@pytest.mark.parametrize(("given", "status", "slug"), REFUSED)
def test_a_refusal_says_why(root: Program, given: object, status: int, slug: str) -> None:
    answer = root.ask("POST", "/users", json=given)
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:plumbline:problem:{slug}")
    assert PASSWORD not in answer.text


def test_no_answer_holds_a_password_or_its_hash(root: Program) -> None:
    for answer in (root.ask("POST", "/users", json=ANN), root.ask("GET", "/users")):
        assert PASSWORD not in answer.text
        assert "argon2" not in answer.text


# what changes | is ann still signed in?
CHANGES = [
    pytest.param("PATCH", "/users/ann", {"language": "ru"}, 200, id="a language signs nobody out"),
    pytest.param("PATCH", "/users/ann", {"roles": ["shopper"]}, 401, id="other roles do"),
    pytest.param("PATCH", "/users/ann", {"active": False}, 401, id="so does being disabled"),
    pytest.param("PUT", "/users/ann/password", {"password": "x" * 10}, 401, id="and a password"),
    pytest.param("DELETE", "/users/ann/sessions", None, 401, id="and an admin who says so"),
]


@pytest.mark.parametrize(("method", "path", "given", "then"), CHANGES)
def test_a_change_reaches_who_is_signed_in(
    root: Program, method: str, path: str, given: object, then: int
) -> None:
    root.ask("POST", "/users", json=ANN)
    ann = Program(root.app)
    ann.sign_in("ann")
    assert ann.ask("GET", "/account").status_code == 200
    more = {} if given is None else {"json": given}
    assert root.ask(method, path, **more).status_code == 200
    assert ann.ask("GET", "/account").status_code == then


def test_who_is_disabled_signs_in_no_more_until_enabled(root: Program) -> None:
    root.ask("POST", "/users", json=ANN)
    root.ask("PATCH", "/users/ann", json={"active": False})
    ann = Program(root.app)
    assert ann.sign_in("ann").status_code == 401
    root.ask("PATCH", "/users/ann", json={"active": True})
    assert ann.sign_in("ann").status_code == 201


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["trainer"]}], ids=str)
def test_the_last_admin_stays(root: Program, change: dict[str, object]) -> None:
    answer = root.ask("PATCH", "/users/root", json=change)
    assert (answer.status_code, answer.json["type"]) == (409, "urn:plumbline:problem:last-admin")
    root.ask("POST", "/users", json={**ANN, "roles": ["admin"]})
    assert root.ask("PATCH", "/users/root", json=change).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/nobody"),
        ("PATCH", "/users/nobody"),
        ("PUT", "/users/nobody/password"),
        ("DELETE", "/users/nobody/sessions"),
    ],
)
def test_who_does_not_exist_is_not_found(root: Program, method: str, path: str) -> None:
    more = {"json": {"password": PASSWORD}} if method == "PUT" else {}
    more = {"json": {}} if method == "PATCH" else more
    answer = root.ask(method, path, **more)
    assert (answer.status_code, answer.json["type"]) == (404, "urn:plumbline:problem:unknown-user")


def test_too_many_tries_are_told_when_to_come_back(root: Program, database: Mongo) -> None:
    stranger = program(database)
    answers = [stranger.sign_in("root", "wrong") for _ in range(6)]
    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "15"
    assert answers[-1].json["type"] == "urn:plumbline:problem:too-many-tries"
