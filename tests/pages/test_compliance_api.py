"""The API tells the same figures as the page, to the same people, and refuses what is none."""

from __future__ import annotations

from typing import Any

import pytest

from plugin.app import create_app
from scoring.judge import Verdict
from scoring.scorecard import Standing
from tests.pages.acme import CHEAP, PASSWORD, Filled
from tests.pages.test_compliance import FINAL, QUARTER, by_hand
from tests.plugin.api.admins import Program

QUERY = "?from=2026-01-01&until=2026-03-31"


def program(acme: Filled, user: str) -> Program:
    made = Program(create_app(acme.house, CHEAP))
    made.sign_in(user, PASSWORD)
    return made


def told(acme: Filled, user: str = "admin", more: str = "", code: str = "contact") -> Any:
    answer = program(acme, user).ask("GET", f"/standards/{code}/compliance{QUERY}{more}")
    assert answer.status_code == 200, answer.text
    return answer.json


@pytest.mark.parametrize("code", ["contact", "shop-visit", "complaints"])
def test_the_figures_are_those_of_the_cards(acme: Filled, code: str) -> None:
    found = told(acme, code=code)
    counted = by_hand(acme.cards, code, QUARTER, FINAL)
    for criterion in found["criteria"]:
        for each in criterion["instruments"]:
            for verdict in Verdict:
                key = criterion["criterion"], each["instrument"], verdict
                assert each[verdict.value] == counted[key], key
    finals = [
        each
        for each in acme.cards
        if each.standard.code == code and each.standing is Standing.FINAL and each.opened_at
    ]
    assert found["contacts"]["final"] == len(finals)


@pytest.mark.parametrize(
    "by", ["team", "location", "channel", "journey", "satisfaction", "week", "month"]
)
@pytest.mark.parametrize("user", ["admin", "leader", "anna"])
def test_whatever_it_is_broken_down_by_the_parts_are_the_whole(
    acme: Filled, by: str, user: str
) -> None:
    found = told(acme, user, f"&by={by}")
    for name in ("met", "decided", "pending", "unknown", "not_applicable"):
        whole = sum(
            each[name] for criterion in found["criteria"] for each in criterion["instruments"]
        )
        assert sum(each[name] for part in found["parts"] for each in part["instruments"]) == whole
    assert found["parts"]


def test_a_part_is_the_whole_of_whoever_asks_for_it_alone(acme: Filled) -> None:
    parts = told(acme, more="&by=channel")["parts"]
    assert {each["value"] for each in parts} == {"email", "chat"}
    for part in parts:
        alone = told(acme, more=f"&channel={part['value']}")["criteria"]
        met = sum(each["met"] for criterion in alone for each in criterion["instruments"])
        assert met == sum(each["met"] for each in part["instruments"]) > 0


def test_below_the_least_nothing_is_attained(acme: Filled) -> None:
    found = [each for criterion in told(acme)["criteria"] for each in criterion["instruments"]]
    few = [each for each in found if each["attained"] == "too_few"]
    assert few
    assert all(each["decided"] <= 40 for each in few)
    assert all(each["decided"] > 40 for each in found if each["attained"] in ("missed", "reached"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/standards/none/compliance{QUERY}", 404),
        (f"/standards/contact/compliance{QUERY}&version=7", 404),
        ("/standards/contact/compliance", 422),
        ("/standards/contact/compliance?from=2026-03-31&until=2026-01-01", 422),
        ("/standards/contact/compliance?from=0001-01-01&until=9999-01-01", 422),
        ("/standards/contact/compliance?from=soon&until=2026-01-01", 422),
        (f"/standards/contact/compliance{QUERY}&by=mood", 422),
        (f"/standards/contact/compliance{QUERY}&standing=both", 422),
    ],
)
def test_what_is_none_is_refused(acme: Filled, path: str, status: int) -> None:
    assert program(acme, "admin").ask("GET", path).status_code == status


def test_who_sees_no_compliance_is_refused(acme: Filled) -> None:
    path = f"/standards/contact/compliance{QUERY}"
    assert program(acme, "shopper").ask("GET", path).status_code == 403
    assert Program(create_app(acme.house, CHEAP)).ask("GET", path).status_code == 401
