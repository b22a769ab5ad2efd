"""Every page in every language: whole words, sound tags, nothing inline, no other host."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from mobile_api.assigning import Assignment, Fee
from plugin.language import TRANSLATED
from plugin.stores.people.actions import Actions, Change, Concern, Proof, State
from plugin.stores.shopping.assignments import Assignments
from plugin.translations.update import in_code, written
from tests.pages.acme import AS_OF, Filled, browser, signed_in, with_next_version
from tests.pages.seen import Seen

VISIT = "/contacts/visit/5ad82540-ba31-5fac-83f8-2971ee952d94"
OPEN, DONE, BACKTEST, ASSIGNED = "{open}", "{done}", "{backtest}", "{assigned}"
D = "/standards/contact/draft"
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
    "assignments": "/assignments",
    "assignments done": "/assignments?state=done",
    "an assignment": f"/assignments/{ASSIGNED}",
    "an assignment changed": f"/assignments/{ASSIGNED}/change",
    "a new assignment": "/assignments/new?location=acme-shops/shop/krakow",
    "a sheet of assignments": "/assignments/imports",
    "nothing there": "/contacts/none",
    "no such page": "/complianc",
}
# What those who write standards see, and those who learn them.
AUTHORS = {
    "the standards": "/standards",
    "a standard": "/standards/contact",
    "two texts": "/standards/contact/difference?was=1&now=draft",
    "choosing two texts": "/standards/contact/difference",
    "a new standard": "/standards/new",
    "a draft": D,
    "the editor": f"{D}/edit?criterion=RSP-01",
    "the preview": f"{D}/preview",
    "the files": f"{D}/exchange",
    "asking for a backtest": f"{D}/backtests",
    "a backtest": f"/backtests/{BACKTEST}",
    "a team in a backtest": f"/backtests/{BACKTEST}?team=mail",
    "contacts that change": f"/backtests/{BACKTEST}/contacts",
    "no contacts that change": f"/backtests/{BACKTEST}/contacts?criterion=NO-99&after=zd",
    "the quality of criteria": "/standards/contact/1/quality?period=last_quarter",
    "no quality yet": "/standards/contact/1/quality?from=2027-01-01&until=2027-01-31",
    "what is to be learnt": "/standards/contact/1/training",
    "the library": "/library",
    "the library narrowed": "/library?instrument=visit",
    "who knows what": "/training",
}
# Codes and titles that stand on authors' pages as they are written, and end as a message does.
OF_THE_STANDARD = (" contact", "every three working days")
LEARNERS = {
    "what one learns": "/learning",
    "a version to read": "/learning/contact/1",
    "the quiz": "/learning/contact/1/quiz",
}
PAGES |= AUTHORS | LEARNERS
CALLED = {"Shopper"}  # the name of somebody who signs in
NOWHERE = ("nothing there", "no such page")
LANGUAGES = ("en", *TRANSLATED)
Shown: TypeAlias = "Mapping[tuple[str, str], TestResponse]"
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module")
def shown(acme: Filled) -> Mapping[tuple[str, str], TestResponse]:
    """Every page in every language, by its name and the language."""
    tasks = agreed_on(acme)
    readers = {who: signed_in(acme.house, who) for who in ("admin", "author", "anna")}
    readers[""] = browser(acme.house)
    found = {}
    for language in LANGUAGES:
        for each in readers.values():
            each.set_cookie("language", language)
        for name, address in PAGES.items():
            found[name, language] = readers[reader_of(name)].get(placed(address, tasks))
    return found


def placed(address: str, tasks: Mapping[str, str]) -> str:
    """The address with the ids of what is looked at."""
    for told, there in tasks.items():
        address = address.replace(told, there)
    return address


def reader_of(name: str) -> str:
    """Who looks at the page; empty for somebody unknown."""
    if name == "the door":
        return ""
    return "author" if name in AUTHORS else "anna" if name in LEARNERS else "admin"


def agreed_on(acme: Filled) -> Mapping[str, str]:
    """An action that is overdue, one that is done, a backtest of the next version, and so on."""
    actions, opening = Actions(acme.house.database), Change(State.OPEN, "leader", AS_OF - 60)
    about = Concern("contact", "RSP-01", "anna", "mail")
    late, done = (actions.add("Zadzwonić", "anna", "2026-03-30", about, opening) for _ in "12")
    proof = Proof("Tak", "zd-acme/ticket/1008")
    actions.change(done.id, 1, Change(State.DONE, "anna", AS_OF, "Tak", proof))
    ids = {OPEN: late.id, DONE: done.id, BACKTEST: with_next_version(acme.house)}
    return {**ids, ASSIGNED: assigned(acme)}


def assigned(acme: Filled) -> str:
    """An assignment of which a visit has come, beside one that is open."""
    kept = Assignments(acme.house.database)
    done, _ = (
        kept.create(
            Assignment(
                id=str(uuid4()),
                shopper="shopper",
                location="acme-shops/shop/krakow",
                opens_at=AS_OF - days * 86_400,
                closes_at=AS_OF - 60,
                standard="shop-visit",
                version=1,
                scenario={"pl": "Zapytaj", "ru": "Спросите"},
                fee=Fee("60.00", "PLN"),
                by="admin",
                at=AS_OF - 90 * 86_400,
            )
        )
        for days in (7, 5)
    )
    kept.set_done(done.id, VISIT.removeprefix("/contacts/"), "shopper")
    return done.id


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
    texts = (text for text in (*seen.texts, *told) if text not in CALLED)
    found = [text for text in texts if ours.fullmatch(text)]
    assert [text for text in found if not text.endswith(OF_THE_STANDARD)] == []


@dataclass(frozen=True)
class English:
    """English messages: of each the longest piece that stands in it as it is, and its look."""

    messages: tuple[tuple[str, re.Pattern[str]], ...]

    def fullmatch(self, text: str) -> bool:
        """Whether the text is one of them; a look is only tried where its piece stands in it."""
        return any(piece in text and look.fullmatch(text) for piece, look in self.messages)


@cache
def english(language: str) -> English:
    """What the English messages look like that the language says otherwise."""
    return English(
        tuple(
            (re.sub(r"\\(.)", r"\1", max(look.split(".+"), key=len)), re.compile(look))
            for look in dict.fromkeys(patterns(language))
        )
    )


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
        assert element.tag not in {"style", "iframe", "img", "base", "object"}
        assert element.tag != "script" or element.attributes.get("src")
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
