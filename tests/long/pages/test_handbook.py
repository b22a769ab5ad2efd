"""Handbooks and leaflets at a browser: read on a phone and at a desk, and printed page by page."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from pymongo import MongoClient

from plugin.authoring.drafting import Drafting
from plugin.handbook.pdf import handbook_pdf
from plugin.language import TRANSLATED
from plugin.publishing.publish import publish
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Standards
from tests.long.pages.test_axe import faults_of
from tests.long.reading import WIDTHS, Reader, a_chromium, reader, served
from tests.pages.acme import AS_OF, PUBLISHED, house_over, with_people
from tests.plugin.handbook.samples import FIRST, HOSTILE, SECOND, biting, book

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
HANDBOOK, LEAFLET = "/standards/counter/2/handbook", "/standards/counter/2/leaflet"
DRAFT, BITING = "/standards/counter/draft/handbook", "/standards/biting/1/handbook"
UNASKED = ("  approvals: [law, hr]\n", "")
# Cover, how to read it with the contents, three criteria, opening hours, words, index.
PAGES = 8
LONGEST = 15.0  # seconds of the processor; a quiet machine takes about one
_PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True, slots=True)
class Counter:
    """Where the pages are served, and a browser."""

    chromium: Browser
    address: str

    def reader(self, width: int, name: str = "admin") -> Reader:
        """Somebody who has signed in, at a window so wide."""
        somebody = reader(self.chromium, self.address, width)
        somebody.sign_in(name)
        return somebody


@pytest.fixture(scope="module")
def counter(mongo: MongoClient[Document]) -> Iterator[Counter]:
    """Two published versions, a draft, and a standard whose texts bite."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    house, standards = house_over(made), Standards(made)
    with_people(house)
    bites = biting(HOSTILE[3]).replace("code: counter", "code: biting")
    for text in (FIRST, SECOND, bites):
        raw = text.replace(*UNASKED).encode()
        publish(standards, raw, effective_from=PUBLISHED, by="ann", now=PUBLISHED, why="So")
    third = SECOND.replace("version: 2\n", "version: 3\n")
    Drafting(Drafts(made), standards, "admin", AS_OF).begin("counter", third, "More")
    with served(house) as address, a_chromium() as chromium:
        yield Counter(chromium, address)
    mongo.drop_database(name)


@pytest.mark.parametrize(
    ("width", "language"),
    [(WIDTHS["phone"], "pl"), (WIDTHS["phone"], "ru"), (WIDTHS["desk"], "en")],
)
def test_they_fit_the_window_and_axe_finds_nothing_grave(
    counter: Counter, width: int, language: str
) -> None:
    somebody = counter.reader(width)
    somebody.speak(language)
    found = []
    for path in (HANDBOOK, LEAFLET, DRAFT, BITING):
        somebody.page.goto(f"{counter.address}{path}")
        assert somebody.has_room(), path
        found += faults_of(somebody.page)
    assert found == []
    assert somebody.faults == []
    somebody.context.close()


def test_axe_finds_nothing_grave_by_night(counter: Counter) -> None:
    context = counter.chromium.new_context(color_scheme="dark")
    somebody = Reader(context, counter.address)
    somebody.sign_in("anna")
    found = []
    for path in (HANDBOOK, LEAFLET):
        somebody.page.goto(f"{counter.address}{path}")
        found += faults_of(somebody.page, "dark")
    assert found == []
    context.close()


def test_a_chapter_is_gone_to_from_the_contents(counter: Counter) -> None:
    somebody = counter.reader(WIDTHS["desk"], "anna")
    somebody.page.goto(f"{counter.address}{HANDBOOK}")
    somebody.page.click(".book-contents >> text=KIND-01")
    assert somebody.page.url.endswith("#KIND-01")
    somebody.page.click("text=Polski >> nth=0")
    assert "Na listy odpowiadamy" in somebody.page.inner_text("#WAIT-01")
    somebody.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_prints_each_chapter_on_a_page_of_its_own(
    counter: Counter, language: str
) -> None:
    somebody = counter.reader(WIDTHS["desk"])
    for path, pages in ((HANDBOOK, PAGES), (DRAFT, PAGES), (LEAFLET, 1)):
        somebody.page.goto(f"{counter.address}{path}?language={language}")
        printed = somebody.page.pdf(prefer_css_page_size=True)
        assert len(_PAGE.findall(printed)) == pages, path
    somebody.context.close()


def test_a_handbook_of_two_hundred_criteria_is_made_while_one_waits() -> None:
    head, criteria = FIRST.split("criteria:\n")
    many = "".join(
        re.sub(r"(WAIT|KIND|PAY)-01", rf"\g<1>-{number:03}", criteria) for number in range(67)
    )
    made = book(f"{head}criteria:\n{many}", "ru")
    assert len(made.chapters) == 201
    began = time.process_time()
    content = handbook_pdf(made)
    assert time.process_time() - began < LONGEST
    assert content.startswith(b"%PDF")
