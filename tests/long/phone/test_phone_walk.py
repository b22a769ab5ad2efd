"""A shopper's day on a phone that has a network only at times, in each language.

The app is installed, the day fetched, and the network taken away: the briefing is read, its quiz
passed and three visits are made. One is sent over a link that is cut again and again, one was open
while a new version of the app and of its questionnaire came out, and of one the tab was killed in
the midst of a photo. In the end each has arrived once, whole, and has its score.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from PIL import ExifTags, Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect
from pymongo import MongoClient

from mobile_api.phone import serving
from plugin.language import TRANSLATED
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.people.directory import Directory, Everybody, Group, Identity, Person
from plugin.stores.queue import DONE
from plugin.stores.submissions.visits import Visits
from tests.fakes.flapping import Flapping
from tests.long.phone.phones import Phone, Service, phone, served
from tests.long.processes import until
from tests.mobile_api.service import publish_shop

pytestmark = pytest.mark.long

LANGUAGES = ("en", *TRANSLATED)
WARSAW = {"latitude": 52.2297, "longitude": 21.0122, "accuracy": 9}
CUT_EVERY = 300_000  # bytes
FILED_SECONDS = 30.0
PLACES = {
    "acme/shop/1": Group("old-town", "Old Town", ("acme/shop/1",), 52.2298, 21.0120),
    "acme/shop/2": Group("station", "Central Station", ("acme/shop/2",)),
    "acme/shop/3": Group("river", "River Side", ("acme/shop/3",), 52.2405, 21.0310),  # 1.8 km off
}
EWA = Person("ewa", "Ewa Mazur", None, "old-town", (Identity("acme/employee/ewa"),))
# A process that answers knows a version in force for some seconds before it looks again.
UNTIL_NEWER = """async () => {
    const {sync, work} = await import('/phone/store/work.js');
    while (!(await work()).questionnaires.some(({version}) => version === 2)) {
        await sync();
        await new Promise((settle) => setTimeout(settle, 500));
    }
}"""
# Where the walk leaves pictures for the docs, if anywhere.
PICTURES = os.environ.get("PLUMBLINE_PICTURES")


@dataclass
class Day:
    """The service, the link to it, and the shopper's phone."""

    service: Service
    link: Flapping
    phone: Phone
    language: str
    database: Mongo

    @property
    def page(self) -> Page:
        """The tab that is open."""
        return self.phone.page

    def leave_the_network(self) -> None:
        """The phone is where there is none."""
        self.phone.context.set_offline(True)
        self.link.off()

    def return_to_the_network(self) -> None:
        """There is one again, such as it is."""
        self.link.on()
        self.phone.context.set_offline(False)

    def say(self, key: str) -> str:
        """The words of the app's key, as this phone says them."""
        told: str = self.page.evaluate(
            "async key => (await import('/phone/words.js')).say(key, {n: 1})", key
        )
        return told

    def picture(self, name: str) -> None:
        """Leaves a picture of the screen, in English."""
        if PICTURES is not None and self.language == "en":
            self.page.screenshot(path=Path(PICTURES) / f"phone-{name}.png")


@pytest.fixture(params=LANGUAGES)
def day(
    request: pytest.FixtureRequest, mongo: MongoClient[Document], chromium: Browser
) -> Iterator[Day]:
    """A day with three assignments, of a shopper whose phone is in that language."""
    name = f"test-phone-walk-{request.param}"
    mongo.drop_database(name)
    database = database_of(mongo, name)
    lay_out_all(database)
    directory = Directory(database)
    everybody = Everybody({"ewa": EWA}, {}, {each.id: each for each in PLACES.values()})
    directory.bring_to(directory.everybody(), everybody)
    with served(database) as service:
        for place in PLACES:
            service.assign(id=str(uuid4()), location=place)
        with Flapping(int(service.address.rpartition(":")[2])) as link:
            address = f"http://127.0.0.1:{link.port}"
            granted: dict[str, Any] = {"geolocation": WARSAW, "permissions": ["geolocation"]}
            with phone(chromium, address, locale=request.param, **granted) as made:
                yield Day(service, link, made, request.param, database)
    mongo.drop_database(name)


def test_a_day_without_a_network(day: Day, tmp_path: Path) -> None:
    install(day)
    day.leave_the_network()
    come_back_to_the_app(day)
    pass_the_quiz(day)
    first = make_a_visit(day, "acme/shop/1", photos=3)
    second = begin_a_visit(day, "acme/shop/2")
    third = make_a_visit_whose_tab_is_killed(day, "acme/shop/3")
    day.link.cut_every = CUT_EVERY
    day.return_to_the_network()
    see_it_arrive(day, first, third)
    assert day.link.cuts >= 3
    day.link.cut_every = None
    update_the_app_and_the_questionnaire(day, tmp_path, second)
    finish_the_visit(day, second)
    see_it_arrive(day, first, second, third)
    hold_all_against_the_house(day, first, second, third)
    assert not day.phone.faults


