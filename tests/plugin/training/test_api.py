"""Training over the API: assigned, tried, signed, told as statements."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from plugin.app import create_app
from plugin.stores.training.learning import Learning
from plugin.training.studying import Studying
from tests.pages.acme import CHEAP, PASSWORD
from tests.pages.training.school import School, answers_of, named

LESSON = "/api/v1/learning/contact/1"
KEPT = "/api/v1/training/contact/1"
WEEK: dict[str, Any] = {"to": [{"kind": "team", "id": "mail"}], "due": "2026-04-08"}


class Asking:
    """Somebody's calls of the API."""

    def __init__(self, client: FlaskClient, name: str) -> None:
        self.client = client
        answer = client.post("/api/v1/sessions", json={"name": name, "password": PASSWORD})
        self.headers = {"Authorization": f"Bearer {answer.get_json()['access_token']}"}

    def get(self, path: str, status: int = 200) -> Any:
        answer = self.client.get(path, headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def post(self, path: str, body: object = None, status: int = 200) -> Any:
        answer = self.client.post(path, json=body, headers=self.headers)
        assert answer.status_code == status, answer.text
        return answer.get_json()

    def delete(self, path: str, status: int = 204) -> Any:
        answer = self.client.delete(path, headers=self.headers)
        assert answer.status_code == status, answer.text


@pytest.fixture
def client(school: School) -> FlaskClient:
    return create_app(school.house, CHEAP).test_client()


def answers(school: School, right: bool = True) -> dict[str, str]:
    attempt = school.tries()[-1]
    return named(answers_of(Studying(school.house), attempt, right=right), attempt)


def test_from_the_assignment_to_the_statement(school: School, client: FlaskClient) -> None:
    trainer, anna, leader = (Asking(client, each) for each in ("trainer", "anna", "leader"))
    (given,) = trainer.post(f"{KEPT}/assignments", WEEK, 201)["assignments"]
    question = {
        "text": {"en": "Who answers?", "pl": "Kto?"},
        "answers": [{"en": "Nobody", "pl": "Nikt"}, {"en": "We", "pl": "My"}],
        "right": 1,
    }
    asked = trainer.post(f"{KEPT}/questions", question, 201)
    assert trainer.get(f"{KEPT}/questions")["questions"] == [asked]
    begun = anna.post(f"{LESSON}/tries", status=201)
    assert len(begun["questions"]) == 7
    assert begun["result"] is None
    assert anna.post(f"{LESSON}/tries", status=201) == begun
    there = f"{LESSON}/tries/{begun['id']}/answers"
    refused = anna.post(there, {"answers": {"q1": "nothing"}}, 422)
    assert {each["pointer"] for each in refused["errors"]} == {
        f"/answers/q{number}" for number in range(1, 8)
    }
    assert anna.post(there, {"answers": answers(school)})["result"]["score"] == 1
    assert anna.post(there, {"answers": answers(school)}, 409)["type"].endswith("already-answered")
    assert anna.post(f"{LESSON}/signature", {"name": "Ewa", "agreed": True}, 422)
    signed = anna.post(f"{LESSON}/signature", {"name": "Anna Lis", "agreed": True})
    assert signed["state"] == "known"
    assert anna.post(f"{LESSON}/signature", {"name": "Anna Lis", "agreed": True}, 409)
    assert leader.get("/api/v1/training")["lessons"] == [signed]
    trainer.delete(f"{KEPT}/questions/{asked['id']}")
    trainer.delete(f"{KEPT}/assignments/{given['id']}")
    trainer.delete(f"{KEPT}/assignments/{given['id']}", 404)
    assert anna.get("/api/v1/learning") == {"lessons": []}
    found = trainer.get("/api/v1/learning/statements")
    assert [each["id"] for each in found["statements"]] == [begun["id"]]


# what is wrong | the change | the field that is named
UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"to": []}, "/to"),
    ({"to": [{"kind": "team", "id": "none"}]}, "/to"),
    ({"to": [{"kind": "person", "id": "none"}]}, "/to"),
    ({"to": [{"kind": "role", "id": "boss"}]}, "/to"),
    ({"to": [{"kind": "firm", "id": "x"}]}, "/to/0/kind"),
    ({"due": "2026-03-31"}, "/due"),
    ({"due": "tomorrow"}, "/due"),
    ({"due": "2099-01-01"}, "/due"),
    ({"latest": "soon"}, "/latest"),
    ({"terms": {"pass_mark": 1.5}}, "/terms/pass_mark"),
    ({"terms": {"tries": 0}}, "/terms/tries"),
    ({"terms": {"tries": "3"}}, "/terms/tries"),
    ({"terms": {"months": 61}}, "/terms/months"),
    ({"more": 1}, "/more"),
]


