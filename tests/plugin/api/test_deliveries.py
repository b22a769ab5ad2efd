"""Deliveries through the API and the command line: listed with their reason, tried anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mobile_api.permissions import Role
from plugin.cli.service import deliveries as command
from plugin.house import House
from plugin.stores.layout import Mongo
from plugin.stores.tickets.deliveries import Deliveries
from tests.plugin.api.admins import Program, admin, house_over, program
from tests.plugin.directory.people import NOW, register
from webhooks.contract import Delivery, Label


@pytest.fixture
def house(database: Mongo) -> House:
    made = house_over(database)
    kept = Deliveries(database, made.sealer)
    for key, reason in (("a", "the body is no JSON"), ("b", "time is [missing]"), ("c", None)):
        delivery = Delivery({}, b"words of a customer", NOW - 7200)
        kept.keep("zd-acme", Label(key, "zd-acme/ticket/1"), delivery, reason)
    return made


@pytest.fixture
def root(database: Mongo, house: House) -> Program:
    return admin(database)


def run(monkeypatch: pytest.MonkeyPatch, house: House, *words: str) -> Result:
    @contextmanager
    def opened(environment: object) -> Iterator[House]:
        yield house

    monkeypatch.setattr(command, "opened", opened)
    return CliRunner().invoke(command.deliveries, words, env={"COLUMNS": "120"})


def failed(answer: Any) -> list[str]:
    return sorted(each["key"] for each in answer.json["deliveries"])


def test_an_admin_lists_those_that_failed(root: Program) -> None:
    answer = root.ask("GET", "/deliveries")
    assert answer.json["counted"] == {"ready": 1, "leased": 0, "failed": 2}
    assert failed(answer) == ["zd-acme a", "zd-acme b"]
    assert answer.json["deliveries"][0]["reason"]
    assert "customer" not in answer.text
    assert failed(root.ask("GET", "/deliveries?state=ready")) == ["zd-acme c"]
    assert failed(root.ask("GET", "/deliveries?connection=zd-other")) == []


def test_an_admin_has_one_tried_anew_or_all(root: Program) -> None:
    asked = {"keys": ["zd-acme a", "zd-acme a", "zd-acme c", "nothing"]}
    assert root.ask("POST", "/deliveries/replay", json=asked).json == {"replayed": 1}
    assert root.ask("POST", "/deliveries/replay", json={}).json == {"replayed": 1}
    assert failed(root.ask("GET", "/deliveries")) == []


@pytest.mark.parametrize("query", ["state=done", "limit=0", "limit=x"])
def test_what_cannot_be_listed_is_refused(root: Program, query: str) -> None:
    assert root.ask("GET", f"/deliveries?{query}").status_code == 422


def test_nobody_but_an_admin_sees_them(database: Mongo, house: House) -> None:
    register(database, "tim", Role.TRAINER)
    tim = program(database)
    tim.sign_in("tim")
    assert tim.ask("GET", "/deliveries").status_code == 403
    assert tim.ask("POST", "/deliveries/replay", json={}).status_code == 403


def test_the_command_lists_them_with_age_and_reason(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run(monkeypatch, house)
    assert told.exit_code == 0
    assert "zd-acme a" in told.output
    assert "2 h" in told.output
    assert "time is [missing]" in told.output
    assert told.output.endswith("1 ready, 0 leased, 2 failed\n")
    assert "customer" not in told.output


def test_the_command_replays_one_and_says_which_it_does_not_know(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run(monkeypatch, house, "--replay", "zd-acme a", "--replay", "zd-acme x")
    assert told.exit_code == 1
    assert "1 delivery is tried anew" in told.output
    assert "zd-acme x: no delivery of that key is set aside" in told.output
    assert run(monkeypatch, house, "--all-failed").output == "1 delivery is tried anew\n"


def test_the_command_is_misused_with_both(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, house, "--all-failed", "--replay", "a").exit_code == 2
