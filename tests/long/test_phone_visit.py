"""A shopper's visit on a phone, from the assignment to what the service keeps of it."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from mobile_api.submissions import Submitted, Wanted
from plugin.stores.layout import Mongo
from plugin.stores.submissions.visits import Visits
from standards.kinds import Instrument
from tests.long.reading import a_chromium
from tests.long.shop_visited import FAR_AWAY, SHOP, Visited, phone_of, signed_in, visited
from tests.long.test_axe import faults_of

pytestmark = pytest.mark.long

TAKEN, OFFSET = "2026:11:23 10:11:12", "+01:00"
CAMERA = (4000, 3000)  # pixels
BLOB = """async (name) => {
    const box = await import("/phone/store/box.js");
    const [, draft] = (await box.all("draft"))[0];
    const blob = await box.getBlob(draft.files.find((file) => file.name === name).blobId);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with a_chromium() as browser:
        yield browser


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


def begin(page: Page, shop: Visited) -> None:
    """Begins the visit that is assigned."""
    page.goto(f"{shop.address}/phone/#/assignment/{shop.assignment}")
    page.get_by_role("button", name="Begin the visit").click()
    expect(page.locator(".filling h1")).to_have_text("Before you go in")


def choose(page: Page, question: str, answer: str) -> None:
    """Taps the tile."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def add_photo(page: Page, question: str, photo: Path) -> None:
    """Chooses the picture, and waits until it is there."""
    group = page.get_by_role("group", name=question)
    group.get_by_label("Choose a photo").first.set_input_files(photo)
    expect(group.locator(".shots img")).to_have_count(1)


def next_screen(page: Page, heading: str) -> None:
    """Goes on."""
    page.locator(".steps a.main").click()
    expect(page.locator(".filling h1")).to_have_text(heading)


def fill_in(page: Page, photo: Path) -> None:
    """Answers whatever is required, from the first screen to the review."""
    choose(page, "Was the shop open", "It was open")
    add_photo(page, "A photo of the shop front", photo)
    next_screen(page, "Choosing and buying")
    choose(page, "Were you greeted", "Yes")
    choose(page, "How tidy", "4")
    next_screen(page, "Paying")
    page.get_by_role("textbox", name="How many people").fill("2")
    group = page.get_by_role("group", name="How long did you wait")
    group.get_by_role("button", name="Type the time").click()
    group.get_by_label("min").fill("2")
    group.get_by_label("s", exact=True).fill("30")
    for heading in ("Questions", "Who served you", "Review"):
        next_screen(page, heading)


def finish(page: Page) -> None:
    """Finishes the visit, which the queue has then."""
    page.get_by_role("button", name="Finish the visit").click()
    page.wait_for_url("**/#/queue")


def arrived(page: Page, shop: Visited, count: int = 1) -> list[Submitted]:
    """What the service keeps once that many visits have come, the newest first."""
    visits = Visits(shop.house.database)
    for _ in range(300):
        kept = visits.page(Wanted(instrument=Instrument.VISIT)).items
        if len(kept) == count:
            break
        page.wait_for_timeout(100)
    assert len(kept) == count
    return [found for each in kept if (found := visits.find(each.contact)) is not None]


def body_of(submitted: Submitted) -> dict[str, Any]:
    """What was sent."""
    body: dict[str, Any] = json.loads(submitted.body)
    return body


def test_a_whole_visit_without_a_network(chromium: Browser, shop: Visited, photo: Path) -> None:
    context = phone_of(chromium)
    page = signed_in(context, shop.address)
    context.set_offline(True)
    begin(page, shop)
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
