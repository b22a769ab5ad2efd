"""Somebody reads the pages in a real browser, in every language, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from pymongo import MongoClient

from plugin.language import TRANSLATED, Language
from plugin.stores.layout import Document
from tests.long.reading import WIDTHS, reader, served
from tests.pages.acme import PASSWORD, filled

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)


@pytest.fixture(scope="module")
def address(mongo: MongoClient[Document]) -> Iterator[str]:
    """Where the pages of a filled house are served."""
    with filled(mongo) as acme, served(acme.house) as there:
        yield there


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_door_to_the_arithmetic(
    chromium: Browser, address: str, language: str, width: int
) -> None:
    somebody = reader(chromium, address, width)
    page, said = somebody.page, Language(language).gettext
    page.goto(f"{address}/sign-in")
    page.click(f".tongues [value={language}]")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert somebody.has_room()
    somebody.sign_in()
    page.select_option("[name=standard]", "contact")
    page.fill("[name=from]", "2026-01-01")
    page.fill("[name=until]", "2026-03-31")
    page.click(".filters button")
    assert somebody.has_room()
    cell = page.locator("tr:has-text('RSP-01') .cell").first
    expect(cell).to_contain_text(said("{met} of {decided}", met=33, decided=44))
    cell.click()
    expect(page.locator(".chips [aria-current]")).to_have_text(f"{said('missed')} 5")
    assert somebody.has_room()
    page.get_by_role("link", name=said("Ticket {number}", number=1056)).click()
    arithmetic = page.locator("#contact-RSP-01 details")
    expect(arithmetic).to_have_attribute("open", "")
    expect(arithmetic.locator(".steps")).to_be_visible()
    assert somebody.has_room()
    page.locator("details:not([open]) summary").first.click()
    assert somebody.has_room()
    page.locator(".back a").click()
    page.get_by_role("button", name=said("Sign out")).click()
    expect(page.locator("[name=password]")).to_be_visible()
    assert somebody.faults == []
    somebody.context.close()


def test_all_of_it_works_without_scripts(chromium: Browser, address: str) -> None:
    somebody = reader(chromium, address, WIDTHS["desk"], scripts=False)
    page = somebody.page
    somebody.sign_in()
    page.fill("[name=from]", "2026-01-01")
    page.fill("[name=until]", "2026-03-31")
    page.select_option("[name=standing]", "all")
    page.select_option("[name=standard]", "contact")
    page.click(".filters button")
    page.locator("tr:has-text('RSP-01') .cell").first.click()
    page.locator("table a").first.click()
    expect(page.locator("article.finding").first).to_be_visible()
    assert somebody.faults == []
    somebody.context.close()


def test_a_keyboard_alone_leads_to_a_card(chromium: Browser, address: str) -> None:
    somebody = reader(chromium, address, WIDTHS["desk"])
    page = somebody.page
    page.goto(f"{address}/sign-in")
    for asked, typed in (("name", "admin"), ("password", PASSWORD)):
        expect(page.locator(f"[name={asked}]")).to_be_focused()
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compliance")
    page.goto(f"{address}/compliance?standard=contact&period=last_quarter")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "cell":
            break
    page.keyboard.press("Enter")
    expect(page.locator("table.contacts")).to_be_visible()
    assert somebody.faults == []
    somebody.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/compliance?standard=contact&period=last_quarter", "/contacts/zd-acme/ticket/1056"]
)
def test_a_phone_has_room_for_all_of_it_by_day_and_by_night(
    chromium: Browser, address: str, path: str, scheme: str
) -> None:
    somebody = reader(chromium, address, WIDTHS["phone"])
    somebody.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    somebody.sign_in()
    somebody.page.goto(f"{address}{path}")
    assert somebody.has_room()
    if "compliance" in path:
        expect(somebody.page.locator(".figures .label").first).to_be_visible()
        expect(somebody.page.locator("thead")).not_to_be_in_viewport()
    assert somebody.faults == []
    somebody.context.close()
