"""A house with a shop to visit: a questionnaire of every kind, an assignment, a shopper's phone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC
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

STANDARD = """\
code: shop
title: {en: A visit to a shop, pl: Wizyta w sklepie, ru: Визит в магазин}
version: VERSION
languages: [en, pl, ru]
governance: {owner: Head of retail, review_by: 2030-06-30}
criteria:
  - code: S-1
    journey: search
    title: {en: The shop is open, pl: Sklep jest otwarty, ru: Магазин открыт}
    why: {en: A locked door sells nothing., pl: Zamknięte drzwi nic nie sprzedadzą., ru: Закрытая дверь ничего не продаст.}
    weight: 2
    severity: critical
    ask:
      kind: choice
      question: {en: "Was the shop open at the posted time?", pl: "Czy sklep był otwarty o podanej porze?", ru: "Был ли магазин открыт в указанное время?"}
      of: [visit]
      answers: {open: 1, late: 0.5, closed: 0}
      labels:
        open: {en: It was open, pl: Był otwarty, ru: Был открыт}
        late: {en: It opened a few minutes late, pl: Otwarto kilka minut później, ru: Открылся на несколько минут позже}
        closed: {en: It was closed, pl: Był zamknięty, ru: Был закрыт}
      required: true
      na: false
    examples:
      - {says: {en: On time, pl: Punktualnie, ru: Вовремя}, given: {answer: open}, then: met}
      - {says: {en: A dark shop at noon, pl: Ciemny sklep w południe, ru: Тёмный магазин в полдень}, given: {answer: closed}, then: missed}
  - code: S-2
    journey: search
    title: {en: The front, pl: Front, ru: Фасад}
    why: {en: A picture settles it., pl: Zdjęcie rozstrzyga., ru: Снимок решает спор.}
    weight: 0
    ask:
      kind: photo
      question: {en: A photo of the shop front without faces, pl: Zdjęcie frontu sklepu bez twarzy, ru: Фото входа в магазин без лиц}
      of: [visit]
      required: true
      na: false
    examples: [{given: {answer: front.jpg}, then: met}]
  - code: S-3
    journey: buy
    title: {en: Greeted, pl: Powitanie, ru: Приветствие}
    why: {en: A greeting costs nothing., pl: Powitanie nic nie kosztuje., ru: Приветствие ничего не стоит.}
    weight: 1
    ask:
      kind: yes_no
      question: {en: "Were you greeted within a minute?", pl: "Czy powitano Cię w ciągu minuty?", ru: "Поприветствовали ли вас в течение минуты?"}
      of: [visit]
      required: true
      show_if: {S-1: [open, late]}
    examples:
      - {given: {answer: yes}, then: met}
      - {given: {answer: no}, then: missed}
  - code: S-4
    journey: buy
    title: {en: Tidy, pl: Porządek, ru: Порядок}
    why: {en: People see it., pl: Ludzie to widzą., ru: Люди это видят.}
    weight: 1
    ask:
      kind: scale
      question: {en: "How tidy was the shop?", pl: "Jak czysto było w sklepie?", ru: "Насколько чисто было в магазине?"}
      of: [visit]
      from: 1
      to: 5
      required: true
    limits: {full: 4, none: 2}
    examples:
      - {given: {answer: 4}, then: met}
      - {given: {answer: 1}, then: missed}
  - code: S-5
    journey: pay
    title: {en: Queue, pl: Kolejka, ru: Очередь}
    why: {en: Nobody likes to wait., pl: Nikt nie lubi czekać., ru: Никто не любит ждать.}
    weight: 1
    ask:
      kind: number
      question: {en: "How many people stood before you?", pl: "Ile osób stało przed Tobą?", ru: "Сколько человек стояло перед вами?"}
      of: [visit]
      unit: people
      required: true
    limits: {full: 2, none: 5}
    examples:
      - {given: {answer: 1}, then: met}
      - {given: {answer: 6}, then: missed}
  - code: S-6
    journey: pay
    title: {en: Wait, pl: Czekanie, ru: Ожидание}
    why: {en: Three minutes feel like ten., pl: Trzy minuty to jak dziesięć., ru: Три минуты кажутся десятью.}
    weight: 1
    ask:
      kind: duration
      question: {en: "How long did you wait at the till?", pl: "Jak długo trwało czekanie przy kasie?", ru: "Сколько вы ждали у кассы?"}
      of: [visit]
      required: true
    limits: {full: PT3M, none: PT8M}
    examples:
      - {given: {answer: PT1M}, then: met}
      - {given: {answer: PT9M}, then: missed}
  - code: S-7
    title: {en: Words, pl: Słowa, ru: Слова}
    why: {en: What no tick says., pl: "Tego nie powie krzyżyk.", ru: Чего не скажет галочка.}
    weight: 0
    ask:
      kind: text
      question: {en: "What would you change?", pl: "Co warto zmienić?", ru: "Что бы вы изменили?"}
      of: [visit]
    examples: [{given: {answer: Nothing}, then: met}]
  - code: S-8
    title: {en: The corner of the key shop, pl: Kącik, ru: Уголок}
    why: {en: Only there., pl: Tylko tam., ru: Только там.}
    weight: 1
    applies: {location: [acme/shop/key]}
    ask: {kind: yes_no, question: "Was the corner lit?", of: [visit], required: true}
    examples:
      - {given: {answer: yes}, then: met}
      - {given: {answer: no}, then: missed}
"""


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
