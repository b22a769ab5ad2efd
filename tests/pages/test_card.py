"""A contact's page tells its cards, with the arithmetic that `explain` tells, and who is meant."""

from __future__ import annotations

import re

import pytest

from plugin.language import Language
from plugin.pages.naming import Names
from plugin.stores.layout import Mongo
from plugin.stores.tickets.events import Events
from plugin.stores.versions.standards import Standards
from plugin.telling import told
from scoring.evidence import Ticket
from scoring.explain import explain
from scoring.judge import Verdict
from scoring.occurrence import Measure
from scoring.scorecard import Scorecard
from standards.kinds import Choice, Instrument
from standards.languages import in_language
from tests.pages.acme import (
    ACME,
    AS_OF,
    Filled,
    evidence_in,
    file,
    house_over,
    signed_in,
    with_people,
    with_standards,
)
from tests.pages.seen import Element, Seen

TICKET = "zd-acme/ticket/1056"
NAMES = Names(
    {
        "zd-acme/user/anna-lis": "Anna Lis",
        "zd-acme/group/mail": "E-mail <b>team</b>",
    }
)


def card_of(acme: Filled, contact: str, code: str = "contact") -> Scorecard:
    return next(
        card for card in acme.cards if (card.contact, card.standard.code) == (contact, code)
    )


def of_contact(article: Element) -> bool:
    return (article.attributes["id"] or "").startswith("contact-")


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
@pytest.mark.parametrize("number", [1001, 1010, 1056, 1038])
def test_every_line_of_the_arithmetic_is_there(acme: Filled, number: int, language: str) -> None:
    contact = f"zd-acme/ticket/{number}"
    ticket = next(each for each in evidence_in(ACME / "tickets.jsonl") if each.contact == contact)
    standard = Standards(acme.house.database).version("contact", 1)
    assert standard is not None
    card = card_of(acme, contact)
    applies = {each.criterion for each in card.findings if each.verdict != "not_applicable"}
    browser = signed_in(acme.house, "admin")
    browser.set_cookie("language", language)
    seen = Seen(browser.get(f"/contacts/{contact}").text)
    shown = [
        each.text for each in seen.of("li") if (each.attributes.get("class") or "")[:6] == "depth-"
    ]
    for code in applies:
        steps = list(explain(standard, ticket, as_of=AS_OF, criterion=code))
        expected = [
            line for depth, line in told(NAMES.in_steps(steps), Language(language)) if depth
        ]
        assert expected
        for line in expected:
            assert re.sub(r"\s+", " ", line).strip() in shown


def test_verdict_score_and_standing_are_those_of_the_card(acme: Filled) -> None:
    card = card_of(acme, TICKET)
    assert card.score is not None
    seen = Seen(signed_in(acme.house, "admin").get(f"/contacts/{TICKET}").text)
    facts = [each.text for each in seen.of("dd")]
    assert f"{round(100 * card.score, 1):g}%" in facts
    assert "final" in facts
    articles = [each for each in seen.of("article") if of_contact(each)]
    missed = sum(finding.verdict is Verdict.MISSED for finding in card.findings)
    assert missed
    assert [each.has("missed") for each in articles[: missed + 1]] == [True] * missed + [False]


