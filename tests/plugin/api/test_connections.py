"""Connections through the API: asked of the helpdesk first, and never shown with their secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mobile_api.permissions import Role
from plugin.stores.layout import Mongo
from tests.fakes.faults import Fault
from tests.fakes.zendesk.server import USER, FakeZendesk
from tests.loopback import LOOPBACK
from tests.plugin.api.admins import Program, admin, program
from tests.plugin.directory.people import register

SECRET = "the-secret-that-signs"
PATH = "/connections/zd-acme"


@pytest.fixture
def zendesk() -> Iterator[FakeZendesk]:
    with FakeZendesk() as fake:
        yield fake


@pytest.fixture
def root(database: Mongo) -> Program:
    return admin(database, private_addresses=LOOPBACK)


def given(zendesk: FakeZendesk, **told: Any) -> dict[str, Any]:
    whole = {"address": zendesk.address, "secret": SECRET, "user": USER.email, "token": USER.token}
    return {**whole, **told}


def test_an_account_is_connected_and_shown_without_its_secrets(
    root: Program, zendesk: FakeZendesk
) -> None:
    answer = root.ask("PUT", PATH, json=given(zendesk))
    assert answer.status_code == 200
    assert answer.json == {
        "name": "zd-acme",
        "helpdesk": "zendesk",
        "address": zendesk.address,
        "prefix": "pl",
        "our_user": str(USER.id),
        "user": USER.email,
        "write_back": True,
        "secrets": 1,
        "token": True,
        "webhook": "/webhooks/zd-acme",
        "breaker": "closed",
        "reason": None,
    }
    listed = root.ask("GET", "/connections")
    assert listed.json == {"connections": [answer.json]}
    assert root.ask("GET", PATH).json == answer.json
    assert not [each for each in (SECRET, USER.token) if each in answer.text + listed.text]


def test_what_is_left_out_stays(root: Program, zendesk: FakeZendesk) -> None:
    root.ask("PUT", PATH, json=given(zendesk))
    changed = root.ask("PUT", PATH, json={"secret": "another-secret", "add_secret": True}).json
    assert (changed["secrets"], changed["token"], changed["prefix"]) == (2, True, "pl")


def test_a_token_is_not_sent_to_another_address(root: Program, zendesk: FakeZendesk) -> None:
    root.ask("PUT", PATH, json=given(zendesk))
    with FakeZendesk() as elsewhere:
        answer = root.ask("PUT", PATH, json={"address": elsewhere.address})
        assert (answer.status_code, elsewhere.log) == (422, [])


def test_whom_the_helpdesk_does_not_let_in_is_told_so_and_nothing_changes(
    root: Program, zendesk: FakeZendesk
) -> None:
    before = root.ask("PUT", PATH, json=given(zendesk)).json
    answer = root.ask("PUT", PATH, json={"token": "a-wrong-token", "prefix": "qa"})
    assert (answer.status_code, answer.json["type"]) == (
        422,
        "urn:plumbline:problem:connection-unfit",
    )
    assert "check the user, the token" in answer.json["detail"]
    assert "a-wrong-token" not in answer.text
    assert root.ask("GET", PATH).json == before


def test_it_need_not_be_asked(root: Program, zendesk: FakeZendesk) -> None:
    zendesk.faults.always = Fault.ERROR_500
    assert root.ask("PUT", PATH, json=given(zendesk)).status_code == 422
    answer = root.ask("PUT", PATH, json=given(zendesk, ask=False))
    assert (answer.status_code, answer.json["our_user"]) == (200, None)
    told = root.ask("PUT", PATH, json={"our_user": "77"})
    assert told.json["our_user"] == "77"


REFUSED = [
    pytest.param({"helpdesk": "faxdesk"}, id="a helpdesk that nobody speaks"),
    pytest.param({"address": "http://acme.zendesk.example"}, id="an address in the open"),
    pytest.param({"prefix": "PL-"}, id="a prefix of other letters"),
    pytest.param({"secret": ""}, id="an empty secret"),
    pytest.param({"colour": "red"}, id="a field that nobody knows"),
]


@pytest.mark.parametrize("told", REFUSED)
def test_what_is_unfit_is_refused(
    root: Program, zendesk: FakeZendesk, told: dict[str, Any]
) -> None:
    answer = root.ask("PUT", PATH, json=given(zendesk, **told))
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert not [each for each in (SECRET, USER.token) if each in answer.text]
    assert root.ask("GET", PATH).status_code == 404


def test_only_who_keeps_connections_may(database: Mongo, zendesk: FakeZendesk) -> None:
    register(database, "tess", Role.TRAINER)
    tess = program(database)
    tess.sign_in("tess")
    assert tess.ask("PUT", PATH, json=given(zendesk)).status_code == 403
    assert tess.ask("GET", PATH).status_code == 403
