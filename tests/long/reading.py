"""People at browsers: a served house, Debian's Chromium, and what a browser complains of."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
from playwright.sync_api import (
    TimeoutError as TooLong,
)
from werkzeug.serving import make_server

from plugin.app import create_app
from plugin.house import House
from tests.pages.acme import CHEAP, PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
expect.set_options(timeout=30_000)  # milliseconds: of two processors other tests may have both
QUIET = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
_ROOM = """() => {
    const page = document.documentElement;
    return document.readyState === "complete" && page.scrollWidth <= page.clientWidth;
}"""
LEFT_BEHIND = "net::ERR_ABORTED"  # asked for by a page that was left before it came
WIDTHS = {"phone": 390, "desk": 1280}


@contextmanager
def served(house: House) -> Iterator[str]:
    """Where the pages of the house are served."""
    server = make_server("127.0.0.1", 0, create_app(house, CHEAP), threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()
    server.server_close()


@contextmanager
def a_chromium() -> Iterator[Browser]:
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

    def sign_in(self, name: str = "admin") -> None:
        """Comes in by the name."""
        self.page.goto(f"{self.address}/")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button.main")

    def speak(self, language: str) -> None:
        """Chooses the language on top of the page."""
        self.page.click(f".tongues [value={language}]")

    def has_room(self) -> bool:
        """Whether nothing has to be scrolled sideways, once the page is there."""
        try:
            self.page.wait_for_function(_ROOM, timeout=30_000)
        except TooLong:
            return False
        return True


def reader(chromium: Browser, address: str, width: int, *, scripts: bool = True) -> Reader:
    """Somebody at a window so wide."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    return Reader(context, address)
