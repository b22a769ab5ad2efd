"""Every page in every language: whole words, sound tags, nothing inline, no other host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TypeAlias

import pytest
from werkzeug.test import TestResponse

from plugin.language import TRANSLATED
from plugin.stores.people.actions import Actions, Change, Concern, Proof, State
from plugin.translations.update import in_code, written
from tests.pages.acme import AS_OF, Filled, browser, signed_in
from tests.pages.seen import Seen

VISIT = "/contacts/visit/5ad82540-ba31-5fac-83f8-2971ee952d94"
OPEN, DONE = "{open}", "{done}"
PAGES = {
    "the door": "/sign-in",
    "compliance": "/compliance?standard=contact&period=last_quarter",
    "all contacts": "/compliance?standard=contact&period=last_quarter&standing=all",
    "visits": "/compliance?standard=shop-visit&period=last_quarter",
    "nothing in the period": "/compliance?standard=contact&from=2027-01-01&until=2027-01-31",
    "days that are none": "/compliance?from=2026-03-31&until=2026-01-01",
    "by team": "/compliance?standard=contact&period=last_quarter&by=team",
    "by location": "/compliance?standard=shop-visit&period=last_quarter&by=location",
    "by stage": "/compliance?standard=contact&period=last_quarter&by=journey",
    "by source": "/compliance?standard=contact&period=last_quarter&by=satisfaction",
    "by week": "/compliance?standard=contact&period=last_quarter&by=week",
    "by month": "/compliance?standard=contact&period=last_quarter&by=month",
    "of one channel": "/compliance?standard=contact&period=last_quarter&channel=email",
    "a criterion": "/compliance/contact/1/RSP-01/figures?period=last_quarter",
    "a criterion by day": "/compliance/contact/1/RSP-01/figures?every=day&channel=",
    "a criterion without figures": (
        "/compliance/contact/1/RSP-01/figures?from=2027-01-01&until=2027-01-31"
    ),
    "contacts": "/compliance/contact/1/RSP-01?period=last_quarter",
    "answers": "/compliance/contact/1/KND-01?period=last_quarter",
    "no contacts": "/compliance/contact/1/RSP-01?period=last_quarter&verdict=pending",
    "a ticket": "/contacts/zd-acme/ticket/1056",
    "an open ticket": "/contacts/zd-acme/ticket/1060",
    "a visit": VISIT,
    "actions": "/actions",
    "actions done": "/actions?state=done",
    "a new action": "/actions/new?standard=contact&criterion=RSP-01",
    "an open action": f"/actions/{OPEN}",
    "an action that is done": f"/actions/{DONE}",
    "one's account": "/account",
    "another's account": "/account?user=leader",
    "nothing there": "/contacts/none",
    "no such page": "/complianc",
}
NOWHERE = ("nothing there", "no such page")
LANGUAGES = ("en", *TRANSLATED)
Shown: TypeAlias = "Mapping[tuple[str, str], TestResponse]"
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def shown(acme: Filled) -> Mapping[tuple[str, str], TestResponse]:
    """Every page in every language, by its name and the language."""
    tasks = agreed_on(acme)
    people = {language: signed_in(acme.house, "admin") for language in LANGUAGES}
    strangers = {language: browser(acme.house) for language in LANGUAGES}
    for language in LANGUAGES:
        people[language].set_cookie("language", language)
        strangers[language].set_cookie("language", language)
    return {
        (name, language): (strangers if name == "the door" else people)[language].get(
            address.replace(OPEN, tasks[OPEN]).replace(DONE, tasks[DONE])
        )
        for name, address in PAGES.items()
        for language in LANGUAGES
    }


def agreed_on(acme: Filled) -> Mapping[str, str]:
    """An action that is overdue, and one that is done."""
    actions, opening = Actions(acme.house.database), Change(State.OPEN, "leader", AS_OF - 60)
    about = Concern("contact", "RSP-01", "anna", "mail")
    late, done = (actions.add("Zadzwonić", "anna", "2026-03-30", about, opening) for _ in "12")
    proof = Proof("Tak", "zd-acme/ticket/1008")
    actions.change(done.id, 1, Change(State.DONE, "anna", AS_OF, "Tak", proof))
    return {OPEN: late.id, DONE: done.id}


@each_page
def test_each_is_there(shown: Shown, name: str) -> None:
    assert shown[name, "en"].status_code == (404 if name in NOWHERE else 200)


@each_page
@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(shown: Shown, name: str, language: str) -> None:
    seen = Seen(shown[name, language].text)
    assert seen.of("html")[0].attributes["lang"] == language
    ours = english(language)
    attributes = ("aria-label", "title", "placeholder", "alt")
    told = [each.attributes.get(name) or "" for each in seen.elements for name in attributes]
    assert [text for text in (*seen.texts, *told) if ours.fullmatch(text)] == []


@cache
def english(language: str) -> re.Pattern[str]:
    """What the English messages look like that the language says otherwise."""
    return re.compile("|".join(patterns(language)))


def patterns(language: str) -> Iterator[str]:
    """What the English messages look like in a page, but those that are the same in both."""
    known = written(language)
    for message in in_code(language):
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        found = known.get(forms[0])
        said = found.string if found is not None and found.string else ""
        for form in forms:
            has_words = re.search("[A-Za-z]{3}", re.sub(r"{\w+}", "", form))
            if has_words and form not in ((said,) if isinstance(said, str) else said):
                yield re.sub(r"\\{\w+\\}", ".+", re.escape(form))


def test_an_english_page_would_be_noticed(shown: Shown) -> None:
    seen = Seen(shown["compliance", "en"].text)
    ours = english("pl")
    assert sum(bool(ours.fullmatch(text)) for text in seen.texts) > 20


@each_page
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tags_fit_together(shown: Shown, name: str, language: str) -> None:
    seen = Seen(shown[name, language].text)
    assert seen.faults == []
    ids = Counter(each.attributes["id"] for each in seen.elements if "id" in each.attributes)
    assert [name for name, number in ids.items() if number > 1] == []


@each_page
def test_nothing_is_inline_and_nothing_comes_from_outside(shown: Shown, name: str) -> None:
    for element in Seen(shown[name, "en"].text).elements:
        assert element.tag not in {"script", "style", "iframe", "img", "base", "object"}
        assert not [each for each in element.attributes if each == "style" or each[:2] == "on"]
        for attribute in ("href", "src", "action"):
            address = element.attributes.get(attribute) or "/"
            is_helpdesk = address.startswith("https://acme.zendesk.com/agent/tickets/")
            assert address.startswith(("/", "#")) or (is_helpdesk and element.tag == "a")


@each_page
def test_the_policy_allows_no_more_than_that(shown: Shown, name: str) -> None:
    policy = shown[name, "en"].headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@each_page
def test_who_cannot_see_is_told_what_stands_where(shown: Shown, name: str) -> None:
    seen = Seen(shown[name, "en"].text)
    assert len(seen.of("h1")) == 1
    assert len(seen.of("main")) == 1
    for table in seen.of("table"):
        assert table.attributes["role"] == "table"
    assert len(seen.of("caption")) == len(seen.of("table"))
    assert all("scope" in each.attributes for each in seen.of("th"))
    for field in (*seen.of("input"), *seen.of("select"), *seen.of("textarea")):
        assert field.attributes.get("type") == "hidden" or field.attributes["name"]
    named = [each.text or each.attributes.get("aria-label") for each in seen.of("button")]
    assert all(named)


def test_styles_and_icons_are_open_kept_for_good_and_nothing_else_is_served(acme: Filled) -> None:
    client = browser(acme.house)
    page = client.get("/sign-in").text
    for address in re.findall(r'href="(/static/[^"]+)"', page):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "http" not in answer.text.replace("http://www.w3.org/2000/svg", "")
    for name in ("page.py", "../routes.py", "%2e%2e%2froutes.py", "no.css", "page.css.map"):
        assert client.get(f"/static/{name}").status_code == 404
