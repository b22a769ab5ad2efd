"""The phone's day in one call: whole, by what has changed, and not at all."""

from __future__ import annotations

import gzip
import json
from typing import Any
from uuid import uuid4

from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from mobile_api.assigning import AssignmentState
from mobile_api.days.working import DAYS
from plugin.openapi import document
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.cursors import MOST
from tests.mobile_api.days import DAY, Phone, asked, create, published, wait
from tests.mobile_api.service import NOW, Service, file_of, visit
from tests.mobile_api.test_submissions import slug

NAMES = {"assignments", "questionnaires", "briefings", "submissions"}


def work(service: Service, user: str | None = "anna", **more: Any) -> TestResponse:
    """The answer to a phone that asks for the day."""
    return service.ask("GET", "/work", user, **more)


def test_everything_of_the_day_comes_in_one_answer(service: Service) -> None:
    made = create(service)
    create(service, shopper="boris")
    named = [file_of(b"not here yet")]
    given = visit(answers={"S-1": "open", "S-2": True, "S-6": "front.jpg"}, files=named)
    sent = service.put(given).get_json()
    told = asked(service)
    assert told["whole"]
    assert told["gone"] == []
    assert told["account"] == service.ask("GET", "/account").get_json()
    (first,) = told["assignments"]
    assert first["id"] == made.id
    assert first["scenario"] == made.scenario
    assert first["fee"] == {"amount": "25.00", "currency": "PLN"}
    assert "note" not in first
    (questionnaire,) = told["questionnaires"]
    whole = service.ask("GET", "/questionnaires?instrument=visit&language=all").get_json()
    assert [questionnaire] == whole["questionnaires"]
    (briefing,) = told["briefings"]
    assert (briefing["standard"], briefing["version"]) == ("shop", 1)
    (mine,) = told["submissions"]
    assert mine["contact"] == sent["contact"]
    assert [each["state"] for each in mine["files"]] == ["expected"]
    assert told["limits"]["chunk"] == 65_536
    assert told["receipt_key"] == service.ask("GET", "/receipt-key").get_json()


def test_answers_are_as_the_document_says(service: Service) -> None:
    described = document(service.app)

    def hold(name: str, told: object) -> None:
        said = Draft202012Validator({**described, "$ref": f"#/components/schemas/{name}"})
        said.validate(told)
        assert not said.is_valid({})

    create(service)
    service.put(visit(files=[file_of(b"to come", question=None)]))
    whole = asked(service)
    hold("Work", whole)
    hold("Work", asked(service, whole["cursor"]))
    quiz = whole["briefings"][0]["quiz"]
    told = {
        "attempt": quiz["attempt"],
        "answers": {each["id"]: each["right"] for each in quiz["items"]},
        "answered_at": whole["now"],
    }
    hold("BriefingAttempt", told)
    result = service.ask("POST", "/briefings/shop/1/attempts", json=told).get_json()
    hold("BriefingResult", result)
    certified = service.ask("GET", "/briefings/shop/1/certificates", "carol").get_json()
    hold("BriefingCertificates", certified)


def test_a_location_comes_with_who_works_there(service: Service) -> None:
    shop = Group("old-town", "Old Town", ("acme/shop/1",))
    olga = Person("olga", "Olga", None, "old-town", (Identity("acme/badge/7"),))
    left = Person("lena", "Lena", None, "old-town", (Identity("acme/badge/8", until=NOW - 1),))
    nobody = Everybody({}, {}, {})
    Directory(service.database).bring_to(
        nobody, Everybody({"olga": olga, "lena": left}, {}, {"old-town": shop})
    )
    create(service)
    (told,) = asked(service)["assignments"]
    assert told["location"]["id"] == "acme/shop/1"
    assert told["location"]["name"] == "Old Town"
    assert told["location"]["roster"] == [{"identity": "acme/badge/7", "name": "Olga"}]


def test_a_questionnaire_that_an_open_assignment_names_comes_beside_the_one_in_force(
    service: Service,
) -> None:
    published(service, 2)
    named = create(service, version=1)
    assert {each["version"] for each in asked(service)["questionnaires"]} == {1, 2}
    Assignments(service.database).end(named.id, AssignmentState.CLOSED)
    assert {each["version"] for each in asked(service)["questionnaires"]} == {2}


