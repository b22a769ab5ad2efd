"""A standard lives: from a criterion that a trainer writes to tickets judged by it, in a browser.

In each language the whole way is walked: the criterion is written as a form, its examples pass, it
is held against last quarter's tickets, approved, published for next Monday and taught; on Tuesday
tickets are judged by it for whoever has passed, and by the version before for whoever has not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect
from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.config import Config
from plugin.directory.passwords import Passwords
from plugin.house import House
from plugin.language import TRANSLATED, Language
from plugin.pages.bindings import GRACED
from plugin.publishing.publish import publish
from plugin.sealing import Sealer, new_key
from plugin.stations import STATIONS
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.people.users import User, Users
from plugin.stores.tickets.connections import Connection, Connections
from plugin.stores.versions.standards import Standards
from plugin.tickets.intake import HouseIntake
from plugin.training.studying import Studying
from standards.instants import parse_instant
from standards.languages import in_language
from tests.long.reading import WIDTHS, Reader, reader, served
from tests.pages.acme import CHEAP, LIBRARY, PASSWORD, WARSAW
from tests.zendesk_lives import AGENT, COLLEAGUE, OUR_USER, SECRET, Life, signed
from webhooks.contract import Account
from webhooks.helpdesks import HELPDESKS
from webhooks.receive import take

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
JANUARY = parse_instant("2026-01-01T00:00:00+01:00")
WEDNESDAY = parse_instant("2026-04-08T09:00:00+02:00")
MONDAY = parse_instant("2026-04-13T00:00:00+02:00")
TUESDAY = parse_instant("2026-04-14T09:00:00+02:00")
QUARTER = 60  # tickets of last quarter
DAY, HOUR = 86_400, 3_600

USERS = {
    "tamara": ("Tamara Wilk", Role.TRAINER, None),
    "adam": ("Adam Sowa", Role.APPROVER, None),
    "anna": ("Anna Lis", Role.EMPLOYEE, "anna"),
    "olek": ("Olek Bury", Role.EMPLOYEE, "olek"),
    "lena": ("Lena Rot", Role.TEAM_LEADER, "lena"),
}
EVERYBODY = Everybody(
    people={
        "anna": Person("anna", "Anna Lis", "mail", None, (Identity(f"zd-acme/user/{AGENT}"),)),
        "olek": Person("olek", "Olek Bury", "mail", None, (Identity(f"zd-acme/user/{COLLEAGUE}"),)),
        "lena": Person("lena", "Lena Rot", "mail"),
    },
    teams={"mail": Group("mail", "E-mail team", ("zd-acme/group/1",))},
    locations={},
)
CRITERION = {
    "code": "RSP-09",
    "title-en": "First word within an hour",
    "title-pl": "Pierwsze słowo w ciągu godziny",
    "title-ru": "Первое слово в течение часа",
    "why-en": "Waiting is what customers name first.",
    "why-pl": "Czekanie klienci wymieniają jako pierwsze.",
    "why-ru": "Ожидание клиенты называют первым.",
    "severity": "minor",
    "goal": "80",
    "limits-0-full": "1",
    "limits-0-none": "4",
    "applies": "channel: email",
    "satisfaction": "people",
    "journey": "problem",
}
EXAMPLES = (
    {
        "says-en": "Within the hour",
        "says-pl": "W ciągu godziny",
        "says-ru": "В течение часа",
        "facts": "channel: email",
        "given": "Mon 11:00 opened\nMon 11:50 replied",
        "then": "met",
    },
    {
        "says-en": "The next day is too late",
        "says-pl": "Następnego dnia to za późno",
        "says-ru": "На следующий день — слишком поздно",
        "facts": "channel: email",
        "given": "Mon 11:00 opened\nTue 17:00 replied",
        "then": "missed",
    },
)
# Where the walk leaves pictures for the docs, if anywhere.
PICTURES = os.environ.get("PLUMBLINE_PICTURES")


@dataclass
class Firm:
    """A house with a helpdesk, and a clock that the test sets."""

    house: House
    now: list[int]
    address: str
    browsers: Browser
    language: str
    number: int = 1_000
    people: dict[str, Reader] = field(default_factory=dict)

    def say(self, text: str, **named: object) -> str:
        """The text as the pages say it."""
        return Language(self.language).gettext(text, **named)

    def answered(self, opened_at: int, agent: str, after: int) -> str:
        """A ticket that the agent answers so many seconds later and solves; its contact."""
        self.number += 1
        life = Life(self.number, opened_at)
        life.create()
        life.move(opened_at, "1")
        life.assign(opened_at + 60, agent, by=agent)
        life.comment(opened_at + after, agent, "It leaves tomorrow.")
        life.status(opened_at + after, "SOLVED", by=agent)
        life.status(opened_at + after + 4 * HOUR, "CLOSED", by=agent)
        connection = Connections(self.house.database, self.house.sealer).find("zd-acme")
        assert connection is not None
        for body in life.posted:
            delivery = signed(body, self.now[0])
            take(HouseIntake(self.house), connection, HELPDESKS["zendesk"], delivery)
        return life.contact

    def work(self) -> None:
        """A worker does whatever is due."""
        for _ in range(200):
            worked = {
                station: station(self.house, "worker").work_once(self.now[0])
                for station in STATIONS
            }
            if not any(worked.values()):
                return

    def page_of(self, name: str) -> Page:
        """The page of the user, who signs in when first asked for."""
        if name not in self.people:
            made = reader(self.browsers, self.address, WIDTHS["desk"])
            made.page.goto(f"{self.address}/sign-in")
            made.speak(self.language)
            made.sign_in(name)
            self.people[name] = made
        return self.people[name].page

    def picture(self, page: Page, name: str) -> None:
        """Leaves a picture of the page, in English."""
        if PICTURES is not None and self.language == "en":
            page.screenshot(path=Path(PICTURES) / f"{name}.png")


@pytest.fixture(params=LANGUAGES)
def firm(
    request: pytest.FixtureRequest, mongo: MongoClient[Document], chromium: Browser
) -> Iterator[Firm]:
    """A firm that answers mail by the shipped standard since January."""
    name = f"test-standard-walk-{request.param}"
    mongo.drop_database(name)
    database, now = database_of(mongo, name), [WEDNESDAY]
    lay_out_all(database)
    house = House(Config(zone=WARSAW), database, Sealer([new_key()]), lambda: now[0])
    with_people(house)
    publish(
        Standards(database),
        (LIBRARY / "contact.yaml").read_bytes(),
        effective_from=JANUARY,
        by="tamara",
        now=JANUARY,
    )
    with ExitStack() as stack:
        address = stack.enter_context(served(house))
        made = Firm(house, now, address, chromium, request.param)
        with_last_quarter(made)
        yield made
        for each in made.people.values():
            each.context.close()
    mongo.drop_database(name)


def with_people(house: House) -> None:
    """Who works there, who signs in, and the helpdesk."""
    directory, hashed = Directory(house.database), Passwords.of(CHEAP).hashed(PASSWORD)
    directory.bring_to(directory.everybody(), EVERYBODY)
    for user, (name, role, person) in USERS.items():
        roles = frozenset({role})
        Users(house.database).add(User(user, name, roles, person, "en", password=hashed))
    account = Account("zd-acme", "https://acme.zendesk.example", "pl", OUR_USER)
    connection = Connection(account, "zendesk", (SECRET,), write_back=False)
    Connections(house.database, house.sealer).keep(connection)


def with_last_quarter(firm: Firm) -> None:
    """Tickets of January to March, answered by both within one to eight hours."""
    chance = Random(8)
    for each in range(QUARTER):
        opened_at = JANUARY + (4 + each % 84) * DAY + (9 + chance.randrange(4)) * HOUR
        after = HOUR + chance.randrange(7 * HOUR)
        firm.answered(opened_at, (AGENT, COLLEAGUE)[each % 2], after)
    firm.work()


def test_a_standard_lives(firm: Firm) -> None:
    write_the_criterion(firm)
    hold_it_against_last_quarter(firm)
    agree_on_it(firm)
    publish_it_for_monday(firm)
    teach_it(firm)
    let_anna_pass(firm)
    firm.now[0] = TUESDAY
    find_tickets_judged_by_both(firm)
    assert not [fault for each in firm.people.values() for fault in each.faults]


def write_the_criterion(firm: Firm) -> None:
    """Tamara writes a criterion as a form, and sees its examples pass."""
    page = firm.page_of("tamara")
    page.goto(f"{firm.address}/standards")
    firm.picture(page, "standards")
    page.get_by_role("link", name=said_title(firm)).click()
    page.get_by_role("link", name=firm.say("Write the next version")).click()
    page.fill("[name=note]", "Customers ask for a quicker first word.")
    page.get_by_role("button", name=firm.say("Begin it")).click()
    page.locator("select[name=kind]").select_option("first_reply")
    page.click("#add")
    expect(page.locator("[name=title-en]")).to_have_value("")
    expect(page.locator("#said .missed")).to_be_visible()
    for name, value in CRITERION.items():
        fill_in(page, name, value)
    for place, example in enumerate(EXAMPLES):
        page.locator("#part-examples button[value^=row-add]").click()
        for name, value in example.items():
            fill_in(page, f"examples-{place}-{name}", value)
    for place in range(len(EXAMPLES)):
        outcome = page.locator(f"#row-examples-{place} .verdict")
        expect(outcome).to_contain_text("✓", timeout=20_000)
    expect(page.locator("#said .sum .met")).to_be_visible()
    page.locator("#row-examples-0").scroll_into_view_if_needed()
    firm.picture(page, "editor")
    ask_for_approval(page)
    expect(page.locator("#said .sum .met")).to_be_visible()
    page.fill("[name=note]", "A first word within the hour.")
    page.click("#save")
    expect(page.locator("#alert [role=status]")).to_be_visible()


def fill_in(page: Page, name: str, value: str) -> None:
    """Writes or chooses it in the field of that name, wherever it is folded away."""
    field = page.locator(f"#{name}")
    expect(field).to_be_attached()
    if not field.is_visible():
        page.locator(f"details:has(#{name}) > summary").first.click()
    if field.evaluate("each => each.localName") == "select":
        field.select_option(value)
    else:
        field.fill(value)


def ask_for_approval(page: Page) -> None:
    """Has the standard ask for customer service's approval, in its YAML."""
    text = page.locator("#yaml")
    written = text.input_value()
    day = "  review_by: 2027-06-30\n"
    assert day in written
    text.fill(written.replace(day, f"{day}  approvals: [service]\n"))


