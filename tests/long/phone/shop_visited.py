"""A house with a shop to visit: a questionnaire of every kind, an assignment, a shopper's phone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Geolocation, Page

from mobile_api.assigning import Assignment, Fee
from mobile_api.permissions import Role
from plugin.config import Config
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stores.layout import Mongo
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import User, Users
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.versions.standards import Standards
from plugin.visits.file_station import FileStation
from plugin.visits.station import VisitsStation
from tests.long.reading import served
from tests.pages.acme import CHEAP, PASSWORD

HOUR = 3_600  # seconds
SHOP = "acme/shop/1"
SHOP_AT: Geolocation = {"latitude": 52.2297, "longitude": 21.0122, "accuracy": 12}
FAR_AWAY: Geolocation = {"latitude": 52.4064, "longitude": 16.9252, "accuracy": 30}
READY = """() => new Promise((settle) => {
    const worker = navigator.serviceWorker;
    if (worker.controller) settle();
    worker.addEventListener("controllerchange", settle);
})"""
PHONE = {"width": 360, "height": 740}

STANDARD = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Visited:
    """A served house, and the assignment that waits in it."""

    house: House
    address: str
    assignment: str

    def publish(self, version: int) -> None:
        """Has a further version of the questionnaire in force."""
        publish_shop(self.house.database, version, int(time.time()))


def publish_shop(database: Mongo, version: int, now: int) -> None:
    """Publishes the version of the questionnaire."""
    written = STANDARD.replace("VERSION", str(version)).encode()
    publish(Standards(database), written, effective_from=now, by="adam", now=now, why="as agreed")


@contextmanager
def visited(database: Mongo) -> Iterator[Visited]:
    """The house over the database, its clock the real one; anna is a shopper, carol coordinates."""
    now = int(time.time())
    house = House(Config(zone=UTC), database, Sealer([new_key()]), lambda: int(time.time()))
    hashed = Passwords.of(CHEAP).hashed(PASSWORD)
    for name, role in {"anna": Role.SHOPPER, "carol": Role.COORDINATOR, "adam": Role.ADMIN}.items():
        Users(database).add(User(name, name.title(), frozenset({role}), password=hashed))
    publish_shop(database, 1, now - HOUR)
    place = Group("one", "Acme, Long Street 1", (SHOP,), SHOP_AT["latitude"], SHOP_AT["longitude"])
    staff = Person("ewa", "Ewa Mazur", None, "one", (Identity("acme/badge/7"),))
    everybody = Everybody({"ewa": staff}, {}, {"one": place})
    Directory(database).bring_to(Everybody({}, {}, {}), everybody)
    assignment = Assignment(
        id=str(uuid4()),
        shopper="anna",
        location=SHOP,
        opens_at=now - HOUR,
        closes_at=now + 5 * HOUR,
        scenario={
            "en": "Ask for a lamp for a child's room.\nBuy something small and keep the receipt.",
            "pl": "Zapytaj o lampę do pokoju dziecka.\nKup coś drobnego i zachowaj paragon.",
            "ru": "Спросите лампу для детской.\nКупите мелочь и сохраните чек.",
        },
        standard="shop",
        fee=Fee("25.00", "PLN"),
        by="carol",
    )
    Assignments(database).create(assignment)
    with at_work(house), served(house) as address:
        yield Visited(house, address, assignment.id)


@contextmanager
def at_work(house: House) -> Iterator[None]:
    """The stations that file visits and look at what comes with them, until the context is left."""
    stations = (VisitsStation.of(house, "w"), FileStation.of(house, "w"))
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            if not any(each.work_once(house.clock()) for each in stations):
                stop.wait(0.1)

    working = threading.Thread(target=work)
    working.start()
    try:
        yield
    finally:
        stop.set()
        working.join()


def phone_of(chromium: Browser, locale: str = "en-GB", **more: object) -> BrowserContext:
    """A phone in a hand: small, touched, allowed to know where it is and to record."""
    return chromium.new_context(
        **{
            "viewport": PHONE,
            "has_touch": True,
            "locale": locale,
            "timezone_id": "Europe/Warsaw",
            "geolocation": SHOP_AT,
            "permissions": ["geolocation", "microphone"],
            **more,
        }  # type: ignore[arg-type]  # what a test changes of it
    )


def signed_in(context: BrowserContext, address: str, user: str = "anna") -> Page:
    """The app on the phone, with its day; it needs the network no more."""
    page = context.new_page()
    page.goto(f"{address}/phone/")
    page.fill("[name=user]", user)
    page.fill("[name=password]", PASSWORD)
    page.click("form button.main")
    page.wait_for_selector(".card")
    page.evaluate(READY)
    return page
