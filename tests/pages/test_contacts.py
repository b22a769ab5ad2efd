"""Behind a figure stand its contacts: all of them, each once, and only those one may see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from scoring.judge import Verdict
from scoring.scorecard import Scorecard, Standing
from standards.kinds import Instrument
from tests.pages.acme import Filled, signed_in
from tests.pages.seen import Seen

QUARTER = {"period": "last_quarter"}
ANNA, MAIL = "zd-acme/user/anna-lis", "zd-acme/group/mail"


def behind(
    cards: Iterable[Scorecard],
    criterion: str,
    verdict: Verdict,
    employees: frozenset[str] | None = None,
    teams: frozenset[str] = frozenset(),
) -> set[str]:
    """The final contacts in which the criterion has the verdict, for those employees or teams."""
    return {
        card.contact
        for card in cards
        if card.standard.code == "contact" and card.standing is Standing.FINAL
        if card.instrument is Instrument.TICKET
        for finding in card.findings
        if finding.criterion == criterion
        for each in finding.occurrences
        if each.verdict is verdict
        if employees is None or each.employee in employees or each.team in teams
    }


def listed(browser: FlaskClient, criterion: str, **query: str) -> list[str]:
    """The contacts that the pages list, one page after another."""
    contacts: list[str] = []
    address: str | None = f"/compliance/contact/1/{criterion}"
    asked: dict[str, str] | None = {**QUARTER, "instrument": "ticket", **query}
    while address:
        answer = browser.get(address, query_string=asked)
        assert answer.status_code == 200
        contacts += re.findall(r'scope="row"[^>]*><a href="/contacts/([^?"]+)\?', answer.text)
        onward = [each for each in Seen(answer.text).of("a", "button") if "Older" in each.text]
        address, asked = (onward[0].attributes["href"], None) if onward else (None, None)
    return contacts


@pytest.mark.parametrize("verdict", [Verdict.MISSED, Verdict.PARTLY, Verdict.MET])
@pytest.mark.parametrize("criterion", ["RSP-01", "RSP-03", "RES-03"])
def test_the_contacts_are_those_of_the_cards_each_once(
    acme: Filled, criterion: str, verdict: Verdict
) -> None:
    found = listed(signed_in(acme.house, "admin"), criterion, verdict=verdict)
    assert sorted(found) == sorted(behind(acme.cards, criterion, verdict))


def test_there_is_a_criterion_with_more_than_one_page(acme: Filled) -> None:
    assert len(behind(acme.cards, "RES-03", Verdict.MET)) > 50


def test_what_needs_work_comes_first(acme: Filled) -> None:
    found = listed(signed_in(acme.house, "admin"), "RSP-01")
    assert sorted(found) == sorted(behind(acme.cards, "RSP-01", Verdict.MISSED))


def test_the_newest_come_first(acme: Filled) -> None:
    opened = {card.contact: card.opened_at or 0 for card in acme.cards}
    found = listed(signed_in(acme.house, "admin"), "RES-03", verdict="met")
    days = [opened[contact] // 86_400 for contact in found]
    assert all(later >= earlier - 1 for later, earlier in pairwise(days))


def test_the_numbers_of_the_verdicts_are_those_of_the_cell(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    query = {**QUARTER, "instrument": "ticket"}
    page = browser.get("/compliance/contact/1/RSP-01", query_string=query).text
    chips = [each.text for each in Seen(page).of("a") if each.has("missed") or each.has("met")]
    assert chips == ["missed 5", "met 33"]


@pytest.mark.parametrize("verdict", [Verdict.MISSED, Verdict.MET])
def test_an_employee_sees_what_counts_for_them(acme: Filled, verdict: Verdict) -> None:
    found = listed(signed_in(acme.house, "anna"), "RES-01", verdict=verdict)
    expected = behind(acme.cards, "RES-01", verdict, frozenset({ANNA}))
    assert sorted(found) == sorted(expected)
    assert expected < behind(acme.cards, "RES-01", verdict)


@pytest.mark.parametrize("verdict", [Verdict.MISSED, Verdict.MET])
def test_a_team_leader_sees_what_counts_for_the_team(acme: Filled, verdict: Verdict) -> None:
    found = listed(signed_in(acme.house, "leader"), "RES-01", verdict=verdict)
    expected = behind(acme.cards, "RES-01", verdict, frozenset({ANNA}), frozenset({MAIL}))
    assert sorted(found) == sorted(expected)
    assert expected < behind(acme.cards, "RES-01", verdict)


@pytest.mark.parametrize(("user", "employees"), [("anna", {ANNA}), ("leader", {ANNA})])
def test_the_figures_are_those_of_the_same_occurrences(
    acme: Filled, user: str, employees: set[str]
) -> None:
    teams = frozenset({MAIL}) if user == "leader" else frozenset[str]()
    occurrences = [
        each.verdict
        for card in acme.cards
        if card.standard.code == "contact" and card.standing is Standing.FINAL
        for finding in card.findings
        if finding.criterion == "RES-01"
        for each in finding.occurrences
        if each.employee in employees or each.team in teams
    ]
    met = occurrences.count(Verdict.MET)
    decided = met + occurrences.count(Verdict.PARTLY) + occurrences.count(Verdict.MISSED)
    page = signed_in(acme.house, user).get("/compliance?standard=contact&period=last_quarter").text
    row = page[page.index(">RES-01<") :]
    assert f"{met} of {decided} " in row[: row.index("</tr>")]


def test_somebody_without_a_person_sees_nothing(acme: Filled) -> None:
    page = signed_in(acme.house, "nobody").get("/compliance?standard=contact").text
    assert "Nothing was judged yet" in page


@pytest.mark.parametrize("user", ["anna", "leader", "nobody"])
def test_a_card_outside_the_scope_is_not_there(acme: Filled, user: str) -> None:
    browser = signed_in(acme.house, user)
    holds = {"anna": {ANNA}, "leader": {ANNA}, "nobody": set[str]()}[user]
    teams = {MAIL} if user == "leader" else set[str]()
    seen = set()
    for card in acme.cards:
        occurrences = [each for finding in card.findings for each in finding.occurrences]
        if any(each.employee in holds or each.team in teams for each in occurrences):
            seen.add(card.contact)
    others = {card.contact for card in acme.cards} - seen
    assert others
    for contact in sorted(others)[:8]:
        assert browser.get(f"/contacts/{contact}").status_code == 404
    for contact in sorted(seen)[:8]:
        assert browser.get(f"/contacts/{contact}").status_code == 200


def test_who_may_not_see_cards_gets_figures_without_ways_to_them(acme: Filled) -> None:
    browser = signed_in(acme.house, "approver")
    page = browser.get("/compliance?standard=contact&period=last_quarter").text
    assert "52 of 55" in page
    ways = re.findall(r'href="/compliance/contact/1/([^"?]*)', page)
    assert {way.partition("/")[2] for way in ways} == {"figures"}
    assert browser.get("/compliance/contact/1/RSP-01").status_code == 403
    assert browser.get("/contacts/zd-acme/ticket/1001").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "/compliance/contact/1/NOPE",
        "/compliance/contact/9/RSP-01",
        "/compliance/contact/1/$where",
        "/compliance/nope/1/RSP-01",
        "/compliance/contact/1/RSP-01?from=soon",
    ],
)
def test_what_there_is_not_is_not_found(acme: Filled, address: str) -> None:
    answer = signed_in(acme.house, "admin").get(address)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize("after", ["", "x", "2026-02-30 a", "9999-01-01 z", "2026-02-10", "$ne"])
def test_a_strange_way_on_is_the_beginning_or_later(acme: Filled, after: str) -> None:
    found = listed(signed_in(acme.house, "admin"), "RSP-01", verdict="met", after=after)
    assert set(found) <= behind(acme.cards, "RSP-01", Verdict.MET)
