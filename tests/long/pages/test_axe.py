"""Axe looks at every page as everybody who reads it, and finds no serious fault.

axe-core comes with the package axe-playwright-python and is put into the page by the browser's own
debugger: nothing is fetched, and the pages' policy against scripts stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pymongo import MongoClient

from mobile_api.assigning import Assignment, Fee
from plugin.house import House
from plugin.language import TRANSLATED
from plugin.stores.layout import Document
from plugin.stores.people.actions import Actions, Change, Concern, Proof, State
from plugin.stores.shopping.assignments import Assignments
from tests.long.reading import WIDTHS, Reader, a_chromium, served
from tests.pages.acme import AS_OF, Filled, filled, with_next_version

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
RULES: Mapping[str, dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
GRAVE = frozenset({"serious", "critical"})
OPEN, DONE, BACKTEST, ASSIGNMENT = "{open}", "{done}", "{backtest}", "{assignment}"

Scheme: TypeAlias = Literal["light", "dark"]

# Who looks -> at what.
NO_DRAFT = "/standards/sklepy/draft"
NO_CRITERION = f"/backtests/{BACKTEST}/contacts?criterion=NO-99"
NOT_THERE = {NO_DRAFT, NO_CRITERION}
PAGES: Mapping[str, tuple[str, ...]] = {
    "admin": (
        "/compliance?standard=contact&period=last_quarter",
        "/compliance?standard=shop-visit&period=last_quarter&standing=all",
        "/compliance?standard=contact&from=2027-01-01&until=2027-01-31",
        "/compliance?from=2026-03-31&until=2026-01-01",
        "/compliance?standard=contact&period=last_quarter&by=team",
        "/compliance/contact/1/RSP-01/figures?period=last_quarter",
        "/compliance/contact/1/RSP-01?period=last_quarter",
        "/compliance/contact/1/RSP-01?period=last_quarter&verdict=pending",
        "/contacts/zd-acme/ticket/1056",
        "/contacts/zd-acme/ticket/1060",
        "/contacts/visit/5ad82540-ba31-5fac-83f8-2971ee952d94",
        "/employees?standard=contact&period=last_quarter",
        "/employees/anna?standard=contact&period=last_quarter",
        "/employees/ewa?standard=shop-visit&period=last_quarter",
        "/actions",
        "/actions?state=dropped",
        "/actions/new?standard=contact&criterion=RSP-01",
        f"/actions/{OPEN}",
        f"/actions/{DONE}",
        "/assignments",
        "/assignments?state=withdrawn",
        "/assignments/new",
        "/assignments/imports",
        f"/assignments/{ASSIGNMENT}",
        f"/assignments/{ASSIGNMENT}/change",
        "/odk",
        "/account?user=anna",
        "/none",
    ),
    "leader": (
        "/compliance?standard=contact&period=last_quarter",
        "/compliance/contact/1/RES-01?period=last_quarter",
        "/contacts/zd-acme/ticket/1008",
        "/employees?standard=contact&period=last_quarter",
        "/employees/anna?standard=contact&period=last_quarter",
        "/actions",
        f"/actions/{OPEN}",
        "/actions/new?person=anna",
        "/training",
    ),
    "anna": (
        "/compliance?standard=contact&period=last_quarter",
        "/contacts/zd-acme/ticket/1008",
        "/me",
        "/employees/anna?standard=contact&period=last_quarter",
        "/actions",
        f"/actions/{OPEN}",
        "/learning",
        "/learning/contact/1",
        "/learning/contact/1/quiz",
    ),
    "shopper": ("/", "/account"),
    "author": (
        "/standards",
        "/standards/contact",
        "/standards/contact/difference?was=1&now=draft",
        "/standards/new",
        "/standards/contact/draft",
        "/standards/contact/draft/edit",
        "/standards/contact/draft/preview",
        "/standards/contact/draft/exchange",
        "/standards/contact/draft/handbook",
        "/standards/contact/1/leaflet",
        NO_DRAFT,
        "/standards/contact/draft/backtests",
        f"/backtests/{BACKTEST}",
        f"/backtests/{BACKTEST}/contacts",
        NO_CRITERION,
        "/standards/contact/1/quality?period=last_quarter",
        "/standards/contact/1/training",
        "/library",
        "/training",
    ),
}


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    with filled(mongo) as house:
        yield house


@pytest.fixture(scope="module")
def tasks(acme: Filled) -> Mapping[str, str]:
    """An open action and one that is done; and a backtest of the next version, which is written."""
    actions, opening = Actions(acme.house.database), Change(State.OPEN, "leader", AS_OF - 60)
    about = Concern("contact", "RSP-01", "anna")
    late, done = (
        actions.add("Ring back sooner", "anna", "2026-03-30", about, opening) for _ in range(2)
    )
    proof = Proof("Rang", "zd-acme/ticket/1008")
    actions.change(done.id, 1, Change(State.DONE, "anna", AS_OF, "Rang", proof))
    return {
        OPEN: late.id,
        DONE: done.id,
        BACKTEST: with_next_version(acme.house),
        ASSIGNMENT: _assigned(acme.house).id,
    }


def _assigned(house: House) -> Assignment:
    """A visit that somebody is to make, and that is late."""
    given = Assignment(
        id="5c0e1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f",
        shopper="shopper",
        location="acme-shops/shop/krakow",
        opens_at=AS_OF - 7_200,
        closes_at=AS_OF - 3_600,
        scenario={"en": "Ask for a lamp", "pl": "Zapytaj o lampę"},
        standard="shop-visit",
        fee=Fee("1250.00", "PLN"),
        by="admin",
        note="a quiet shop",
    )
    return Assignments(house.database).create(given)


@dataclass(frozen=True, slots=True)
class Desk:
    """A browser, where the pages are served, and the ids of what is on them."""

    chromium: Browser
    address: str
    tasks: Mapping[str, str]

    def reader(self, width: int, scheme: Scheme) -> Reader:
        """Somebody at a window so wide, by day or by night."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        return Reader(context, self.address)

    def show(self, somebody: Reader, path: str) -> None:
        """Has them look at the page."""
        for name, task in self.tasks.items():
            path = path.replace(name, task)
        somebody.page.goto(f"{self.address}{path}")
        assert "/sign-in" not in somebody.page.url