def test_an_assignment_that_cannot_be_names_its_field(standing: School) -> None:
    trainer = Asking(create_app(standing.house, CHEAP).test_client(), "trainer")
    for change, field in UNFIT:
        told = trainer.post(f"{KEPT}/assignments", {**WEEK, **change}, 422)
        assert field in {each["pointer"] for each in told["errors"]}
    assert standing.house.database.assignments.count_documents({}) == 0


RIGHT: dict[str, Any] = {
    "text": {"en": "Which?"},
    "answers": [{"en": "a"}, {"en": "b"}],
    "right": 0,
}
UNFIT_QUESTIONS: list[tuple[dict[str, Any], str]] = [
    ({"text": {}}, "/text"),
    ({"text": {"en": "   "}}, "/text"),
    ({"text": {"xx": "Which?"}, "answers": [{"xx": "a"}, {"xx": "b"}]}, "/text"),
    ({"text": {"en": "w" * 501}}, "/text/en/value"),
    ({"answers": [{"en": "a"}]}, "/answers"),
    ({"answers": [{"en": "a"}, {"en": "a"}]}, "/answers"),
    ({"answers": [{"en": "a"}, {"pl": "b"}]}, "/answers"),
    ({"answers": [{"en": str(n)} for n in range(7)]}, "/answers"),
    ({"right": 2}, "/right"),
    ({"right": -1}, "/right"),
    ({"criterion": "NO-01"}, "/criterion"),
]


def test_a_question_that_cannot_be_names_its_field(standing: School) -> None:
    trainer = Asking(create_app(standing.house, CHEAP).test_client(), "trainer")
    for change, field in UNFIT_QUESTIONS:
        told = trainer.post(f"{KEPT}/questions", {**RIGHT, **change}, 422)
        assert field in {each["pointer"] for each in told["errors"]}
    assert standing.house.database.own_questions.count_documents({}) == 0


def test_nobody_learns_for_another(school: School, client: FlaskClient) -> None:
    school.assign()
    anna, ewa = Asking(client, "anna"), Asking(client, "ewa")
    begun = anna.post(f"{LESSON}/tries", status=201)
    ewa.get(LESSON, 404)
    ewa.post(f"{LESSON}/tries", status=404)
    ewa.post(f"{LESSON}/tries/{begun['id']}/answers", {"answers": {}}, 404)
    Asking(client, "leader").post(f"{LESSON}/tries", status=201)  # who is Anna as well
    Asking(client, "nobody").post(f"{LESSON}/tries", status=404)


def test_what_a_leader_sees_ends_with_the_team(school: School, client: FlaskClient) -> None:
    school.assign(*(), code="contact")
    trainer, leader = Asking(client, "trainer"), Asking(client, "leader")
    ewa = {**WEEK, "to": [{"kind": "person", "id": "ewa"}]}
    trainer.post(f"{KEPT}/assignments", ewa, 201)
    assert {each["person"] for each in trainer.get("/api/v1/training")["lessons"]} == {
        "anna",
        "ewa",
    }
    assert {each["person"] for each in leader.get("/api/v1/training")["lessons"]} == {"anna"}
    ewas = Asking(client, "ewa")
    begun = ewas.post(f"{LESSON}/tries", status=201)
    (attempt,) = Learning(school.house.database).of("ewa")
    right = named(answers_of(Studying(school.house), attempt, right=False), attempt)
    ewas.post(f"{LESSON}/tries/{begun['id']}/answers", {"answers": right})
    assert len(trainer.get("/api/v1/learning/statements")["statements"]) == 1
    assert leader.get("/api/v1/learning/statements") == {
        "statements": [],
        "since": 0,
        "has_more": False,
    }


