"""Shoppers with the app on a phone-sized Chromium, at a house that is served with a real clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pymongo import MongoClient
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from mobile_api.assigning import Assignment, Fee
from plugin.app import create_app
from plugin.doors import doors
from plugin.house import House
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.shopping.assignments import Assignments
from plugin.visits.file_station import FileStation
from plugin.visits.station import VisitsStation
from tests.mobile_api.service import CHEAP, PASSWORD, opened

PHONE = {"width": 360, "height": 740}
DAY = 86_400


@dataclass
class Service:
    """The served house: its address, and its app; `asked` are the paths that it was asked for.

    What stands in `instead` answers in its place whatever is asked about visits.
    """

    house: House
    address: str
    app: Any
    instead: list[Response] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def assign(self, **more: Any) -> Assignment:
        """An open assignment of anna's, as it is kept."""
        now = self.house.clock()
        given = {
            "id": "5c0e1d3e-8a51-4d7b-9f1e-0a2b3c4d5e6f",
            "shopper": "anna",
            "location": "acme/shop/1",
            "opens_at": now - 3600,
            "closes_at": now + DAY,
            "scenario": {"en": "Ask for a lamp", "pl": "Zapytaj o lampę", "ru": "Спросите лампу"},
            "standard": "shop",
            "fee": Fee("25.00", "PLN"),
            "by": "carol",
            "note": "not for the shopper",
            **more,
        }
        return Assignments(self.house.database).create(Assignment(**given))

    def revoke(self, user: str) -> None:
        """Ends all of the user's sign-ins, as an admin does."""
        with self.app.app_context():
            doors().signing_in.revoke_all(user)

    def ended(self, user: str) -> list[str]:
        """Why sign-ins of the user were ended."""
        kept = self.house.database.sessions.find({"user": user, "ended": {"$ne": None}})
        return [each["ended"] for each in kept]


@contextmanager
def a_service(mongo: MongoClient[Document]) -> Iterator[Service]:
    """A service over a database of its own, with an assignment for anna."""
    name = f"test-{uuid4().hex}"
    database = database_of(mongo, name)
    lay_out_all(database)
    with served(database) as service:
        service.assign()
        yield service
    mongo.drop_database(name)


@contextmanager
def served(database: Mongo) -> Iterator[Service]:
    """The service with its stations at work, until the context is left."""
    with opened(database) as service:
        house = replace(service.house, clock=lambda: int(time.time()))
        app = create_app(house, CHEAP)
        instead: list[Response] = []
        asked: list[str] = []
        server = make_server("127.0.0.1", 0, partial(_answer, app, instead, asked), threaded=True)
        stop = threading.Event()
        working = threading.Thread(target=_work, args=(house, stop))
        serving = threading.Thread(target=server.serve_forever)
        for each in (working, serving):
            each.start()
        try:
            yield Service(house, f"http://127.0.0.1:{server.port}", app, instead, asked)
        finally:
            stop.set()
            server.shutdown()
            working.join()
            serving.join()
            server.server_close()


def _answer(app: Any, instead: list[Response], asked: list[str], environ: Any, start: Any) -> Any:
    asked.append(environ["PATH_INFO"])
    is_replaced = instead and environ["PATH_INFO"].startswith("/api/v1/visits/")
    return (instead[-1] if is_replaced else app)(environ, start)


def _work(house: House, stop: threading.Event) -> None:
    stations = (VisitsStation.of(house, "w"), FileStation.of(house, "w"))
    while not stop.is_set():
        if not any(station.work_once(house.clock()) for station in stations):
            stop.wait(0.05)


@dataclass  # without slots: Playwright writes on whoever listens
class Phone:
    """A phone with the app on it; `faults` are what the browser complains of."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Opens the app in a tab of its own."""
        self.page = self.context.new_page()
        self.page.on("console", self._complaint)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{self.address}/phone/")

    def _complaint(self, said: ConsoleMessage) -> None:
        # A network that is cut, and answers that say no, are told as errors.
        if said.type in {"error", "warning"} and "Failed to load resource" not in said.text:
            self.faults.append(f"{said.type}: {said.text}")

    def sign_in(self, name: str = "anna", password: str = PASSWORD) -> None:
        """The first sign-in, until the day's list is there and the app is kept on the phone."""
        self.page.fill("[name=user]", name)
        self.page.fill("[name=password]", password)
        self.page.click("button.main")
        self.page.wait_for_selector("nav.places")
        self.page.evaluate("navigator.serviceWorker.ready")

    def unlock(self, password: str = PASSWORD) -> None:
        """Opens what is on the phone."""
        self.page.fill("[name=password]", password)
        self.page.click("button.main")

    def go(self, address: str) -> None:
        """To the page of that address."""
        self.page.evaluate("address => { location.hash = address }", address)

    def look_for_an_update(self) -> None:
        """Looks for another version of the app until there is one, as a phone does in time.

        A browser that looks already, and began before the version was out, looks no second time.
        """
        self.page.evaluate(_LOOK)

    def left_of(self, uuid: str) -> list[str]:
        """What the phone still holds of a visit besides that it was sent: drafts, queue, files."""
        left: list[str] = self.page.evaluate(_LEFT, uuid)
        return left


_LOOK = """async () => {
    const registration = await navigator.serviceWorker.ready;
    for (let left = 50; left > 0; left -= 1) {
        if (registration.installing || registration.waiting) return;
        await registration.update();
        await new Promise((settle) => setTimeout(settle, 100));
    }
    throw new Error("no other version of the app came");
}"""
_LEFT = """async (id) => {
    const names = (await indexedDB.databases()).map(({name}) => name);
    const found = [];
    for (const name of names.filter((each) => each !== "plumbline")) {
        const db = await new Promise((settle) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => settle(asked.result);
        });
        for (const store of db.objectStoreNames) {
            const asked = db.transaction(store).objectStore(store).getAllKeys();
            await new Promise((settle) => { asked.onsuccess = settle; });
            found.push(...asked.result.map((key) => [key].flat().join("/")));
        }
        db.close();
    }
    return found.filter((key) => key.includes(id) && key !== `sent/${id}`);
}"""


@contextmanager
def phone(chromium: Browser, address: str, init: str = "", **more: Any) -> Iterator[Phone]:
    """A new phone, its browser in English; `init` is run before anything of the app."""
    given = {"viewport": PHONE, "locale": "en-GB", "timezone_id": "Europe/Warsaw", **more}
    context = chromium.new_context(**given)
    if init:
        context.add_init_script(init)
    try:
        yield Phone(context, address)
    finally:
        context.close()