def install(day: Day) -> None:
    """Chromium finds nothing that keeps it from being installed, and the day is fetched."""
    page = day.page
    expect(page.locator("[name=user]")).to_be_visible()
    day.picture("sign-in")
    day.phone.sign_in()
    expect(page.locator("html")).to_have_attribute("lang", day.language)
    expect(page.locator("a[href^='#/assignment/']")).to_have_count(len(PLACES))
    asked = day.phone.context.new_cdp_session(page)
    # Whether somebody taps is not for a page to decide, and nobody does here.
    errors = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert not {each["errorId"] for each in errors} - {"in-incognito"}, errors
    day.picture("today")


def come_back_to_the_app(day: Day) -> None:
    """Without a network the app opens all the same, with all that it fetched."""
    day.page.reload()
    expect(day.page.locator("a[href^='#/assignment/']")).to_have_count(len(PLACES))


def pass_the_quiz(day: Day) -> None:
    """Reads the briefing and answers each question rightly; the phone says so by itself."""
    page = day.page
    day.phone.go("#/briefing/shop/1")
    expect(page.locator("article.point").first).to_be_visible()
    day.picture("briefing")
    page.locator("a[href$='/quiz']").click()
    items = page.evaluate(
        """async () => {
            const {work} = await import('/phone/store/work.js');
            return (await work()).briefings[0].quiz.items;
        }"""
    )
    for item in items:
        right = [each["mark"] for each in item["answers"]].index(item["right"])
        tile(page, f"{item['id']}-{right}").click()
        button(page).click()
        expect(page.locator("#told .notice.good")).to_be_visible()
        day.picture("quiz")
        button(page).click()
    expect(page.locator("h1")).to_have_text(day.say("visit.quiz.passed"))


def tile(page: Page, id_: str) -> Locator:
    """The tile around the choice of that id, which fingers find and the eye sees."""
    return page.locator(f"label.tile:has([id='{id_}'])")


def button(page: Page) -> Locator:
    """What the page is for."""
    return page.locator("button.main")


def begin_a_visit(day: Day, place: str) -> str:
    """Begins the visit to the place and answers its first question; the visit's id."""
    page = day.page
    day.phone.go("#/")
    page.locator(f"li.card:has-text('{PLACES[place].name}') a[href^='#/assignment/']").first.click()
    day.picture("assignment")
    button(page).click()
    tile(page, "S-1-0").click()
    expect(page.locator("#q-S-2")).to_be_visible()
    expect(page.locator(".kept")).to_have_text(day.say("visit.kept"))
    return str(page.evaluate("location.hash")).split("/")[2]


def make_a_visit(day: Day, place: str, photos: int) -> str:
    """A whole visit, with so many photos of the front; its id."""
    visit = begin_a_visit(day, place)
    page = day.page
    page.locator("[id='S-5-0']").click()  # the timer begins
    expect(page.locator(".timer.on")).to_be_visible()
    expect(page.locator(".kept")).to_have_text(day.say("visit.kept"))
    day.picture("questions")
    page.reload()
    expect(page.locator(".timer.on")).to_be_visible()
    page.locator("[id='S-5-0']").click()
    page.set_input_files("[id='S-6-1']", [a_photo(each) for each in range(photos)])
    expect(page.locator("#q-S-6 .shots li img")).to_have_count(photos)
    page.locator("#q-S-6").scroll_into_view_if_needed()
    day.picture("photo")
    finish_the_visit(day, visit)
    return visit


def make_a_visit_whose_tab_is_killed(day: Day, place: str) -> str:
    """A visit whose tab is gone while a photo is made smaller: it is taken again."""
    visit = begin_a_visit(day, place)
    page = day.page
    page.set_input_files("[id='S-6-0']", a_photo(9))
    page.close()
    day.phone.open()
    page = day.page
    expect(page.locator("nav.places, [name=password]").first).to_be_visible()
    if page.locator("[name=password]").is_visible():
        day.phone.unlock()
    day.phone.go(f"#/visit/{visit}")
    expect(page.locator("#q-S-2")).to_be_visible()
    expect(page.locator("#q-S-6 .busy")).to_have_count(0)
    unfinished = page.locator("#q-S-6 .unfinished")
    if unfinished.count():
        unfinished.scroll_into_view_if_needed()
        day.picture("unfinished")
        unfinished.locator("button").click()
    if not page.locator("#q-S-6 .shots li").count():
        page.set_input_files("[id='S-6-0']", a_photo(9))
    expect(page.locator("#q-S-6 .shots li img")).to_have_count(1)
    finish_the_visit(day, visit, is_far=True)
    return visit


def finish_the_visit(day: Day, visit: str, *, is_far: bool = False) -> None:
    """Answers what is left, says who served, and finishes; far off, it asks for a word first."""
    page = day.page
    tile(page, "S-2-0").click()
    page.locator("nav.steps a.main").click()
    tile(page, "means-0").click()
    if page.locator("[id='identity-1']").count():
        tile(page, "identity-0").click()
    else:
        page.fill("#identity-other", "Ewa")
    tile(page, "confidence-0").click()
    day.picture("who")
    page.locator("nav.steps a.main").click()
    expect(page.locator("h1")).to_have_text(day.say("visit.review.heading"))
    expect(page.locator(".kept")).to_have_text(day.say("visit.kept"))
    if is_far:
        expect(page.locator("#words-position")).to_be_visible()
        page.fill("#words-position", "Under the bridge, no sky.")
        day.picture("far")
    else:
        day.picture("review")
    expect(page.locator(".kept")).to_have_text(day.say("visit.kept"))
    button(page).click()
    expect(page).to_have_url(f"{day.phone.address}/phone/#/queue")
    day.picture("queue")


