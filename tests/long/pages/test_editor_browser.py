"""A trainer at the editor in a real browser: what is typed is tried at once, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect
from pymongo import MongoClient

from plugin.house import House
from plugin.language import TRANSLATED, Language
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from tests.long.reading import WIDTHS, Reader, reader, served
from tests.pages.authoring.desk import DESK, EDIT, begin, desk, draft_of, drafting

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
FINE = ".found-out .verdict.met"


@pytest.fixture(scope="module")
def house(mongo: MongoClient[Document]) -> Iterator[House]:
    """A house with tess's draft of the desk."""
    name = f"test-{uuid4().hex}"
    database = database_of(mongo, name)
    lay_out_all(database)
    yield desk(database)
    mongo.drop_database(name)


@pytest.fixture(scope="module")
def address(house: House) -> Iterator[str]:
    """Where its pages are served."""
    with served(house) as there:
        yield there


@pytest.fixture
def served_house(address: str, house: House) -> tuple[str, House]:
    """Where the pages are served, and of which house."""
    return address, house


@pytest.fixture(autouse=True)
def _anew(house: House) -> Iterator[None]:
    """The draft as it was begun."""
    yield
    house.database.drafts.delete_many({})
    begin(house, DESK)


def at_the_editor(
    chromium: Browser, address: str, width: int, language: str = "en", *, scripts: bool = True
) -> Reader:
    """tess at the editor, in the language."""
    somebody = reader(chromium, address, width, scripts=scripts)
    somebody.sign_in("tess")
    somebody.speak(language)
    somebody.page.goto(f"{address}{EDIT}")
    return somebody


def yaml_of(page: Page) -> str:
    """The YAML beside the form."""
    return page.locator("#yaml").input_value()


def marked_in(page: Page) -> str:
    """What is marked in the YAML."""
    return str(
        page.evaluate(
            "() => { const at = document.getElementById('yaml');"
            " return at.value.slice(at.selectionStart, at.selectionEnd); }"
        )
    )


def test_a_faulty_limit_is_told_with_its_line_where_the_caret_then_stands(
    chromium: Browser, address: str
) -> None:
    tess = at_the_editor(chromium, address, WIDTHS["desk"])
    page = tess.page
    expect(page.locator(FINE)).to_be_visible()
    page.fill("[name=limits-0-full]", "soon")
    told = page.locator("ul.amiss li")
    expect(told).to_contain_text("'soon'")
    expect(page.locator("[name=limits-0-full]")).to_be_focused()
    expect(page.locator("#limits-0-full-fault")).to_be_visible()
    told.locator("a").click()
    expect(page.locator("#yaml")).to_be_focused()
    assert marked_in(page) == "    limits: {full: soon}"
    page.fill("[name=limits-0-full]", "3")
    expect(page.locator(".one-row.fails")).to_have_count(1)
    page.fill("[name=limits-0-full]", "4")
    expect(page.locator(FINE)).to_be_visible()
    assert yaml_of(page) == DESK
    assert tess.faults == []
    tess.context.close()


