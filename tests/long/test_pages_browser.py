"""Somebody reads the pages in a real browser, in every language, on a desk and on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)
from pymongo import MongoClient
from werkzeug.serving import make_server

from plugin.app import create_app
from plugin.language import TRANSLATED, Language
from plugin.stores.layout import Document
from tests.pages.acme import CHEAP, PASSWORD, filled

pytestmark = pytest.mark.long

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
LANGUAGES = ("en", *TRANSLATED)
LEFT_BEHIND = "net::ERR_ABORTED"  # asked for by a page that was left before it came
WIDTHS = {"phone": 390, "desk": 1280}


@pytest.fixture(scope="module")
def address(mongo: MongoClient[Document]) -> Iterator[str]:
    """Where the pages of a filled house are served."""
    with filled(mongo) as acme:
        server = make_server("127.0.0.1", 0, create_app(acme.house, CHEAP), threaded=True)
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()
        serving.join()
        server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser of Debian's."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is missing: there is no {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass  # without slots: Playwright writes on whoever listens
class Reader:
    """Somebody at a browser; `faults` are what the browser complains of or asks elsewhere for."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        host = urlsplit(self.address).netloc
        self.page.on("console", self._complaint)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._failure)
        self.page.on(
            "request",
            lambda asked: (
                None if urlsplit(asked.url).netloc == host else self.faults.append(asked.url)
            ),
        )

    def _failure(self, asked: Request) -> None:
        if asked.failure != LEFT_BEHIND:
            self.faults.append(f"failed: {asked.url}: {asked.failure}")

    def _complaint(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.faults.append(f"{said.type}: {said.text}")

    def sign_in(self) -> None:
        """Comes in as the admin."""
        self.page.goto(f"{self.address}/")
        self.page.fill("[name=name]", "admin")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button.main")

    def has_room(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return bool(self.page.evaluate(wide) <= 0)


def reader(chromium: Browser, address: str, width: int, *, scripts: bool = True) -> Reader:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    return Reader(context, address)


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
