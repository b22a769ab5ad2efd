"""Backtests by the API: asked for, listed, shown, cancelled; a refusal names what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient
from werkzeug.test import TestResponse

from plugin.stores.layout import Document
from tests.pages.acme import PASSWORD, Filled, browser, filled
from tests.pages.backtests.asked import Working, with_draft, with_tickets

ROOT = "/api/v1/backtests"
PERIOD = {"since": "2026-01-01T00:00:00+01:00", "until": "2026-04-01T00:00:00+02:00"}
ASKED = {"code": "contact", **PERIOD}


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop with a draft of version 2."""
    with filled(mongo) as made:
        with_tickets(made.house)
        with_draft(made.house)
        yield made


class Program:
    """A program that speaks for somebody."""

    def __init__(self, client: FlaskClient, name: str) -> None:
        signed = client.post("/api/v1/sessions", json={"name": name, "password": PASSWORD})
        self.client = client
        self.headers = {"Authorization": f"Bearer {signed.get_json()['access_token']}"}

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> TestResponse:
        return self.client.open(path, method=method, json=body, headers=self.headers)


@pytest.fixture
def admin(acme: Filled) -> Iterator[Program]:
    """Who writes standards; afterwards no backtest is left."""
    yield Program(browser(acme.house), "admin")
    for name in ("backtests", "backtest_slices"):
        acme.house.database[name].delete_many({})


def test_it_is_asked_for_worked_on_and_shown(acme: Filled, admin: Program) -> None:
    made = admin.ask("POST", ROOT, {**ASKED, "name": "Mine"})
    assert made.status_code == 201, made.text
    told = made.get_json()
    assert (told["state"], told["kind"], told["contacts"]) == ("running", "draft", 0)
    Working(acme.house).all()
    shown = admin.ask("GET", f"{ROOT}/{told['id']}").get_json()
    assert (shown["state"], shown["progress"]["done"]) == ("over", shown["progress"]["of"])
    assert shown["contacts"] == sum(each["number"] for each in shown["outcomes"]) > 0
    flips = {(each["was"], each["now"]) for each in shown["flips"]}
    assert ("met", "missed") in flips
    mail = ("RSP-01", "zd-acme/group/mail")
    row = next(each for each in shown["rows"] if (each["criterion"], each["team"]) == mail)
    assert row["was"]["low"] <= row["was"]["share"] <= row["was"]["high"]
    listed = admin.ask("GET", f"{ROOT}?code=contact").get_json()["backtests"]
    assert [(each["id"], each["name"]) for each in listed] == [(told["id"], "Mine")]


def test_a_recount_names_its_version(acme: Filled, admin: Program) -> None:
    told = admin.ask("POST", ROOT, {**ASKED, "version": 1}).get_json()
    Working(acme.house).all()
    shown = admin.ask("GET", f"{ROOT}/{told['id']}").get_json()
    assert (shown["kind"], shown["version"], shown["flips"]) == ("recount", 1, [])


def test_it_is_cancelled_once_and_stays_so(acme: Filled, admin: Program) -> None:
    told = admin.ask("POST", ROOT, ASKED).get_json()
    for _ in range(2):
        answer = admin.ask("DELETE", f"{ROOT}/{told['id']}")
        assert (answer.status_code, answer.get_json()["state"]) == (200, "cancelled")
    Working(acme.house).all()
    assert admin.ask("GET", f"{ROOT}/{told['id']}").get_json()["state"] == "cancelled"


# what is asked for | what it is about | what is said
REFUSED = [
    ({"since": PERIOD["until"], "until": PERIOD["since"]}, "/until", "has a length"),
    ({"since": "2016-01-01T00:00:00Z"}, "/until", "longer than"),
    ({"since": "soon"}, "/since", ""),
    ({"since": None}, "/since", ""),
    ({"code": "nobody"}, "/code", "nobody is writing"),
    ({"version": 9}, "/code", "no version 9"),
    ({"version": 0}, "/version", ""),
    ({"version": "1"}, "/version", ""),
    ({"name": "x" * 81}, "/name", ""),
    ({"more": 1}, "/more", ""),
]


@pytest.mark.parametrize(("said", "pointer", "detail"), REFUSED, ids=str)
def test_what_cannot_be_is_refused_with_its_field(
    acme: Filled, admin: Program, said: dict[str, Any], pointer: str, detail: str
) -> None:
    answer = admin.ask("POST", ROOT, {**ASKED, **said})
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    faults = answer.get_json()["errors"]
    assert [each["pointer"] for each in faults] == [pointer]
    assert detail in faults[0]["detail"]
    assert acme.house.database.backtests.count_documents({}) == 0


def test_too_many_at_once_conflict(acme: Filled, admin: Program) -> None:
    for _ in range(3):
        assert admin.ask("POST", ROOT, ASKED).status_code == 201
    assert admin.ask("POST", ROOT, ASKED).status_code == 409


def test_who_only_approves_asks_for_none(acme: Filled, admin: Program) -> None:
    told = admin.ask("POST", ROOT, ASKED).get_json()
    approver = Program(browser(acme.house), "approver")
    assert approver.ask("GET", f"{ROOT}/{told['id']}").status_code == 200
    assert approver.ask("POST", ROOT, ASKED).status_code == 403
    assert approver.ask("DELETE", f"{ROOT}/{told['id']}").status_code == 403
    assert approver.ask("GET", f"{ROOT}/none").status_code == 404