def hold_it_against_last_quarter(firm: Firm) -> None:
    """She sees how last quarter would have changed."""
    page = firm.page_of("tamara")
    page.goto(f"{firm.address}/standards/contact/draft/backtests")
    page.select_option("[name=version]", "draft")
    page.select_option("[name=period]", "last_quarter")
    page.get_by_role("button", name=firm.say("Judge them")).click()
    firm.picture(page, "backtest-running")
    firm.work()
    row = page.locator("tr:has-text('RSP-09')")
    expect(row.first).to_be_visible(timeout=20_000)
    row.last.scroll_into_view_if_needed()
    firm.picture(page, "backtest")


def agree_on_it(firm: Firm) -> None:
    """She asks for approval, and Adam gives it for customer service."""
    page = firm.page_of("tamara")
    page.goto(f"{firm.address}/standards/contact/draft")
    submit = page.locator("section:has(#submit)")
    submit.locator("[name=why]").fill("Customers asked for a quicker first word by chat.")
    submit.locator("button.main").click()
    expect(page.locator("section:has(#approvals)")).to_be_visible()
    firm.picture(page, "in-review")
    page = firm.page_of("adam")
    page.goto(f"{firm.address}/standards/contact/draft")
    approve = page.locator("section:has(#approve)")
    approve.locator("[name=why]").fill("The rota allows it.")
    approve.locator("button.main").click()
    expect(page.locator(".approvals")).to_contain_text("Adam Sowa")