def test_only_what_has_changed_is_told(service: Service) -> None:
    create(service)
    phone = Phone(service)
    phone.sync()
    assert {name: len(phone.told[name]) for name in NAMES} == {
        "assignments": 1, "questionnaires": 1, "briefings": 1, "submissions": 0,
    }  # fmt: skip
    added = create(service, location="acme/shop/2")
    phone.sync()
    assert not phone.told["whole"]
    assert [each["id"] for each in phone.told["assignments"]] == [added.id]
    assert all(phone.told[name] == [] for name in NAMES - {"assignments"})
    phone.sync()
    assert all(phone.told[name] == [] for name in NAMES)
    assert phone.told["gone"] == []


def test_what_is_gone_is_named(service: Service) -> None:
    made = create(service)
    sent = service.put(visit()).get_json()["contact"]
    phone = Phone(service)
    phone.sync()
    Assignments(service.database).end(made.id, AssignmentState.WITHDRAWN)
    published(service, 2)
    phone.sync()
    assert phone.told["gone"] == sorted([made.id, "shop/1"])
    wait(service, DAYS * DAY + 1)
    phone.sync()
    assert sent in phone.told["gone"]


def test_what_was_done_long_ago_is_not_told(service: Service) -> None:
    old = create(service, opens_at=NOW - 40 * DAY, closes_at=NOW - 31 * DAY)
    late = create(service, opens_at=NOW - 41 * DAY, closes_at=NOW - 31 * DAY, location="x/y/z")
    Assignments(service.database).set_done(old.id, f"visit/{uuid4()}", "anna")
    assert [each["id"] for each in asked(service)["assignments"]] == [late.id]


def test_nothing_new_costs_no_body(service: Service) -> None:
    create(service)
    first = work(service)
    assert first.headers["Cache-Control"] == "no-store"
    again = work(service, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    cursor = first.get_json()["cursor"]
    headers = {"If-None-Match": first.headers["ETag"]}
    again = work(service, query_string={"since": cursor}, headers=headers)
    assert (again.status_code, again.data) == (304, b"")
    create(service, location="acme/shop/2")
    other = work(service, query_string={"since": cursor}, headers=headers)
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]


# What is accepted -> whether the answer is compressed.
ACCEPTED = {
    "gzip": True,
    "br, gzip;q=0.5": True,
    "*": True,
    "": False,
    "identity": False,
    "gzip;q=0": False,
    "br": False,
}


def test_the_answer_is_compressed_for_whoever_takes_it(service: Service) -> None:
    plain = work(service)
    for accepts, is_packed in ACCEPTED.items():
        answer = work(service, headers={"Accept-Encoding": accepts})
        assert {"Accept-Encoding", "Authorization"} <= set(answer.vary)
        said = answer.headers.get("Content-Encoding", "")
        assert (said == "gzip") is is_packed, accepts
        body = gzip.decompress(answer.data) if said else answer.data
        assert json.loads(body) == plain.get_json()
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert len(answer.data) < len(plain.data) or not said


NO_CURSORS = ("", "x", "a" * 19, "a" * 21, "ą" * 20, "../../../etc/passwd.", "a" * 19 + "\n")


def test_what_is_no_cursor_is_refused_with_words(service: Service) -> None:
    for cursor in NO_CURSORS:
        answer = work(service, query_string={"since": cursor})
        assert (answer.status_code, slug(answer)) == (422, "invalid"), cursor
        (said,) = answer.get_json()["errors"]
        assert said["pointer"] == "/since"
        assert "no cursor" in said["detail"]


def test_a_cursor_that_nobody_was_given_is_answered_whole(service: Service) -> None:
    assert asked(service, "a" * 20)["whole"]


def test_somebody_elses_cursor_is_worth_nothing(service: Service) -> None:
    create(service)
    cursor = asked(service)["cursor"]
    theirs = asked(service, cursor, "boris")
    assert theirs["whole"]
    assert theirs["assignments"] == []
    assert not asked(service, cursor)["whole"]


def test_the_cursors_before_are_good_as_well_but_not_for_ever(service: Service) -> None:
    cursors = [asked(service)["cursor"]]
    for number in range(MOST + 2):
        service.now[0] += 1
        create(service, location=f"acme/shop/{number}")
        cursors.append(asked(service, cursors[-1])["cursor"])
    assert len(set(cursors)) == MOST + 3
    assert asked(service, cursors[0])["whole"]
    assert not asked(service, cursors[-2])["whole"]
    assert service.database.cursors.count_documents({}) == MOST


def test_who_makes_no_visits_has_no_working_day(service: Service) -> None:
    for user in ("carol", "rita", "emil", None):
        assert work(service, user).status_code in (401, 403)
