"""A report broken down or narrowed is the same report: its rows lead on to what is theirs."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest

from plugin.stores.filed.cards import Cards
from scoring.judge import Verdict
from scoring.scorecard import Standing
from standards.kinds import Instrument
from tests.pages.acme import Filled, signed_in
from tests.pages.seen import Seen
from tests.pages.test_contacts import listed

QUARTER = "/compliance?standard=contact&period=last_quarter"
FIGURES = "/compliance/contact/1/RSP-01/figures?period=last_quarter"


def rows_in(page: str) -> dict[str, tuple[str, str]]:
    """Each row's name with where it leads and all its text."""
    found = re.findall(
        r'scope="row" class="criterion"><a href="([^"]+)">([^<]+)</a>(.*?)</tr>',
        page,
        re.DOTALL,
    )
    return {
        unescape(name): (unescape(there), " ".join(Seen(f"<table><tr>{rest}</tr></table>").texts))
        for there, name, rest in found
    }


def decided_on(acme: Filled, channel: str) -> Counter[str]:
    """By instrument how many occurrences are met and decided, told from the cards."""
    found: Counter[str] = Counter()
    for card in acme.cards:
        if card.standard.code != "contact" or card.standing is not Standing.FINAL:
            continue
        if card.facts.get("channel") != channel or card.instrument is not Instrument.TICKET:
            continue
        for finding in card.findings:
            for each in finding.occurrences or (finding,):
                found[str(each.verdict or Verdict.NOT_APPLICABLE)] += 1
    return found


@pytest.mark.parametrize("channel", ["email", "chat"])
def test_a_row_says_what_the_cards_of_its_channel_say(acme: Filled, channel: str) -> None:
    page = signed_in(acme.house, "admin").get(f"{QUARTER}&by=channel").text
    told = decided_on(acme, channel)
    met, decided = told["met"], told["met"] + told["partly"] + told["missed"]
    assert f"{met} of {decided} " in rows_in(page)[channel][1]


def test_a_row_leads_to_its_own_report_and_to_its_own_contacts(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    there, _ = rows_in(browser.get(f"{QUARTER}&by=channel").text)["chat"]
    narrowed = browser.get(there).text
    assert "Only:" in narrowed
    assert "channel=chat" in narrowed
    found = listed(browser, "RSP-02", verdict="met", channel="chat")
    assert found
    assert listed(browser, "RSP-02", verdict="met", channel="email") == []
    of_chat = {each.contact for each in acme.cards if each.facts.get("channel") == "chat"}
    assert set(found) <= of_chat


@pytest.mark.parametrize("by", ["team", "channel", "location"])
def test_the_contacts_of_all_rows_are_the_contacts(acme: Filled, by: str) -> None:
    browser = signed_in(acme.house, "admin")
    values = {
        each.get(by) if by != "team" else None
        for card in acme.cards
        for each in Cards(acme.house.database, acme.house.config.zone).of(card.contact)
    }
    if by == "team":
        values = {
            each.team
            for card in acme.cards
            for finding in card.findings
            for each in finding.occurrences
        }
    everybody = listed(browser, "RES-03", verdict="met")
    parts = [listed(browser, "RES-03", verdict="met", **{by: value or ""}) for value in values]
    assert sorted(each for part in parts for each in part) == sorted(everybody)


def test_a_team_leader_and_an_employee_see_less(acme: Filled) -> None:
    def decided(user: str) -> int:
        page = signed_in(acme.house, user).get(f"{QUARTER}&by=channel").text
        return sum(int(each) for each in re.findall(r"\d+ of (\d+)", page))

    admin, leader, employee = (decided(user) for user in ("admin", "leader", "anna"))
    assert 0 < employee <= leader < admin


@pytest.mark.parametrize("user", ["shopper", "nobody"])
def test_who_has_no_part_in_it_sees_nothing(acme: Filled, user: str) -> None:
    answer = signed_in(acme.house, user).get(FIGURES)
    assert answer.status_code == 403 or "Nothing was decided in these days" in answer.text


def test_an_approver_sees_the_criterion_without_ways_to_contacts(acme: Filled) -> None:
    page = signed_in(acme.house, "approver").get(FIGURES)
    assert page.status_code == 200
    assert "/compliance/contact/1/RSP-01?" not in page.text
    assert "/compliance/contact/1/RSP-01?" in signed_in(acme.house, "admin").get(FIGURES).text


@pytest.mark.parametrize(
    "address",
    [
        "/compliance/contact/1/NOPE/figures",
        "/compliance/contact/9/RSP-01/figures",
        "/compliance/contact/1/RSP-01/figures?from=soon",
        f"{FIGURES}&as=doc",
    ],
)
def test_what_there_is_not_is_not_found(acme: Filled, address: str) -> None:
    assert signed_in(acme.house, "admin").get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["by=mood", "every=hour", "team=%24ne", "channel=%00", "journey=x"]
)
def test_strange_questions_are_answered(acme: Filled, query: str) -> None:
    browser = signed_in(acme.house, "admin")
    assert browser.get(f"{QUARTER}&{query}").status_code == 200
    assert browser.get(f"{FIGURES}&{query}").status_code == 200


def test_the_chart_says_why_it_has_no_limits(acme: Filled) -> None:
    page = signed_in(acme.house, "admin").get(f"{FIGURES}&every=month").text
    assert "No limits are drawn: fewer than 12 periods" in page
    assert 'class="band"' not in page
    daily = signed_in(acme.house, "admin").get(f"{FIGURES}&every=day").text
    assert 'class="band"' in daily


def test_few_have_no_colour_and_the_page_says_why(acme: Filled) -> None:
    page = signed_in(acme.house, "admin").get(f"{QUARTER}&by=week").text
    seen = Seen(page)
    assert "too few to judge" in page
    for row in rows_in(page).values():
        assert "goal missed" not in row[1]
    assert [each for each in seen.of("li", "missed") if each.text] == [
        each for each in seen.of("li", "missed") if "goal missed: 3" in each.text
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("address", [FIGURES, f"{QUARTER}&by=team", f"{QUARTER}&by=month"])
def test_each_is_handed_on_as_a_file(acme: Filled, address: str, form: str) -> None:
    answer = signed_in(acme.house, "admin").get(f"{address}&as={form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    if form == "csv":
        assert "RSP-01" in answer.text