@pytest.fixture(scope="module")
def desk(acme: Filled, tasks: Mapping[str, str]) -> Iterator[Desk]:
    with served(acme.house) as address, a_chromium() as chromium:
        yield Desk(chromium, address, tasks)


def faults_of(page: Page, scheme: Scheme = "light") -> list[str]:
    """What axe finds grave on the page: the rule, and where; by night only colours differ."""
    asked = {"resultTypes": ["violations"]} | RULES[scheme]
    found: list[Mapping[str, Any]] = Axe().run(page, options=asked).response["violations"]
    return [
        f"{page.url}: {each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(desk: Desk, name: str, width: int, scheme: Scheme) -> None:
    somebody = desk.reader(width, scheme)
    somebody.sign_in(name)
    found, cramped = [], []
    for path in PAGES[name]:
        desk.show(somebody, path)
        found += faults_of(somebody.page, scheme)
        cramped += [] if somebody.has_room() else [path]
    somebody.context.close()
    assert found == []
    assert cramped == []


@pytest.mark.parametrize("name", ["leader", "author"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_no_serious_fault_in_any_language(desk: Desk, language: str, name: str) -> None:
    somebody = desk.reader(WIDTHS["phone"], "light")
    somebody.page.goto(f"{desk.address}/sign-in")
    somebody.speak(language)
    found = faults_of(somebody.page)
    somebody.sign_in(name)
    for path in PAGES[name]:
        if path in NOT_THERE:
            continue  # a browser complains of every 404
        desk.show(somebody, path)
        found += faults_of(somebody.page)
        assert somebody.has_room(), path
    somebody.context.close()
    assert found == []
    assert somebody.faults == []


WITHOUT_LABELS = """
document.documentElement.removeAttribute('lang')
for (const each of document.querySelectorAll('label')) {
  each.replaceWith(...each.querySelectorAll('input'))
}
"""


def test_axe_would_notice(desk: Desk) -> None:
    assert AXE_FILE_PATH.is_file()
    somebody = desk.reader(WIDTHS["desk"], "light")
    somebody.page.goto(f"{desk.address}/sign-in")
    somebody.page.evaluate(WITHOUT_LABELS)
    noticed = " ".join(faults_of(somebody.page))
    assert "label (critical)" in noticed
    assert "html-has-lang (serious)" in noticed
    somebody.context.close()
