"""A team leader reads an employee's page, finds out why, prints it and hands it over.

In each language: from what to work on to the two tickets that show it and their arithmetic, to an
action, to the printed page and the PDF; then the employee confirms and replies, and the leader
reads that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Browser, Page, expect
from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.house import House
from plugin.language import TRANSLATED, Language
from plugin.stores.layout import Document
from plugin.stores.people.directory import Directory, Person
from plugin.stores.people.users import Users
from tests.long.reading import WIDTHS, Reader, reader, served
from tests.pages.acme import Filled, contacts_of, file, filled

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
ANNA = {"role": "agent", "id": "zd-acme/user/anna-lis"}
FACTS = {
    "status": "new",
    "channel": "email",
    "group": "zd-acme/group/mail",
    "segment": "retail",
    "language": "en",
}
TAKEN = {"assignee": ANNA["id"], "status": "open"}
LATE = 24  # tickets answered after days: enough to be certain that the goal is missed


@pytest.fixture
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop, whose Anna Lis has answered many tickets late."""
    with filled(mongo) as house:
        with_a_leader(house.house)
        for ticket in contacts_of(io.BytesIO(b"\n".join(map(orjson.dumps, late_tickets())))):
            file(house.house, ticket)
        yield house


def with_a_leader(house: House) -> None:
    """Lena, who leads Anna's team."""
    directory, users = Directory(house.database), Users(house.database)
    everybody = directory.everybody()
    people = {**everybody.people, "lena": Person("lena", "Lena Rot", "mail")}
    directory.bring_to(everybody, replace(everybody, people=people))
    anna = users.find("anna")
    assert anna is not None
    roles = frozenset({Role.TEAM_LEADER})
    users.add(replace(anna, id="lena", name="Lena", roles=roles, person="lena"))


def late_tickets() -> Iterator[dict[str, object]]:
    """Events of tickets that were answered after three days, solved with it, and closed."""
    for number in range(LATE):
        day = 2 + number % 4
        opened, replied, closed = (
            f"2026-03-{day + days:02d}T{hour}:00:00+01:00"
            for days, hour in ((0, 10), (7, 12), (14, 12))
        )
        told = {"type": "event", "contact": f"zd-acme/ticket/{2_000 + number}"}
        customer = {"role": "customer", "id": f"zd-acme/user/customer-{number}"}
        asked = {"by": customer, "public": True, "text": "Where is my parcel?"}
        answered = {"by": ANNA, "public": True, "text": "Tomorrow.", "facts": {"status": "solved"}}
        yield {**told, "id": "1", "kind": "opened", "at": opened, "by": customer, "facts": FACTS}
        yield {**told, "id": "2", "kind": "message", "at": opened, **asked}
        yield {**told, "id": "3", "kind": "changed", "at": opened, "by": ANNA, "facts": TAKEN}
        yield {**told, "id": "4", "kind": "message", "at": replied, **answered}
        yield {**told, "id": "5", "kind": "changed", "at": closed, "facts": {"status": "closed"}}


@pytest.fixture
def address(acme: Filled) -> Iterator[str]:
    with served(acme.house) as there:
        yield there


def somebody(chromium: Browser, address: str, name: str, language: str, width: int) -> Reader:
    """Signed in by the name, reading the language."""
    made = reader(chromium, address, width)
    made.page.goto(f"{address}/sign-in")
    made.speak(language)
    made.sign_in(name)
    return made


def show_march(page: Page) -> None:
    page.fill("[name=from]", "2026-03-01")
    page.fill("[name=until]", "2026-03-31")
    page.click(".filters button")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leader_follows_a_weakness_to_its_tickets_prints_it_and_hands_it_over(
    chromium: Browser, address: str, language: str, tmp_path: Path
) -> None:
    said = Language(language).gettext
    leader = somebody(chromium, address, "lena", language, WIDTHS["desk"])
    page = leader.page
    page.get_by_role("link", name=said("People"), exact=True).click()
    page.get_by_role("link", name="Anna Lis").click()
    page.select_option("[name=standard]", "contact")
    show_march(page)
    here = page.url

    finds_out_why(leader, here)
    agrees_on_an_action(leader, here, said("Agree on an action"))
    prints(leader, here, language, tmp_path)

    anna = somebody(chromium, address, "anna", language, WIDTHS["phone"])
    anna.page.get_by_role("link", name=said("My feedback"), exact=True).click()
    anna.page.goto(here)
    expect(anna.page.locator("#work-on-RSP-01")).to_be_visible()
    assert anna.has_room()
    anna.page.get_by_role("button", name=said("I have read it")).click()
    expect(anna.page.locator(".talk .verdict.met")).to_have_text(said("read"))
    anna.page.fill("[name=text]", "=1+1 <b>I was alone that week</b>")
    anna.page.locator("form:has([name=text]) button").click()
    expect(anna.page.locator(".spoken")).to_contain_text("<b>I was alone that week</b>")

    page.goto(here)
    expect(page.locator(".spoken")).to_contain_text("=1+1 <b>I was alone that week</b>")
    expect(page.locator(".talk .verdict.met")).to_be_visible()
    assert [*leader.faults, *anna.faults] == []
    leader.context.close()
    anna.context.close()


def finds_out_why(leader: Reader, here: str) -> None:
    """Each of the two examples leads to its ticket, where the arithmetic is open to be read."""
    page = leader.page
    weakness = page.locator("#work-on-RSP-01")
    expect(weakness).to_be_visible()
    ways = weakness.locator(".cases a")
    expect(ways).to_have_count(2)
    for number in range(2):
        name = ways.nth(number).inner_text()
        ways.nth(number).click()
        expect(page.locator("h1")).to_contain_text(name.split()[-1])
        finding = page.locator("#contact-RSP-01")
        expect(finding.locator(".verdict").first).to_be_visible()
        expect(finding.locator(".steps").first).to_be_visible()
        page.goto(here)


def agrees_on_an_action(leader: Reader, here: str, button: str) -> None:
    """What is agreed on stands on the same page from then on."""
    page = leader.page
    page.locator("#work-on-RSP-01").get_by_role("link", name=button).click()
    expect(page.locator("[name=criterion]")).to_have_value("contact RSP-01")
    page.fill("[name=what]", "Answer the oldest first")
    page.fill("[name=due]", "2026-05-01")
    expect(page.locator("[name=owner]")).to_have_value("anna")
    page.locator(".written button").click()
    expect(page.locator("h1")).to_have_text("Answer the oldest first")
    page.goto(here)
    expect(page.locator(".agreed li")).to_contain_text("Answer the oldest first")


def prints(leader: Reader, here: str, language: str, folder: Path) -> None:
    """On paper there is the report and nothing to press; the PDF is tagged in the language."""
    page = leader.page
    page.emulate_media(media="print")
    for hidden in (".top", ".filters", ".downloads", ".agreed .button"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#work-on-RSP-01")).to_be_visible()
    expect(page.locator("table thead").first).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    page.emulate_media(media="screen")
    with page.expect_download() as coming:
        page.locator(".downloads").get_by_role("link", name="PDF").click()
    kept = folder / coming.value.suggested_filename
    coming.value.save_as(kept)
    content = kept.read_bytes()
    assert kept.suffix == ".pdf"
    assert content.startswith(b"%PDF-1.7")
    assert f"/Lang({language}".encode() in content.replace(b"/Lang (", b"/Lang(")
    assert b"/StructTreeRoot" in content
    assert page.url == here
