"""A version is written together, reviewed, approved by those it names, and only then published."""

from __future__ import annotations

from typing import Any

import pytest

from mobile_api.permissions import Role
from plugin.stores.layout import Mongo
from plugin.stores.versions.standards import Standards
from standards.instants import show_instant
from tests.plugin.api.admins import Program, program
from tests.plugin.directory.people import NOW, register
from tests.plugin.publishing.published import put, store, text_of

WEEK = 7 * 86_400
GOVERNANCE = b"review_by: 2030-06-30}"


def text(version: int = 2, weight: float = 2, approvals: str = "[law, service]") -> str:
    """The next version of the desk's promise, which asks for approvals."""
    asked = f"review_by: 2030-06-30, approvals: {approvals}}}".encode()
    return text_of(version, weight).replace(GOVERNANCE, asked).decode()


@pytest.fixture
def house(database: Mongo) -> Mongo:
    """A published first version, two trainers, an approver, an admin and an employee."""
    put(store(database), text_of(1), now=NOW - WEEK)
    for name, role in (
        ("root", Role.ADMIN), ("ann", Role.TRAINER), ("tom", Role.TRAINER),
        ("law", Role.APPROVER), ("eve", Role.EMPLOYEE),
    ):  # fmt: skip
        register(database, name, role)
    return database


def as_(house: Mongo, name: str) -> Program:
    made = program(house)
    assert made.sign_in(name).status_code == 201
    return made


def seen(revision: int) -> dict[str, str]:
    return {"If-Match": f'"{revision}"'}


def begun(house: Mongo, written: str | None = None) -> Program:
    ann = as_(house, "ann")
    told = {"text": text() if written is None else written, "why": "heavier"}
    answer = ann.ask("POST", "/drafts/contact", json=told)
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    return ann


def done(who: Program, what: str, revision: int, **told: Any) -> Any:
    return who.ask("POST", f"/drafts/contact/{what}", json=told, headers=seen(revision))


def test_a_version_is_approved_by_those_it_names_and_published_for_later(house: Mongo) -> None:
    ann, law, root = begun(house), as_(house, "law"), as_(house, "root")
    assert done(ann, "submission", 1, why="please look").json["state"] == "in_review"
    first = done(law, "approval", 2, area="law", why="fine by us").json
    assert (first["state"], first["missing"]) == ("in_review", ["service"])
    assert done(root, "approval", 3, area="service").json["state"] == "approved"
    published = done(ann, "publication", 4, **{"from": show_instant(NOW + WEEK)})
    assert published.status_code == 201
    assert published.json["version"] == 2
    in_force = Standards(house).in_force
    assert [each.version for each in (*in_force(NOW), *in_force(NOW + WEEK))] == [1, 2]
    assert ann.ask("GET", "/drafts/contact").status_code == 404
    assert ann.ask("GET", "/drafts").json == {"drafts": []}


def test_a_draft_says_what_changes_and_how_it_came_there(house: Mongo) -> None:
    told = begun(house).ask("GET", "/drafts/contact").json
    assert told["difference"]["criteria"] == [
        {
            "code": "RSP-01",
            "effects": ["reweighted"],
            "changes": [{"effect": "reweighted", "part": "weight", "was": "1", "now": "2"}],
        }
    ]
    assert [(each["step"], each["by"], each["why"]) for each in told["history"]] == [
        ("edit", "ann", "heavier")
    ]
    assert (told["faults"], told["missing"]) == ([], ["law", "service"])


def test_the_second_of_two_authors_is_told_and_nothing_is_lost(house: Mongo) -> None:
    ann, tom = begun(house), as_(house, "tom")
    mine, theirs = ({"text": text(weight=each), "why": f"{each}"} for each in (3, 4))
    assert ann.ask("PUT", "/drafts/contact", json=mine, headers=seen(1)).status_code == 200
    late = tom.ask("PUT", "/drafts/contact", json=theirs, headers=seen(1))
    assert late.status_code == 412
    assert late.json["type"].endswith(":draft-changed")
    assert "ann was quicker: edit (3)" in late.json["detail"]
    standing = tom.ask("GET", "/drafts/contact")
    assert standing.headers["ETag"] == '"2"'
    assert standing.json["text"] == mine["text"]


def test_a_draft_may_have_faults_but_goes_to_nobody_with_them(house: Mongo) -> None:
    ann = begun(house, text().replace("weight: 2", "weight: heavy"))
    (fault,) = ann.ask("GET", "/drafts/contact").json["faults"]
    assert "'heavy' is no number" in fault
    refused = done(ann, "submission", 1, why="please look")
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json["errors"]] == ["/criteria/0/weight"]


def test_an_edit_needs_every_approval_anew(house: Mongo) -> None:
    ann, law = begun(house), as_(house, "law")
    done(ann, "submission", 1, why="please look")
    done(law, "approval", 2, area="law")
    told = {"text": text(weight=5), "why": "heavier still"}
    edited = ann.ask("PUT", "/drafts/contact", json=told, headers=seen(3)).json
    assert (edited["state"], edited["missing"]) == ("draft", ["law", "service"])


