"""Withdrawing through the API, and asking who changed what: refused by name where it cannot be."""

from __future__ import annotations

import pytest

from mobile_api.permissions import Role
from plugin.stores.layout import Mongo
from tests.plugin.api.admins import Program, program
from tests.plugin.api.test_drafts import as_, begun, done, text
from tests.plugin.directory.people import NOW, register
from tests.plugin.publishing.published import put, store, text_of

WEEK = 7 * 86_400
ROLES = {
    "root": Role.ADMIN, "ann": Role.TRAINER, "tom": Role.TRAINER, "law": Role.APPROVER,
    "boss": Role.TEAM_LEADER, "eve": Role.EMPLOYEE, "kim": Role.COORDINATOR,
    "shop": Role.SHOPPER, "rex": Role.REVIEWER,
}  # fmt: skip


@pytest.fixture
def house(database: Mongo) -> Mongo:
    """A published first version, and somebody of each role."""
    put(store(database), text_of(1), now=NOW - WEEK)
    for name, role in ROLES.items():
        register(database, name, role)
    return database


def withdrawn(who: Program, version: int = 1, why: str = "against the law") -> int:
    answer = who.ask("POST", f"/standards/contact/{version}/withdrawal", json={"why": why})
    return int(answer.status_code)


def test_a_version_is_withdrawn_once_with_its_reason(house: Mongo) -> None:
    ann = as_(house, "ann")
    assert [withdrawn(ann, why=""), withdrawn(ann, 2), withdrawn(ann), withdrawn(ann)] == [
        422,
        404,
        201,
        409,
    ]
    told = as_(house, "eve").ask("GET", "/standards/contact/1").json
    assert (told["standing"], told["withdrawn_by"]) == ("withdrawn", "ann")
    assert told["withdrawn_why"] == "against the law"


@pytest.mark.parametrize("name", ["law", "boss", "eve", "kim", "shop", "rex"])
def test_only_admins_and_trainers_withdraw(house: Mongo, name: str) -> None:
    assert withdrawn(as_(house, name)) == 403
    assert store(house).known()[0].withdrawn_at is None


@pytest.mark.parametrize("name", ["eve", "boss", "kim"])
def test_staff_read_standards_and_not_what_is_being_written(house: Mongo, name: str) -> None:
    begun(house)
    who = as_(house, name)
    assert who.ask("GET", "/standards").json["standards"][0]["standing"] == "in_force"
    for path in ("/drafts", "/standards/contact/history", "/standards/contact/difference"):
        assert who.ask("GET", path).status_code == 403


def test_each_standing_is_told(house: Mongo) -> None:
    put(store(house), text_of(2), NOW - 60, NOW - 60)
    put(store(house), text_of(3), NOW + WEEK, NOW)
    told = program_of(house).ask("GET", "/standards").json["standards"]
    assert [each["standing"] for each in told] == ["superseded", "in_force", "coming"]


def program_of(house: Mongo) -> Program:
    made = program(house)
    assert made.sign_in("root").status_code == 201
    return made


def test_a_second_version_has_to_say_what_changes(house: Mongo) -> None:
    root = program_of(house)
    told = {"data": text_of(2), "content_type": "application/yaml"}
    refused = root.ask("POST", "/standards", **told)
    assert refused.status_code == 409
    assert refused.json["type"].endswith(":note-missing")
    assert root.ask("POST", "/standards?why=lighter", **told).json["why"] == "lighter"


def test_a_draft_bears_the_note_that_it_was_submitted_with(house: Mongo) -> None:
    ann = begun(house, text_of(2).decode())
    done(ann, "submission", 1, why="lighter for weekends")
    assert done(ann, "publication", 2).json["why"] == "lighter for weekends"


def test_the_history_names_texts_that_are_held_against_each_other(house: Mongo) -> None:
    ann = begun(house)
    again = {"text": text(weight=5), "why": "heavier still"}
    ann.ask("PUT", "/drafts/contact", json=again, headers={"If-Match": '"1"'})
    history = ann.ask("GET", "/standards/contact/history").json["history"]
    assert [(each["what"], each["text"], each["was"], each["why"]) for each in history] == [
        ("edit", "2-2", "2-1", "heavier still"),
        ("edit", "2-1", "1", "heavier"),
        ("publish", "1", None, "as agreed"),
    ]
    path = "/standards/contact/difference?was=2-1&now=2-2"
    (clause,) = ann.ask("GET", path).json["criteria"]
    assert clause["changes"] == [{"effect": "reweighted", "part": "weight", "was": "2", "now": "5"}]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("was=1&now=2-1", 200),
        ("was=1&now=draft", 200),
        ("was=1&now=2-2", 404),
        ("was=1&now=2", 404),
        ("was=3-1&now=1", 404),
        ("was=1", 422),
        ("was=1&now=latest", 422),
        ("was=1&now=01", 422),
        ("was=1&now=9999999999", 422),
        ("was=1&now=2-1%0A", 422),
    ],
)
def test_texts_that_there_are_not_are_refused(house: Mongo, query: str, status: int) -> None:
    ann = begun(house)
    answer = ann.ask("GET", f"/standards/contact/difference?{query}")
    assert answer.status_code == status


def test_a_text_with_faults_differs_by_no_criterion(house: Mongo) -> None:
    ann = begun(house, text().replace("weight: 2", "weight: heavy"))
    answer = ann.ask("GET", "/standards/contact/difference?was=1&now=draft")
    assert answer.status_code == 409
    assert "has faults" in answer.json["detail"]
    assert ann.ask("GET", "/standards/none/history").status_code == 404
