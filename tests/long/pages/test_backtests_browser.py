"""What a backtest found is read in a real browser, in every language, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pymongo import MongoClient

from plugin.backtests.asking import Wish, ask_of_draft
from plugin.language import TRANSLATED
from plugin.stores.layout import Document
from tests.long.reading import WIDTHS, reader, served
from tests.pages.acme import PUBLISHED, filled
from tests.pages.backtests.asked import Working, with_draft, with_tickets

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)


@pytest.fixture(scope="module")
def address(mongo: MongoClient[Document]) -> Iterator[str]:
    """The page of a backtest that found contacts seen otherwise."""
    with filled(mongo) as acme:
        house = acme.house
        with_tickets(house)
        with_draft(house)
        asked = ask_of_draft(house, "contact", Wish(PUBLISHED, house.clock(), "admin", "spring"))
        Working(house).all()
        with served(house) as there:
            yield f"{there}/backtests/{asked.id}"


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_room_for_all_that_changes(
    chromium: Browser, address: str, language: str, width: int
) -> None:
    there, _, _ = address.partition("/backtests")
    somebody = reader(chromium, there, width)
    page = somebody.page
    page.goto(f"{there}/sign-in")
    somebody.speak(language)
    somebody.sign_in()
    page.goto(f"{there}/standards/contact/draft/backtests")
    assert somebody.has_room()
    page.locator(f"a[href$='{address.removeprefix(there)}']").click()
    assert somebody.has_room()
    page.locator("a[href$='/contacts']").click()
    expect(page.locator("table.turned tbody tr").first).to_be_visible()
    assert somebody.has_room()
    assert somebody.faults == []
    somebody.context.close()