def see_it_arrive(day: Day, *visits: str) -> None:
    """Each is sent by itself; nothing is left to send, and their receipts were checked."""
    day.phone.go("#/queue")
    for visit in visits:
        card = day.page.locator(f"[data-sent='{visit}']")
        expect(card).to_contain_text(day.say("sent.proven"), timeout=90_000)
    expect(day.page.locator("[data-visit]")).to_have_count(0)
    day.picture("sent")


def update_the_app_and_the_questionnaire(day: Day, folder: Path, visit: str) -> None:
    """Both come out while the visit is open: it stays as it was begun, and says so."""
    page = day.page
    day.phone.go(f"#/visit/{visit}")
    expect(page.locator("#q-S-2")).to_be_visible()
    other = folder / "phone"
    shutil.copytree(serving.FOLDER, other)
    (other / "style.css").write_text((other / "style.css").read_text() + "\n/* newer */\n")
    day.service.app.extensions[serving.EXTENSION] = serving.PhoneFiles.of(other)
    publish_shop(day.database, 2, day.service.house.clock())
    day.phone.look_for_an_update()
    expect(page.locator(".banner")).to_contain_text(day.say("update.in_visit"))
    page.evaluate(UNTIL_NEWER)
    expect(page.locator(".notice").first).to_be_visible()
    day.picture("update")
    with page.expect_navigation():
        page.locator(".banner button").click()
    expect(page.locator("#q-S-2")).to_be_visible()
    expect(page.locator("[id='S-1-0']")).to_be_checked()
    expect(page.locator(".banner")).to_have_count(0)


def hold_all_against_the_house(day: Day, *visits: str) -> None:
    """Each visit is there once, by its own version, with every file and a score."""
    assert until(lambda: is_filed(day.database), FILED_SECONDS)
    kept = {each["_id"]: each for each in day.database.visits.find()}
    assert sorted(kept) == sorted(f"visit/{each}" for each in visits)
    cards = {each["contact"]: each for each in day.database.cards.find()}
    for contact in kept:
        submitted = Visits(day.database).find(contact)
        assert submitted is not None
        assert submitted.version == 1
        assert cards[contact]["score"] is not None
    first, second, third = (marks_of(day, each) for each in visits)
    assert first == second == {}  # the second was begun while its version was in force
    assert third == {"far": "Under the bridge, no sky."}
    files = list(day.database["files"].find({}, {"content": 0}))
    assert [each["state"] for each in files] == ["done"] * 4
    assert not [each for each in files if each.get("fault")]
    held = day.page.evaluate(
        """async () => {
            const box = await import('/phone/store/box.js');
            return [(await box.all('draft')).length, (await box.all('queued')).length];
        }"""
    )
    assert held == [0, 0]


def is_filed(database: Mongo) -> bool:
    """Whether the stations have done all that came: a receipt says what is kept, not judged."""
    unfinished = {"state": {"$ne": DONE}}
    return not any(database[name].count_documents(unfinished) for name in ("visits", "files"))


def marks_of(day: Day, visit: str) -> dict[str, str | None]:
    """What is odd about the visit, each with the shopper's words."""
    submitted = Visits(day.database).find(f"visit/{visit}")
    assert submitted is not None
    return {each.mark.value: each.words for each in submitted.marks}


def a_photo(seed: int) -> Any:
    """A photo as a phone's camera writes it: large, and with the place and time inside."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Test"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:09:20 10:00:00"
    grain = Image.frombytes("RGB", (1_000, 750), Random(seed).randbytes(1_000 * 750 * 3))
    seen = Image.blend(a_shop_front(), grain.resize((3_000, 2_250)), 0.4)
    written = BytesIO()
    seen.save(written, "JPEG", quality=80, exif=exif)
    return {"name": f"IMG_{seed}.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


def a_shop_front() -> Image.Image:
    """A house with a door, a window and a sign."""
    front = Image.new("RGB", (3_000, 2_250), "#bcd8ee")
    draw = ImageDraw.Draw(front)
    draw.rectangle((0, 1_950, 3_000, 2_250), "#8a8a86")
    draw.rectangle((300, 300, 2_700, 1_950), "#c98f5c")
    draw.rectangle((500, 900, 1_600, 1_650), "#e9f3f6", "#5a3a22", 40)
    draw.rectangle((1_850, 850, 2_450, 1_950), "#4c6b3c", "#2f2418", 40)
    draw.rectangle((450, 450, 2_550, 720), "#7b1e28")
    draw.text((1_500, 585), "OLD TOWN", "#fff4d6", font_size=200, anchor="mm")
    return front
