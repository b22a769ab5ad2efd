"""Signing in, one's own account, what is asked, and that answers are as the document says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mobile_api.forms import sent as forms
from mobile_api.forms.questionnaires import WhichQuestionnaireForm
from scoring.lines import circumstances
from scoring.lines import visits as lines
from tests.mobile_api.service import (
    CIRCUMSTANCES,
    NOW,
    PASSWORD,
    Service,
    file_of,
    visit,
)
from tests.mobile_api.test_files import PHOTO, begun, put
from tests.mobile_api.test_submissions import slug
from tests.tables import rows


def test_whoever_signs_in_is_known_until_they_sign_out(service: Service) -> None:
    told = service.ask("POST", "/sessions", None, json={"name": "Anna", "password": PASSWORD})
    assert told.status_code == 201
    assert told.headers["Cache-Control"] == "no-store"
    service.tokens["anna"] = told.get_json()["access_token"]
    account = service.ask("GET", "/account").get_json()
    assert (account["user"], account["roles"]) == ("anna", ["shopper"])
    assert account["may"]["submit visits"] == "own"
    assert service.ask("DELETE", "/sessions/current").status_code == 204
    answer = service.ask("GET", "/account")
    assert (answer.status_code, slug(answer)) == (401, "not-signed-in")


def test_a_sign_in_is_renewed_once_by_each_token(service: Service) -> None:
    told = service.ask("POST", "/sessions", None, json={"name": "anna", "password": PASSWORD})
    first = told.get_json()["refresh_token"]
    renewed = service.ask("POST", "/sessions/renewal", None, json={"refresh_token": first})
    assert renewed.status_code == 201  # and its answer is lost
    renewed = service.ask("POST", "/sessions/renewal", None, json={"refresh_token": first})
    assert renewed.status_code == 201
    service.tokens["anna"] = renewed.get_json()["access_token"]
    assert service.ask("GET", "/account").status_code == 200
    stolen = service.ask("POST", "/sessions/renewal", None, json={"refresh_token": first})
    assert (stolen.status_code, slug(stolen)) == (401, "sign-in-refused")
    assert service.ask("GET", "/account").status_code == 401


def test_an_access_token_is_good_for_a_quarter_of_an_hour(service: Service) -> None:
    service.token("anna")
    service.now[0] = NOW + 14 * 60
    assert service.ask("GET", "/account").status_code == 200
    service.now[0] = NOW + 15 * 60 + 10
    service.app.extensions["doors"].callers.forget()  # what is remembered lasts five seconds
    assert service.ask("GET", "/account").status_code == 401


# given | status | slug | why it is here
SIGN_INS = """
{"name": "anna", "password": "wrong password"} | 401 | sign-in-refused | another password
{"name": "nobody", "password": "wrong password"} | 401 | sign-in-refused | nobody of that name
{"name": "anna"} | 422 | invalid | no password
{"name": "anna", "password": "x", "admin": true} | 422 | invalid | a field that it has not
{"name": 7, "password": "x"} | 422 | invalid | a number for a name
"""


@pytest.mark.parametrize(("given", "status", "name"), rows(SIGN_INS))
def test_not_everybody_gets_in(service: Service, given: str, status: str, name: str) -> None:
    answer = service.ask("POST", "/sessions", None, data=given, content_type="application/json")
    assert (answer.status_code, slug(answer)) == (int(status), name)
    assert "wrong password" not in answer.text


def test_too_many_tries_have_to_wait(service: Service) -> None:
    given = {"name": "anna", "password": "wrong password"}
    answers = [service.ask("POST", "/sessions", None, json=given) for _ in range(12)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert answers[-1].content_type == "application/problem+json"


# asked | instruments | question | why it is here
ASKED = """
| review visit | Was it open? | the caller's own language
language=pl | review visit | Czy było otwarte? | another language
language=de | review visit | Was it open? | a language that the standard has not
instrument=visit | visit | Was it open? | visits alone
instrument=review | review | Was it open? | reviews alone
"""


@pytest.mark.parametrize(("asked", "instruments", "question"), rows(ASKED))
def test_the_questions_are_in_the_callers_language(
    service: Service, asked: str, instruments: str, question: str
) -> None:
    told = service.ask("GET", f"/questionnaires?{asked}").get_json()["questionnaires"]
    assert sorted(each["instrument"] for each in told) == instruments.split()
    assert {each["questions"][0]["question"] for each in told} == {question}


def test_the_questions_come_in_every_language_without_what_they_earn(service: Service) -> None:
    answer = service.ask("GET", "/questionnaires?language=all&instrument=visit")
    [told] = answer.get_json()["questionnaires"]
    asked = {each["code"]: each for each in told["questions"]}
    assert list(asked) == [f"S-{number}" for number in range(1, 9)]
    assert asked["S-1"]["question"]["ru"] == "Было ли открыто?"
    assert asked["S-1"]["answers"][0] == {
        "value": "open",
        "label": {"en": "Open", "pl": "Otwarte", "ru": "Открыто"},
    }
    assert asked["S-2"]["show_if"] == {"S-1": ["hinted", "open"]}
    assert (asked["S-3"]["least"], asked["S-3"]["most"]) == (1, 5)
    assert asked["S-8"]["applies"] == {"location": ["acme/shop/key"]}
    assert "0.5" not in answer.text
    assert "weight" not in answer.text


def test_questions_that_have_not_changed_are_not_sent_again(service: Service) -> None:
    first = service.ask("GET", "/questionnaires")
    again = service.ask("GET", "/questionnaires", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = service.ask(
        "GET", "/questionnaires?language=pl", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200


def test_another_instrument_than_there_is_cannot_be_asked_for(service: Service) -> None:
    answer = service.ask("GET", "/questionnaires?instrument=ticket")
    assert (answer.status_code, slug(answer)) == (422, "invalid")


def test_answers_are_as_the_document_says(service: Service) -> None:
    uuid = begun(service, PHOTO)
    photo = put(service, uuid, PHOTO)
    bad = service.put({})
    told = {
        "Account": service.ask("GET", "/account"),
        "Questionnaires": service.ask("GET", "/questionnaires?language=all"),
        "Submission": service.ask("GET", f"/visits/{uuid}"),
        "Submissions": service.ask("GET", "/visits"),
        "HeldFile": photo,
        "Problem": bad,
    }
    for name, answer in told.items():
        validator_of(name).validate(answer.get_json())


def test_the_documents_visit_is_the_visit_that_is_read() -> None:
    assert set(forms.VisitForm().fields) == lines.VISIT
    assert set(WhichQuestionnaireForm().fields) == lines.QUESTIONNAIRE
    assert set(forms.SeenForm().fields) == lines.EMPLOYEE
    assert set(forms.FileForm().fields) == lines.FILE
    assert set(forms.PositionsForm().fields) == circumstances.POSITIONS
    assert set(forms.PositionForm().fields) == circumstances.POSITION
    assert set(forms.DeviceForm().fields) == circumstances.DEVICE
    assert set(forms.WordsForm().fields) == circumstances.WORDS
    sent = visit(files=[file_of(PHOTO)], replaces=str(uuid4()), **CIRCUMSTANCES)
    validator_of("Visit").validate(sent)


def validator_of(name: str) -> Draft202012Validator:
    """What the document says of that form."""
    document: dict[str, Any] = YAML(typ="safe").load(Path("openapi.yaml"))
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **document})