def test_what_is_sent_back_is_a_draft_again(house: Mongo) -> None:
    ann, law = begun(house), as_(house, "law")
    done(ann, "submission", 1, why="please look")
    told = done(law, "return", 2, why="the second limit is against the law").json
    assert (told["state"], told["history"][-1]["by"]) == ("draft", "law")


def test_who_wrote_it_does_not_approve_it(house: Mongo) -> None:
    root = as_(house, "root")
    root.ask("POST", "/drafts/contact", json={"text": text(), "why": "heavier"})
    done(root, "submission", 1, why="please look")
    refused = done(root, "approval", 2, area="law")
    assert refused.status_code == 409
    assert "root wrote of it" in refused.json["detail"]


def test_nothing_that_asks_for_approvals_is_published_past_them(house: Mongo) -> None:
    root = as_(house, "root")
    headers = {"Content-Type": "application/yaml"}
    refused = root.ask("POST", "/standards", data=text().encode(), headers=headers)
    assert refused.status_code == 409
    assert "asks for the approval of law and service" in refused.json["detail"]
    ann = begun(house)
    assert done(ann, "publication", 1).status_code == 409
    assert [each.version for each in Standards(house).known()] == [1]


@pytest.mark.parametrize(
    ("who", "what", "told"),
    [
        ("law", "submission", {"why": "x"}),
        ("law", "publication", {}),
        ("tom", "approval", {"area": "law"}),
        ("tom", "return", {"why": "x"}),
        ("eve", "submission", {"why": "x"}),
    ],
)
def test_roles_keep_to_what_is_theirs(
    house: Mongo, who: str, what: str, told: dict[str, str]
) -> None:
    begun(house)
    assert done(as_(house, who), what, 1, **told).status_code == 403


# What is sent | the status | a word of the detail
BAD = """\
{"text": "code: other\\nversion: 2", "why": "x"} | 422 | is to say `code: contact`; it says 'other'
{"text": "code: contact\\nversion: two", "why": "x"} | 422 | a whole number
{"text": "code: contact\\nversion: 1", "why": "x"} | 422 | give this one the number 2
{"text": ": : :", "why": "x"} | 422 | it says None
{"text": "a: &a [*a]", "why": "x"} | 422 | it says None
{"text": "code: contact\\nversion: 2", "why": " "} | 409 | has to say why
{"text": "code: contact\\nversion: 2", "why": ""} | 422 |
{"text": "code: contact\\nversion: 2"} | 422 |
{"text": 5, "why": "x"} | 422 |
{"why": "x"} | 422 |
[] | 400 |
"""


@pytest.mark.parametrize("line", BAD.splitlines())
def test_what_cannot_be_a_draft_is_refused_with_what_to_do(house: Mongo, line: str) -> None:
    sent, status, says = (part.strip() for part in line.split(" |"))
    ann = as_(house, "ann")
    headers = {"Content-Type": "application/json"}
    answer = ann.ask("POST", "/drafts/contact", data=sent.encode(), headers=headers)
    assert answer.status_code == int(status)
    assert answer.content_type == "application/problem+json"
    assert says in answer.json.get("detail", "")


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 428), ({"If-Match": "1"}, 412), ({"If-Match": '"9"'}, 412), ({"If-Match": "*"}, 412)],
)
def test_who_has_not_seen_it_changes_nothing(
    house: Mongo, headers: dict[str, str], status: int
) -> None:
    ann = begun(house)
    told = {"text": text(weight=3), "why": "x"}
    answer = ann.ask("PUT", "/drafts/contact", json=told, headers=headers)
    assert answer.status_code == status
    assert ann.ask("GET", "/drafts/contact").headers["ETag"] == '"1"'


def test_of_one_standard_there_is_one_open_draft(house: Mongo) -> None:
    begun(house)
    tom = as_(house, "tom")
    again = tom.ask("POST", "/drafts/contact", json={"text": text(3), "why": "mine"})
    assert again.status_code == 409
    assert again.json["type"].endswith(":draft-stands")


def test_a_draft_is_dropped_with_a_reason_by_authors_and_begun_again(house: Mongo) -> None:
    ann = begun(house)
    assert done(as_(house, "law"), "drop", 1, why="x").status_code == 403
    assert done(ann, "drop", 1).status_code == 422
    assert done(ann, "drop", 9, why="x").status_code == 412
    assert done(ann, "drop", 1, why="not needed").status_code == 204
    assert done(ann, "drop", 1, why="not needed").status_code == 404
    again = ann.ask("POST", "/drafts/contact", json={"text": text(), "why": "after all"})
    assert (again.status_code, again.headers["ETag"]) == (201, '"3"')
    assert [each["step"] for each in again.json["history"]] == ["edit", "drop", "edit"]