def publish_it_for_monday(firm: Firm) -> None:
    """Approved by another, it is published for next Monday."""
    page = firm.page_of("tamara")
    page.goto(f"{firm.address}/standards/contact/draft")
    publication = page.locator("section:has(#publish)")
    publication.locator("[name=day]").fill("2026-04-13")
    publication.locator("[name=time]").fill("00:00")
    firm.picture(page, "publish")
    publication.locator("button.main").click()
    expect(page.locator("#version-2")).to_contain_text(firm.say("coming"))
    firm.picture(page, "versions")


def teach_it(firm: Firm) -> None:
    """It is assigned to the team, in grace for three weeks."""
    page = firm.page_of("tamara")
    page.goto(f"{firm.address}/standards/contact/2/training")
    page.locator("[name=team][value=mail]").check()
    page.fill("[name=due]", "2026-04-17")
    page.fill("[name=latest]", "2026-05-04")
    firm.picture(page, "assign")
    page.get_by_role("button", name=firm.say("Assign it")).click()
    expect(page.locator(".agreed")).to_contain_text("E-mail team")


def let_anna_pass(firm: Firm) -> None:
    """Anna reads it, answers the questions, and signs."""
    page = firm.page_of("anna")
    page.goto(f"{firm.address}/learning")
    firm.picture(page, "learning")
    page.get_by_role("link").filter(has_text=said_title(firm)).first.click()
    firm.picture(page, "lesson")
    page.check("[name=read]")
    page.get_by_role("button", name=firm.say("To the questions")).click()
    firm.picture(page, "quiz")
    answer_rightly(firm, page)
    firm.picture(page, "passed")
    page.check("[name=agreed]")
    page.fill("input[name=name]", "Anna Lis")
    page.get_by_role("button", name=firm.say("Sign"), exact=True).click()
    page = firm.page_of("lena")
    page.goto(f"{firm.address}/training")
    firm.picture(page, "who-knows-what")
    expect(page.locator("tr:has-text('Anna Lis')")).to_contain_text(firm.say("known"))