@pytest.mark.parametrize(
    ("language", "width"),
    [("en", WIDTHS["desk"]), ("pl", WIDTHS["desk"]), ("ru", WIDTHS["phone"])],
)
def test_a_criterion_is_written_in_the_form_until_its_examples_pass(
    chromium: Browser, address: str, house: House, language: str, width: int
) -> None:
    tess = at_the_editor(chromium, address, width, language)
    page, said = tess.page, Language(language).gettext
    page.select_option("[name=kind]", "yes_no")
    page.click("#add")
    expect(page.locator("[name=code]")).to_have_value("SHP-03")
    page.fill("[name=code]", "SHP-09")
    for name, text in (
        ("title-en", "A farewell"), ("title-pl", "Pożegnanie"), ("why-en", "It is polite."),
        ("why-pl", "To uprzejme."), ("ask-question-en", "Were you said goodbye?"),
        ("ask-question-pl", "Czy pożegnano?"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", text)
    for number in range(2):
        page.get_by_role("button", name=said("Add an example")).click()
        expect(page.locator(f"[name=examples-{number}-given]")).to_be_visible()
    page.select_option("[name=examples-1-given]", "no")
    expect(page.locator("#row-examples-1.fails")).to_contain_text(said("missed"))
    page.select_option("[name=examples-1-then]", "missed")
    expect(page.locator(".one-row.kept")).to_have_count(2)
    expect(page.locator(FINE)).to_be_visible()
    assert tess.has_room()
    assert yaml_of(page).startswith(DESK)
    assert "  - code: SHP-09\n" in yaml_of(page)
    page.fill("[name=note]", "we say goodbye")
    page.click("#save")
    expect(page.locator("#alert")).to_contain_text(said("Saved."))
    assert "Czy pożegnano?" in draft_of(house).text
    assert tess.faults == []
    tess.context.close()


def test_the_second_author_is_shown_what_the_first_did(
    chromium: Browser, address: str, house: House
) -> None:
    tess = at_the_editor(chromium, address, WIDTHS["desk"])
    page = tess.page
    page.fill("[name=weight]", "9")
    theirs = DESK.replace("A greeting", "A smile")
    drafting(house, "tom").edit("desk", 1, theirs, "smiles count")
    page.fill("[name=note]", "heavier")
    page.click("#save")
    expect(page.locator("#quicker")).to_contain_text("smiles count")
    expect(page.locator("#quicker table")).to_contain_text("A smile")
    assert "weight: 9" in yaml_of(page)
    page.fill("#yaml", yaml_of(page).replace("A greeting", "A smile"))
    page.click("#save")
    expect(page.locator("#alert .done")).to_be_visible()
    assert draft_of(house).text == theirs.replace("weight: 2", "weight: 9")
    assert all("409" in each for each in tess.faults)
    tess.context.close()


def test_what_was_not_saved_comes_back_after_another_language(
    chromium: Browser, address: str
) -> None:
    tess = at_the_editor(chromium, address, WIDTHS["desk"])
    page = tess.page
    page.fill("[name=weight]", "9")
    page.fill("[name=note]", "heavier")
    expect(page.locator("#yaml")).to_have_value(DESK.replace("weight: 2", "weight: 9"))
    tess.speak("pl")
    expect(page.locator("html")).to_have_attribute("lang", "pl")
    expect(page.locator("[name=weight]")).to_have_value("9")
    expect(page.locator("#yaml")).to_have_value(DESK.replace("weight: 2", "weight: 9"))
    expect(page.locator("[name=note]")).to_have_value("heavier")
    assert tess.faults == []
    tess.context.close()


def test_it_works_without_scripts(chromium: Browser, address: str, house: House) -> None:
    tess = at_the_editor(chromium, address, WIDTHS["desk"], scripts=False)
    page = tess.page
    page.fill("[name=limits-0-full]", "3")
    page.click("#check")
    expect(page.locator(".one-row.fails")).to_have_count(1)
    page.fill("[name=limits-0-full]", "4")
    page.fill("[name=weight]", "9")
    page.fill("[name=note]", "heavier")
    page.press("[name=note]", "Enter")
    expect(page.locator("[name=note]")).to_have_value("heavier")
    assert draft_of(house).text == DESK
    page.click("#save")
    expect(page.locator("#alert .done")).to_be_visible()
    assert draft_of(house).text == DESK.replace("weight: 2", "weight: 9")
    assert tess.faults == []
    tess.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_has_room_for_the_form_the_yaml_and_the_questions(
    chromium: Browser, address: str, scheme: str
) -> None:
    tess = at_the_editor(chromium, address, WIDTHS["phone"], "pl")
    page = tess.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for value, shown in (("form", "#form"), ("yaml", "#yaml"), ("preview", "#preview")):
        page.locator(f"label:has([name=pane][value={value}])").click()
        expect(page.locator(shown)).to_be_visible()
        assert tess.has_room()
    second = page.locator("[data-code='SHP-02']")
    expect(second).to_be_hidden()
    page.locator("[data-code='SHP-01'] label").first.click()
    expect(second).to_be_visible()
    page.locator("[data-code='SHP-01'] label").nth(1).click()
    expect(second).to_be_hidden()
    assert tess.faults == []
    tess.context.close()


@pytest.mark.parametrize(
    ("language", "wide", "scripts"),
    [("en", "desk", True), ("pl", "phone", True), ("ru", "phone", False)],
)
def test_the_head_and_a_calendar_are_written_in_forms(
    chromium: Browser, served_house: tuple[str, House], language: str, wide: str, scripts: bool
) -> None:
    address, house = served_house
    tess = at_the_editor(chromium, address, WIDTHS[wide], language, scripts=scripts)
    page, said = tess.page, Language(language).gettext

    def typed(name: str, text: str) -> None:
        page.fill(f"[name={name}]", text)
        if not scripts:
            page.click("#check")

    page.get_by_role("button", name=said("The standard itself")).click()
    expect(page.locator(".steps-with h2")).to_have_text(said("The standard itself"))
    typed("title-en", "Our desk")
    expect(page.locator("#yaml")).to_have_value(DESK.replace("en: The desk", "en: Our desk"))
    page.get_by_role("button", name=f"{said('Calendar')} office").click()
    typed("zone", "Europe/Nowhere")
    expect(page.locator("#zone-fault")).to_contain_text("'Europe/Nowhere'")
    if scripts:
        expect(page.locator("[name=zone]")).to_be_focused()
    typed("zone", "Europe/Paris")
    expect(page.locator("#zone-fault")).to_have_count(0)
    page.click("[value='row-add:hours']")
    expect(page.locator("[name=hours-1-days]")).to_have_value("sat")
    typed("hours-1-windows", "10:00-13:00")
    expect(page.locator(FINE)).to_be_visible()
    page.click("[value=remove]")
    expect(page.locator("#alert")).to_contain_text("RSP-01")
    assert tess.has_room()
    page.fill("[name=note]", "Paris has the phones")
    page.click("#save")
    expect(page.locator("#alert")).to_contain_text(said("Saved."))
    expect(page.locator("[name=zone]")).to_have_value("Europe/Paris")
    assert "title: {en: Our desk, pl: Biurko}" in draft_of(house).text
    assert 'hours: {mon-fri: ["09:00-17:00"], sat: [10:00-13:00]}' in draft_of(house).text
    tess.context.close()
