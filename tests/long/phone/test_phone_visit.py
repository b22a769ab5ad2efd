"""A shopper's visit on a phone, from the assignment to what the service keeps of it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from mobile_api.visits.submissions import Wanted
from plugin.stores.layout import Mongo
from plugin.stores.submissions.visits import Visits
from standards.kinds import Instrument
from tests.long.pages.test_axe import faults_of
from tests.long.phone.shop_visited import FAR_AWAY, SHOP, Visited, phone_of, signed_in, visited
from tests.long.phone.visiting import (
    add_photo,
    arrived,
    begin,
    body_of,
    choose,
    fill_in,
    finish,
    next_screen,
)

pytestmark = pytest.mark.long

FRONT = "A photo of the shop front without faces"
TAKEN, OFFSET = "2026:11:23 10:11:12", "+01:00"
CAMERA = (4000, 3000)  # pixels
BLOB = """async (name) => {
    const box = await import("/phone/store/box.js");
    const [, draft] = (await box.all("draft"))[0];
    const blob = await box.getBlob(draft.files.find((file) => file.name === name).blobId);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""

CLOCK_AHEAD = """async (ahead) => {
    const { measure } = await import("/phone/sending/clock.js");
    const now = Date.now();
    const headers = new Headers({ Date: new Date(now - ahead * 1000).toUTCString() });
    measure({ headers }, now, now);
}"""
FULL = """() => {
    self.putBefore = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
MICROPHONE = """() => {
    const sounding = new AudioContext();
    const heard = sounding.createMediaStreamDestination();
    const tone = sounding.createOscillator();
    tone.connect(heard);
    tone.start();
    navigator.mediaDevices.getUserMedia = async () => heard.stream;
}"""
RIGHT = """async () => {
    const { briefings } = await (await import("/phone/store/work.js")).work();
    return briefings[0].quiz.items.map(
        ({ right, answers }) => answers.find(({ mark }) => mark === right).label.en);
}"""


@pytest.fixture
def shop(database: Mongo) -> Iterator[Visited]:
    with visited(database) as house:
        yield house


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture as a phone's camera writes it, with its time and place."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0001.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0x9003: TAKEN, 0x9011: OFFSET})
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (52.0, 13.0, 46.92), 3: "E", 4: (21.0, 0.0, 43.92)}  # 52.2297, 21.0122
    )
    Image.effect_noise(CAMERA, 40).convert("RGB").save(path, exif=exif, quality=80)
    return path


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small picture."""
    path = tmp_path_factory.mktemp("camera") / "IMG_0002.jpg"
    Image.new("RGB", (640, 480), "teal").save(path)
    return path


def answer_everything(page: Page, photo: Path) -> bytes:
    """Answers every question, with notes and a timer over a reload; the picture that is kept."""
    choose(page, "Was the shop open", "It opened a few minutes late")
    add_photo(page, "A photo of the shop front", photo)
    picture = base64.b64decode(page.evaluate(BLOB, "S-2-1.jpg"))
    next_screen(page, "Choosing and buying")
    choose(page, "Were you greeted", "No")
    group = page.get_by_role("group", name="Were you greeted")
    group.get_by_role("button", name="Add a note").click()
    group.get_by_role("textbox").fill("They were on the phone.")
    choose(page, "How tidy", "4")
    next_screen(page, "Paying")
    page.get_by_role("textbox", name="How many people").fill("2,5")
    wait = page.get_by_role("group", name="How long did you wait")
    wait.get_by_role("button", name="Start").click()
    expect(page.locator(".kept")).to_have_text("Kept on this phone")
    page.reload()
    expect(wait.get_by_role("timer")).not_to_have_text("0:00")
    wait.get_by_role("button", name="Stop").click()
    next_screen(page, "Questions")
    page.get_by_role("textbox", name="What would you change").fill(" More light. ")
    next_screen(page, "Who served you")
    choose(page, "How do you know", "Read it on a badge")
    choose(page, "Who was it", "Ewa Mazur")
    page.get_by_role("radio", name="Fairly sure").check()
    add_photo(page, "Receipt", photo)
    next_screen(page, "Review")
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    expect(page.get_by_text("Position at the end")).to_be_visible()
    return picture


def test_a_whole_visit_without_a_network(chromium: Browser, shop: Visited, photo: Path) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    context.set_offline(True)
    begin(page, shop)
    picture = answer_everything(page, photo)
    finish(page)
    assert Visits(shop.house.database).page(Wanted(instrument=Instrument.VISIT)).items == ()
    context.set_offline(False)
    (kept,) = arrived(page, shop)
    context.close()

    body = body_of(kept)
    seconds = body["answers"].pop("S-6")
    assert body["answers"] == {
        "S-1": "late",
        "S-2": "S-2-1.jpg",
        "S-3": "no",
        "S-4": 4,
        "S-5": 2.5,
        "S-7": "More light.",
    }
    assert seconds.startswith("PT")
    assert body["notes"] == {"S-3": "They were on the phone."}
    assert body["employee"] == {"identity": "acme/badge/7", "means": "badge", "confidence": 0.75}
    assert (body["assignment"], body["location"]) == (shop.assignment, SHOP)
    assert [each["question"] for each in body["files"]] == ["S-2", None]
    assert {round(each["latitude"], 4) for each in body["positions"].values()} == {52.2297}
    assert body["positions"].keys() == {"start", "end"}
    assert abs(body["device"]["clock_ahead"]) <= 2

    small = Image.open(io.BytesIO(picture))
    exif = small.getexif()
    assert (small.format, small.size) == ("JPEG", (1600, 1200))
    assert exif.get_ifd(0x8769) == {0x9003: TAKEN, 0x9011: OFFSET}
    degrees, minutes, rest = exif.get_ifd(0x8825)[2]
    assert degrees + minutes / 60 + rest / 3600 == pytest.approx(52.2297, abs=1e-7)


def test_a_photo_in_the_making_is_there_whole_or_not_at_all(
    chromium: Browser, shop: Visited, photo: Path
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    choose(page, "Was the shop open", "It was open")
    page.evaluate("() => { self.createImageBitmap = () => new Promise(() => {}); }")
    question = "A photo of the shop front"
    group = page.get_by_role("group", name=question)
    group.get_by_label("Choose a photo").first.set_input_files(photo)
    expect(group.get_by_text("The photo is being made smaller")).to_be_visible()
    expect(page.locator(".kept")).to_have_text("Kept on this phone")
    address = page.url
    page.close()

    page = context.new_page()
    page.goto(address)
    group = page.get_by_role("group", name=question)
    expect(group.get_by_text("A photo was not finished")).to_be_visible()
    assert page.get_by_role("radio", name="It was open").is_checked()
    assert faults_of(page) == []
    page.goto(f"{address}/review")
    expect(page.get_by_role("link", name="A photo was not finished")).to_be_visible()
    page.get_by_role("link", name=question).click()
    page.get_by_role("button", name="Understood").click()
    expect(group.get_by_text("A photo was not finished")).to_have_count(0)
    add_photo(page, question, photo)
    context.close()


def test_what_will_look_odd_is_asked_about_and_stops_nobody(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium, geolocation=FAR_AWAY)
    page = signed_in(context, shop.address)
    page.evaluate(CLOCK_AHEAD, 1200)
    begin(page, shop)
    fill_in(page, snapshot)
    away = page.get_by_label("away from the location")
    expect(away).to_be_visible()
    expect(page.get_by_label("clock is 20 min fast")).to_be_visible()
    page.get_by_role("button", name="Finish the visit").click()
    expect(away).to_be_focused()
    expect(away).to_have_attribute("aria-invalid", "true")
    assert faults_of(page) == []
    away.fill("The shop has moved.")
    page.get_by_role("button", name="Finish without a word").click()
    page.wait_for_url("**/#/queue")
    (kept,) = arrived(page, shop)
    context.close()
    body = body_of(kept)
    assert body["words"] == {"position": "The shop has moved."}
    assert body["device"]["clock_ahead"] == 1200
    assert {round(each["latitude"], 4) for each in body["positions"].values()} == {52.4064}


def test_who_refuses_to_tell_where_they_are_goes_on_all_the_same(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium, permissions=[])
    page = signed_in(context, shop.address)
    begin(page, shop)
    fill_in(page, snapshot)
    expect(page.get_by_text("No position at the end. That is all right.")).to_be_visible()
    finish(page)
    (kept,) = arrived(page, shop)
    context.close()
    assert "positions" not in body_of(kept)


def test_a_questionnaire_that_changed_meanwhile_keeps_the_questions_begun_with(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    choose(page, "Was the shop open", "It was closed")
    shop.publish(2)
    page.evaluate("async () => { await (await import('/phone/store/work.js')).sync(); }")
    expect(page.get_by_text("Version 2 of the questionnaire has come out")).to_be_visible()
    fill_in(page, snapshot)
    finish(page)
    (kept,) = arrived(page, shop)
    context.close()
    assert (kept.questionnaire, kept.version) == ("shop", 1)


def test_what_is_missing_is_listed_and_leads_to_where_it_is_mended(
    chromium: Browser, shop: Visited
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    page.goto(f"{page.url}/review")
    page.get_by_role("button", name="Finish the visit").click()
    expect(page.get_by_role("heading", name="5 things to mend")).to_be_focused()
    page.get_by_role("link", name="How many people").click()
    field = page.get_by_role("textbox", name="How many people")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-describedby", "S-5-wrong")
    expect(page.locator("#S-5-wrong")).to_have_text("Please answer.")
    field.fill("many")
    expect(page.locator("#S-5-wrong")).to_contain_text("A number, please")
    context.close()


def test_a_full_phone_says_so_and_keeps_on_trying(chromium: Browser, shop: Visited) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    expect(page.locator(".kept")).to_have_text("Kept on this phone")
    page.evaluate(FULL)
    choose(page, "Was the shop open", "It was closed")
    expect(page.get_by_role("alert")).to_contain_text("The phone has no room left")
    assert faults_of(page) == []
    page.evaluate("() => { IDBObjectStore.prototype.put = self.putBefore; }")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("radio", name="It was closed")).to_be_checked()
    context.close()


def test_a_sent_visit_is_corrected_by_another_with_its_photos(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    fill_in(page, snapshot)
    finish(page)
    page.goto(f"{shop.address}/phone/#/assignment/{shop.assignment}")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_text("This corrects a visit that you have sent")).to_be_visible()
    along = page.get_by_role("region", name="Goes along from the visit before")
    expect(along.get_by_role("listitem")).to_have_text([f"Photo: {FRONT}"])
    assert faults_of(page) == []
    review = page.url
    page.goto(f"{review}/0")
    expect(page.get_by_text("goes along from the visit before")).to_be_visible()
    choose(page, "Was the shop open", "It was closed")
    asked: list[str] = []
    context.on("request", lambda one: asked.append(one.method) if "/files" in one.url else None)
    page.goto(f"{review}/review")
    finish(page)
    newer, older = arrived(page, shop, 2)
    context.close()
    assert asked == []
    assert [(each.name, each.sha256) for each in newer.files] == [
        (each.name, each.sha256) for each in older.files
    ]
    assert shop.house.database["kept.files"].count_documents({}) == 1
    assert body_of(newer)["replaces"] == older.contact.removeprefix("visit/")
    assert body_of(newer)["answers"]["S-1"] == "closed"
    assert body_of(newer)["started_at"] == body_of(older)["started_at"]


def test_the_quiz_is_graded_on_the_phone_and_certified_by_the_service(
    chromium: Browser, shop: Visited
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    context.set_offline(True)
    page.goto(f"{shop.address}/phone/#/briefing/shop/1")
    assert faults_of(page) == []
    page.get_by_role("link", name="Take the quiz").click()
    for right in page.evaluate(RIGHT):
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#quiz-wrong")).to_have_text("Please answer.")
        page.locator(f"label.tile:has-text('{right}')").first.click()
        page.get_by_role("button", name="Answer").click()
        expect(page.get_by_text("Right.", exact=True)).to_be_visible()
        page.locator(".finish button").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    expect(page.get_by_text("The answers wait to be sent.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("The answers wait to be sent.")).to_have_count(0)
    context.close()
    assert shop.house.database.certificates.count_documents({"user": "anna"}) == 1


def test_axe_finds_no_serious_fault_on_any_screen(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    found = []
    for address in (f"assignment/{shop.assignment}", "briefing/shop/1/quiz", "begin"):
        page.goto(f"{shop.address}/phone/#/{address}")
        expect(page.locator("main h1")).to_be_visible()
        found += faults_of(page)
    begin(page, shop)
    draft = page.url
    page.goto(f"{draft}/review")
    expect(page.locator(".filling h1")).to_have_text("Review")
    for screen in ("0", "2", "3", "people", "review"):
        page.goto(f"{draft}/{screen}")
        expect(page.locator(".filling h1")).to_be_visible()
        if screen == "people":
            choose(page, "How do you know", "I can only describe the person")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += faults_of(page)
            assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()
    assert found == []


def test_a_spoken_note_is_recorded_kept_and_sent(
    chromium: Browser, shop: Visited, snapshot: Path
) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    begin(page, shop)
    page.evaluate(MICROPHONE)
    group = page.get_by_role("group", name="Was the shop open")
    group.get_by_role("button", name="Add a note").click()
    group.get_by_role("button", name="Record a spoken note").click()
    expect(group.get_by_role("timer")).not_to_have_text("0:00")
    group.get_by_role("button", name="Stop recording").click()
    expect(group.locator("audio")).to_have_count(1)
    assert faults_of(page) == []
    fill_in(page, snapshot)
    finish(page)
    (kept,) = arrived(page, shop)
    context.close()
    assert [each.name for each in kept.files] == ["S-1-1.webm", "S-2-2.jpg"]