def test_people_and_teams_have_names_and_unknown_ones_their_identity(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    page = browser.get("/contacts/zd-acme/ticket/1001").text
    assert "Anna Lis" in page
    assert "zd-acme/user/anna-lis" not in page
    assert "E-mail &lt;b&gt;team&lt;/b&gt;" in page
    assert "zd-acme/user/piotr-zych" in browser.get(f"/contacts/{TICKET}").text


def test_a_ticket_leads_to_its_helpdesk_and_a_visit_does_not(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    page = browser.get(f"/contacts/{TICKET}").text
    assert 'href="https://acme.zendesk.com/agent/tickets/1056"' in page
    visit = next(card for card in acme.cards if card.instrument is Instrument.VISIT)
    assert "zendesk" not in browser.get(f"/contacts/{visit.contact}").text


def test_a_review_stands_with_the_contact_it_is_about(acme: Filled) -> None:
    review = next(card for card in acme.cards if card.instrument is Instrument.REVIEW)
    browser = signed_in(acme.house, "admin")
    of_review = browser.get(f"/contacts/{review.contact}").text
    found = re.search(r'href="/contacts/(zd-acme/ticket/\d+)"', of_review)
    assert found is not None
    of_ticket = browser.get(f"/contacts/{found[1]}").text
    assert f'href="/contacts/{review.contact}"' in of_ticket


def test_answers_are_told_in_the_words_of_the_standard(acme: Filled) -> None:
    visit = next(card for card in acme.cards if card.instrument is Instrument.VISIT)
    standard = Standards(acme.house.database).version("shop-visit", 1)
    assert standard is not None
    first = standard.criteria[0]
    browser = signed_in(acme.house, "admin")
    browser.set_cookie("language", "pl")
    page = browser.get(f"/contacts/{visit.contact}").text
    assert in_language(first.title, "pl") in page
    value = visit.findings[0].occurrences[0]
    assert in_language(first.ask.labels[str(value.value)], "pl") in page  # type: ignore[union-attr]


def test_the_way_back_leads_to_the_list_that_one_came_from(acme: Filled) -> None:
    browser = signed_in(acme.house, "admin")
    query = "period=last_quarter&instrument=ticket&verdict=missed"
    page = browser.get(f"/compliance/contact/1/RSP-01?{query}").text
    found = re.search(r'href="(/contacts/zd-acme/ticket/1056\?[^"]+)"', page)
    assert found is not None
    of_card = Seen(browser.get(found[1].replace("&amp;", "&").partition("#")[0]).text)
    [back] = [each for each in of_card.of("a") if each.text.startswith("←")]
    assert TICKET in browser.get(back.attributes["href"] or "").text
    [opened] = [each for each in of_card.of("details") if "open" in each.attributes]
    assert "Began" in opened.text


def test_news_since_the_filing_is_said(database: Mongo) -> None:
    house = house_over(database)
    with_people(house)
    with_standards(house, "contact")
    ticket = next(each for each in evidence_in(ACME / "tickets.jsonl") if each.contact == TICKET)
    assert isinstance(ticket, Ticket)
    file(house, Ticket(TICKET, ticket.events[:2]))
    browser = signed_in(house, "admin")
    assert "News has come in" not in browser.get(f"/contacts/{TICKET}").text
    Events(database).keep(ticket.events)
    assert "News has come in" in browser.get(f"/contacts/{TICKET}").text


@pytest.mark.parametrize("contact", ["zd-acme/ticket/999999", "x", "visit/../../etc", "%24ne"])
def test_an_unknown_contact_is_nothing_here(acme: Filled, contact: str) -> None:
    answer = signed_in(acme.house, "admin").get(f"/contacts/{contact}")
    assert answer.status_code == 404


def test_the_arithmetic_calls_answers_what_the_language_and_the_standard_call_them(
    acme: Filled,
) -> None:
    visit = next(card for card in acme.cards if card.instrument is Instrument.VISIT)
    standard = Standards(acme.house.database).version("shop-visit", 1)
    assert standard is not None
    browser = signed_in(acme.house, "admin")
    browser.set_cookie("language", "pl")
    shown = {each.text for each in Seen(browser.get(f"/contacts/{visit.contact}").text).of("li")}
    answers = {
        finding.criterion: each.value
        for finding in visit.findings
        for each in finding.occurrences
        if isinstance(each, Measure)
    }
    for criterion in standard.criteria:
        if (
            isinstance(criterion.ask, Choice)
            and answers.get(criterion.code) in criterion.ask.labels
        ):
            label = criterion.ask.labels[str(answers[criterion.code])]["pl"]
            assert f"Zmierzono: {label}" in shown
    assert "yes" in answers.values()
    assert "Zmierzono: tak" in shown
    assert "Zmierzono: yes" not in shown
