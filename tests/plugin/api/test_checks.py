"""A text is checked over the API: by whoever may see drafts, and not without end."""

from __future__ import annotations

from typing import Any

import pytest

from mobile_api.permissions import Role
from plugin.authoring.allowance import AT_LEAST, EACH_SECOND, MOST, Allowance, TooMuchToCheck
from plugin.stores.layout import Mongo
from tests.pages.authoring.desk import DESK
from tests.plugin.api.admins import Program, program
from tests.plugin.directory.people import register
from tests.plugin.publishing.published import put, store, text_of

LONG = ",," * 495_000


@pytest.fixture
def house(database: Mongo) -> Mongo:
    for name, role in (("ann", Role.TRAINER), ("law", Role.APPROVER), ("eve", Role.EMPLOYEE)):
        register(database, name, role)
    return database


def as_(house: Mongo, name: str) -> Program:
    made = program(house)
    assert made.sign_in(name).status_code == 201
    return made


def check(who: Program, **told: Any) -> Any:
    return who.ask("POST", "/checks", json=told)


def test_a_text_is_told_all_of_itself(house: Mongo) -> None:
    told = check(as_(house, "law"), text=DESK.replace("full: PT4H", "full: PT3H")).json
    assert told["faults"] == []
    assert told["examples"][0] == {
        "criterion": "RSP-01", "number": 0, "line": 24, "says": {"en": "in time"},
        "then": "met", "came": "missed", "kept": False, "why": "says met, but it is missed",
    }  # fmt: skip
    assert [each["instrument"] for each in told["questions"]] == ["visit"]
    assert told["tags"] == [{"tag": "pl-rsp-01-missed", "criterion": "RSP-01"}]


def test_a_fault_has_line_column_field_and_message(house: Mongo) -> None:
    (fault,) = check(as_(house, "ann"), text=DESK.replace("weight: 2", "weight: x")).json["faults"]
    assert (fault["line"], fault["column"], fault["field"]) == (19, 5, "criteria.0.weight")
    assert "'x' is no number" in fault["message"]


def test_it_is_held_against_what_its_code_was_published_with(house: Mongo) -> None:
    put(store(house), text_of(1))
    other = text_of(2).decode().replace("kind: first_reply", "kind: resolution")
    (fault,) = check(as_(house, "ann"), text=other, code="contact").json["faults"]
    assert fault["field"] == "criteria.0.code"


def test_nothing_of_it_is_kept(house: Mongo) -> None:
    check(as_(house, "ann"), text=DESK, code="desk")
    assert house.drafts.count_documents({}) == 0
    assert house.standards.count_documents({}) == 0


def test_whoever_may_not_see_drafts_may_not_check(house: Mongo) -> None:
    assert check(as_(house, "eve"), text=DESK).status_code == 403


@pytest.mark.parametrize(
    "told", [{}, {"text": 1}, {"text": "a", "more": 1}, {"text": "a", "code": ""}]
)
def test_what_is_no_text_is_refused(house: Mongo, told: dict[str, Any]) -> None:
    assert check(as_(house, "ann"), **told).status_code == 422


def test_too_much_at_once_has_to_wait(house: Mongo) -> None:
    ann = as_(house, "ann")
    statuses = [check(ann, text=LONG).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 429, 429]
    refused = check(ann, text=LONG)
    assert refused.json["type"].endswith(":too-much-to-check")
    assert int(refused.headers["Retry-After"]) > 0
    assert check(as_(house, "law"), text="a: b").status_code == 200


def test_what_was_used_comes_back_with_time() -> None:
    allowance = Allowance()
    allowance.take("ann", MOST, 0)
    with pytest.raises(TooMuchToCheck) as refused:
        allowance.take("ann", 10 * EACH_SECOND, 1)
    assert refused.value.headers == {"Retry-After": "9"}
    allowance.take("ann", 10 * EACH_SECOND, 10)
    with pytest.raises(TooMuchToCheck):
        allowance.take("ann", 0, 10)
    allowance.take("ann", 0, 10 + -(-AT_LEAST // EACH_SECOND))
    allowance.take("ann", 10 * MOST, 10_000)