def said_title(firm: Firm) -> str:
    """The standard's title in the reader's language."""
    published = Standards(firm.house.database).versions("contact")[-1]
    return in_language(published.standard().title, firm.language)


def answer_rightly(firm: Firm, page: Page) -> None:
    """Chooses the right answer of each question, as the standard's own examples have it."""
    studying = Studying(firm.house)
    lesson = studying.lesson("anna", "contact", 2)
    attempt = lesson.standing.current
    assert attempt is not None
    items = studying.items(attempt, studying.standard(lesson.published))
    for place, item in enumerate(items, 1):
        right = next(mark for mark, means in item.answers.items() if means == item.right)
        page.check(f"[name=q{place}][value='{right}']")
    page.get_by_role("button", name=firm.say("Send the answers")).click()


def find_tickets_judged_by_both(firm: Firm) -> None:
    """On Tuesday Anna's ticket is judged by version 2, Olek's by version 1 as far as it is his."""
    by_anna = firm.answered(MONDAY + 10 * HOUR, AGENT, HOUR)
    by_olek = firm.answered(MONDAY + 11 * HOUR, COLLEAGUE, HOUR)
    firm.work()
    tamara = firm.people["tamara"]
    tamara.context.clear_cookies(name="plumbline")  # a week has passed
    tamara.sign_in("tamara")
    page = tamara.page
    expect(page.locator(".who")).to_be_visible()
    page.goto(f"{firm.address}/contacts/{by_anna}")
    expect(page.locator("#contact-RSP-09")).to_have_count(1)
    firm.picture(page, "judged-by-the-new")
    page.goto(f"{firm.address}/contacts/{by_olek}")
    both = firm.say(GRACED, names="Olek Bury")
    expect(page.locator("main")).to_contain_text(both)
    firm.picture(page, "in-grace")
    days = "from=2026-04-13&until=2026-04-14"
    for person, is_bound in (("anna", True), ("olek", False)):
        page.goto(f"{firm.address}/employees/{person}?{days}")
        firm.picture(page, f"feedback-{person}")
        expect(page.locator("main")).to_contain_text("RSP-01")
        expect(page.get_by_text("RSP-09", exact=True)).to_have_count(1 if is_bound else 0)
    page.goto(f"{firm.address}/compliance?standard=contact&{days}")
    expect(page.locator("tr:has-text('RSP-09') .cell").first).to_contain_text(
        firm.say("{met} of {decided}", met=2, decided=2)
    )
