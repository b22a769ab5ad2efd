"""Actions by the API: agreed on, found, closed with a proof, and by one at a time."""

from __future__ import annotations

from typing import Any

import pytest

from mobile_api.permissions import Role
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Person
from tests.plugin.api.admins import Program, admin, program
from tests.plugin.directory.people import register

PEOPLE = {name: Person(name, name.title(), "mail" if name != "ewa" else None) for name in
          ("anna", "leader", "ewa")}  # fmt: skip
GIVEN = {"what": "Ring back", "owner": "anna", "due": "2026-06-10", "about": {"team": "mail"}}


@pytest.fixture
def root(database: Mongo) -> Program:
    directory = Directory(database)
    teams = {"mail": Group("mail", "E-mail", ())}
    directory.bring_to(directory.everybody(), Everybody(PEOPLE, teams, {}))
    return admin(database)


def as_(database: Mongo, name: str, role: Role) -> Program:
    register(database, name, role, person=name)
    made = program(database)
    assert made.sign_in(name).status_code == 201
    return made


def agreed(program: Program, **said: Any) -> Any:
    answer = program.ask("POST", "/actions", json={**GIVEN, **said})
    assert answer.status_code == 201
    return answer.json


def test_what_is_agreed_on_is_shown_and_listed(root: Program) -> None:
    answer = root.ask("POST", "/actions", json=GIVEN)
    assert answer.status_code == 201
    told = answer.json
    assert answer.headers["Location"] == f"/api/v1/actions/{told['id']}"
    assert told["about"] == {"standard": None, "criterion": None, "person": None, "team": "mail"}
    assert (told["state"], told["revision"], told["is_overdue"]) == ("open", 1, False)
    assert told["history"] == [
        {"state": "open", "by": "root", "at": "2026-05-28T20:26:40Z", "note": ""}
    ]
    assert root.ask("GET", f"/actions/{told['id']}").json == told
    assert root.ask("GET", "/actions").json == {"actions": [told], "after": None}
    assert root.ask("GET", "/actions?person=ewa").json["actions"] == []
    assert root.ask("GET", "/actions?state=done").json["actions"] == []


@pytest.mark.parametrize(
    ("said", "pointers"),
    [
        ({"owner": "nobody"}, ["/owner"]),
        ({"due": "2026-02-30"}, ["/due"]),
        ({"due": "2026-05-27"}, ["/due"]),
        ({"what": "   "}, ["/what"]),
        ({"what": ""}, ["/what"]),
        ({"about": {"team": "other", "person": "nobody"}}, ["/person", "/team"]),
        ({"about": {"standard": "none"}}, ["/criterion"]),
        ({"about": {"colour": "red"}}, ["/about/colour"]),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_its_place(
    root: Program, said: dict[str, Any], pointers: list[str]
) -> None:
    answer = root.ask("POST", "/actions", json={**GIVEN, **said})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == pointers


def test_it_is_done_dropped_and_opened_again(root: Program) -> None:
    there = f"/actions/{agreed(root)['id']}"
    done = root.ask("POST", f"{there}/done", json={"revision": 1, "proof": {"text": "Rang"}})
    assert done.json["proof"] == {"text": "Rang", "contact": None}
    again = root.ask("POST", f"{there}/open", json={"revision": 2, "why": "Not so"})
    assert (again.json["state"], again.json["proof"]) == ("open", None)
    dropped = root.ask("POST", f"{there}/dropped", json={"revision": 3, "why": "Moot"})
    assert [each["state"] for each in dropped.json["history"]] == [
        "open", "done", "open", "dropped",
    ]  # fmt: skip


def test_without_a_proof_it_is_not_done(root: Program) -> None:
    there = f"/actions/{agreed(root)['id']}/done"
    for proof in ({}, {"text": " "}, {"contact": "zd-acme/ticket/1"}):
        answer = root.ask("POST", there, json={"revision": 1, "proof": proof})
        assert answer.status_code == 422
        assert answer.json["type"] == "urn:plumbline:problem:action-unfit"


def test_the_second_to_change_it_is_told(root: Program) -> None:
    there = f"/actions/{agreed(root)['id']}"
    proof = {"revision": 1, "proof": {"text": "Rang"}}
    assert root.ask("POST", f"{there}/done", json=proof).status_code == 200
    answer = root.ask("POST", f"{there}/dropped", json={"revision": 1, "why": "Moot"})
    assert answer.status_code == 409
    assert answer.json["type"] == "urn:plumbline:problem:action-changed"


@pytest.mark.parametrize("revision", [0, -1, 2**31, 2**70, "1", 1.5, None])
def test_a_revision_that_is_none_is_refused(root: Program, revision: object) -> None:
    there = f"/actions/{agreed(root)['id']}/dropped"
    answer = root.ask("POST", there, json={"revision": revision, "why": "Moot"})
    assert answer.status_code == 422


def test_everybody_sees_and_does_what_is_theirs(database: Mongo, root: Program) -> None:
    leader = as_(database, "leader", Role.TEAM_LEADER)
    anna = as_(database, "anna", Role.EMPLOYEE)
    ours = agreed(leader, about={"person": "anna"})
    theirs = agreed(root, owner="ewa", about={})
    for program_, seen in ((leader, [ours["id"]]), (anna, [ours["id"]])):
        listed = program_.ask("GET", "/actions").json["actions"]
        assert [each["id"] for each in listed] == seen
        assert program_.ask("GET", f"/actions/{theirs['id']}").status_code == 404
    assert leader.ask("POST", "/actions", json={**GIVEN, "owner": "ewa"}).status_code == 422
    assert anna.ask("POST", "/actions", json=GIVEN).status_code == 403
    proof = {"revision": 1, "proof": {"text": "Rang"}}
    assert anna.ask("POST", f"/actions/{theirs['id']}/done", json=proof).status_code == 404
    assert anna.ask("POST", f"/actions/{ours['id']}/done", json=proof).status_code == 200