# Part two of the specification, 2.4, as far as we say anything.
_IRI = {"type": "string", "pattern": "^[a-z]+://"}
_MAP = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^[a-z]{2}$"},
    "additionalProperties": {"type": "string"},
}
STATEMENT: dict[str, Any] = {
    "type": "object",
    "required": ["id", "actor", "verb", "object", "timestamp", "version"],
    "additionalProperties": False,
    "properties": {
        "id": {
            "type": "string",
            "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        },
        "actor": {
            "type": "object",
            "required": ["objectType"],
            "additionalProperties": False,
            "properties": {
                "objectType": {"const": "Agent"},
                "mbox": {"type": "string", "pattern": "^mailto:[^@]+@[^@]+$"},
                "account": {
                    "type": "object",
                    "required": ["homePage", "name"],
                    "additionalProperties": False,
                    "properties": {"homePage": _IRI, "name": {"type": "string", "minLength": 1}},
                },
            },
            "oneOf": [{"required": ["mbox"]}, {"required": ["account"]}],
        },
        "verb": {
            "type": "object",
            "required": ["id", "display"],
            "additionalProperties": False,
            "properties": {
                "id": {"pattern": "^http://adlnet.gov/expapi/verbs/(passed|failed)$"},
                "display": _MAP,
            },
        },
        "object": {
            "type": "object",
            "required": ["objectType", "id", "definition"],
            "additionalProperties": False,
            "properties": {
                "objectType": {"const": "Activity"},
                "id": {"type": "string", "pattern": "^https?://.+/standards/contact/1$"},
                "definition": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"type": _IRI, "name": _MAP},
                },
            },
        },
        "result": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "success": {"type": "boolean"},
                "completion": {"type": "boolean"},
                "score": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "scaled": {"type": "number", "minimum": -1, "maximum": 1},
                        "raw": {"type": "number"},
                        "min": {"type": "number"},
                        "max": {"type": "number"},
                    },
                },
            },
        },
        "context": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "platform": {"type": "string"},
                "revision": {"type": "string"},
                "extensions": {"type": "object", "propertyNames": _IRI},
            },
        },
        "timestamp": {
            "type": "string",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
        },
        "version": {"const": "1.0.3"},
    },
}


def test_statements_are_as_the_specification_says(school: School, client: FlaskClient) -> None:
    school.assign(tries=3)
    anna, trainer = Asking(client, "anna"), Asking(client, "trainer")
    for right in (False, False, True):
        begun = anna.post(f"{LESSON}/tries", status=201)
        told = {"answers": answers(school, right)}
        anna.post(f"{LESSON}/tries/{begun['id']}/answers", told)
    found = trainer.get("/api/v1/learning/statements?limit=2")
    assert (len(found["statements"]), found["has_more"]) == (2, True)
    rest = trainer.get(f"/api/v1/learning/statements?since={found['since']}")
    statements = [*found["statements"], *rest["statements"]]
    for each in statements:
        Draft202012Validator(STATEMENT).validate(each)
        score = each["result"]["score"]
        assert score["scaled"] == pytest.approx(score["raw"] / score["max"])
        assert each["actor"]["account"] == {"homePage": "http://127.0.0.1:8470", "name": "anna"}
    verbs = [each["verb"]["display"]["en"] for each in statements]
    assert verbs == ["failed", "failed", "passed"]
    assert len({each["id"] for each in statements}) == 3
    assert trainer.get(f"/api/v1/learning/statements?since={rest['since']}")["statements"] == []
    (mailed, *_) = trainer.get("/api/v1/learning/statements?email=true")["statements"]
    Draft202012Validator(STATEMENT).validate(mailed)
    assert mailed["actor"] == {"objectType": "Agent", "mbox": "mailto:anna@acme.example"}


def test_a_trainer_grants_one_person_one_more_try(school: School, client: FlaskClient) -> None:
    trainer, anna = (Asking(client, each) for each in ("trainer", "anna"))
    trainer.post(f"{KEPT}/assignments", {**WEEK, "terms": {"tries": 1}}, 201)
    there = f"{KEPT}/people/anna/tries"
    assert "/person" in str(trainer.post(there, status=422)["errors"])
    anna.post(f"{LESSON}/tries", status=201)
    attempt = school.tries()[-1].id
    anna.post(f"{LESSON}/tries/{attempt}/answers", {"answers": answers(school, right=False)})
    assert anna.get(LESSON)["state"] == "used_up"
    told = trainer.post(there, status=201)
    assert (told["person"], told["state"], told["tries_left"]) == ("anna", "to_learn", 1)
    anna.post(there, status=403)
    trainer.post(f"{KEPT}/people/nobody/tries", status=404)
