"""A shopper's phone: in, out of the network, back, and what was queued arrives once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, TypeAlias
from uuid import uuid4

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.wrappers import Response

from mobile_api.phone.serving import EXTENSION, FOLDER, TYPES, PhoneFiles
from tests.long.phone.phones import Phone, Service, phone
from tests.mobile_api.service import PASSWORD, visit

pytestmark = pytest.mark.long

SECRET = "Zażółć gęślą jaźń"  # said in a visit, and nowhere in clear on the phone

# What VISIT hands over: a draft, its picture, and the bytes of the body.
QUEUE = """async ([id, body, name, picture]) => {
    const box = await import("/phone/store/box.js");
    const queue = await import("/phone/sending/queue.js");
    const given = JSON.parse(body);
    const bytes = Uint8Array.from(picture);
    const blobOf = (file) => `${id}-${given.files.indexOf(file)}`;
    const files = given.files.map((file) => ({...file, blobId: blobOf(file)}));
    for (const file of files) {
        await box.putBlob(file.blobId, new Blob([bytes], {type: "image/jpeg"}));
    }
    await box.put("draft", id, {id, location: given.location, begun_at: Date.now(), files,
        making: [], answers: {}, notes: {}, words: {}, employee: {},
        questionnaire: {...given.questionnaire, title: {}, questions: []},
        place: null, assignment: given.assignment ?? null, replaces: null,
        positions: {}, finished_at: Date.now()});
    await queue.enqueue(id, new TextEncoder().encode(body), files);
}"""

# Everything that the browser has written down of this site, as one text.
RAW = """async () => {
    const texts = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
    const read = (buffer) => texts.push(new TextDecoder("latin1").decode(buffer),
        new TextDecoder("utf-8").decode(buffer), new TextDecoder("utf-16le").decode(buffer));
    const walk = (value) => {
        if (value instanceof ArrayBuffer) read(value);
        else if (ArrayBuffer.isView(value)) read(value.buffer);
        else if (value instanceof CryptoKey) texts.push("a key in clear");
        else if (value && typeof value === "object") Object.values(value).forEach(walk);
        else texts.push(String(value));
    };
    for (const {name} of await indexedDB.databases()) {
        const db = await new Promise((settle) => {
            const asked = indexedDB.open(name);
            asked.onsuccess = () => settle(asked.result);
        });
        for (const store of db.objectStoreNames) {
            const going = db.transaction(store).objectStore(store);
            const all = (asked) => new Promise((settle) => {
                asked.onsuccess = () => settle(asked.result);
            });
            (await all(going.getAll())).forEach(walk);
            (await all(db.transaction(store).objectStore(store).getAllKeys())).forEach(walk);
        }
        db.close();
    }
    return texts.join("\\n");
}"""


@pytest.fixture
def anna(service: Service, chromium: Browser) -> Iterator[Phone]:
    """Anna's phone, signed in."""
    with phone(chromium, service.address) as anna:
        anna.sign_in()
        expect(anna.page.locator(".card h3")).to_have_text("acme/shop/1")
        yield anna


def a_picture() -> bytes:
    """A picture of about 200 KB: four pieces."""
    noise = Image.effect_noise((500, 400), 90).convert("RGB")
    written = BytesIO()
    noise.save(written, "JPEG", quality=92)
    return written.getvalue()


PICTURE = a_picture()


def queue(page: Page, *, picture: bytes = PICTURE, **more: Any) -> str:
    """Queues a visit with a picture; its id."""
    uuid = str(uuid4())
    digest = hashlib.sha256(picture).hexdigest()
    file = {"name": "front.jpg", "sha256": digest, "bytes": len(picture), "question": "S-6"}
    answers = {"S-1": "open", "S-2": True, "S-6": "front.jpg", "S-7": SECRET}
    body = json.dumps(visit(**{"answers": answers, "files": [file], **more}), ensure_ascii=False)
    page.evaluate(QUEUE, [uuid, body, "front.jpg", list(picture)])
    return uuid


def kept(service: Service, uuid: str) -> Any:
    """The submission as the service has it; None: it has none."""
    return service.house.database.visits.find_one({"_id": f"visit/{uuid}"})


def test_a_visit_queued_without_a_network_arrives_once_and_leaves_the_phone_by_its_receipt(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    anna.context.set_offline(True)
    page.reload()
    expect(page.locator(".state.offline")).to_have_text("No network")
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    uuid = queue(page)
    anna.go("#/queue")
    card = page.locator(f"[data-visit='{uuid}']")
    expect(card).to_contain_text("The answers wait to be sent")
    expect(card).to_contain_text("0 kB of")
    expect(page.locator(".status")).to_have_text("Waits for the network")
    raw = page.evaluate(RAW)
    assert "anna" in raw  # it reads what is there
    for word in (SECRET, "front.jpg", "acme/shop", "S-7", "access", "refresh", PASSWORD):
        assert word not in raw, word
    assert "a key in clear" not in raw
    anna.context.set_offline(False)
    expect(page.locator(f"[data-sent='{uuid}']")).to_contain_text("Receipt checked")
    expect(card).to_have_count(0)
    assert kept(service, uuid)["body"].count(SECRET) == 1
    assert anna.left_of(uuid) == []
    assert anna.faults == []


def test_what_the_service_finds_wrong_is_given_back_with_every_fault_in_words(
    service: Service, anna: Phone
) -> None:
    page = anna.page
    uuid = queue(page, answers={"S-2": True, "S-9": 1})
    anna.go("#/queue")
    returned = page.locator("section[aria-labelledby=returned] .card")
    expect(returned).to_contain_text("The service found something to mend in the answers.")
    expect(returned).to_contain_text("Was it open?: an answer is missing")
    expect(returned).to_contain_text("S-9: the service does not know this question")
    expect(page.locator(f"[data-visit='{uuid}']")).to_have_count(0)
    assert f"draft/{uuid}" in anna.left_of(uuid)
    assert kept(service, uuid) is None
    assert anna.faults == []


def test_a_visit_whose_id_is_taken_becomes_its_correction(service: Service, anna: Phone) -> None:
    page = anna.page
    anna.context.set_offline(True)
    uuid = queue(page)
    with service.app.test_client() as other:
        given = {"name": "anna", "password": PASSWORD}
        token = other.post("/api/v1/sessions", json=given).get_json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert other.put(f"/api/v1/visits/{uuid}", json=visit(), headers=headers).status_code == 201
    anna.go("#/queue")
    anna.context.set_offline(False)
    returned = page.locator("section[aria-labelledby=returned] .card")
    expect(returned).to_contain_text("This one is kept as its correction")
    drafts = page.evaluate("""async () => {
        const box = await import("/phone/store/box.js");
        const drafts = await box.all("draft");
        return drafts.map(([id, {replaces, files}]) => [id, replaces, files.length]);
    }""")
    ((id_, replaces, files),) = drafts
    assert (id_ != uuid, replaces, files) == (True, uuid, 1)


def test_a_pause_holds_everything_back_until_it_ends(service: Service, anna: Phone) -> None:
    page = anna.page
    anna.go("#/queue")
    page.click("text=Pause, to save data")
    uuid = queue(page)
    expect(page.locator(".status")).to_have_text("Paused: 1 waits")
    page.reload()
    expect(page.locator(".status")).to_have_text("Paused: 1 waits")
    assert kept(service, uuid) is None
    page.click("text=Go on sending")
    expect(page.locator(f"[data-sent='{uuid}']")).to_be_visible()


def test_two_tabs_send_each_piece_once(service: Service, anna: Phone) -> None:
    asked: list[str] = []
    anna.context.on("response", lambda one: asked.append(f"{one.request.method} {one.url}"))
    other = anna.context.new_page()
    other.goto(f"{anna.address}/phone/#/queue")
    expect(other.locator("h1")).to_have_text("Sending")
    anna.context.set_offline(True)
    uuids = [queue(anna.page), queue(other)]
    anna.context.set_offline(False)
    for uuid in uuids:
        expect(other.locator(f"[data-sent='{uuid}']")).to_be_visible()
        sent = [one for one in asked if uuid in one]
        pieces = -(-len(PICTURE) // 65536)
        assert len([one for one in sent if one.startswith("PUT")]) == 1
        assert len([one for one in sent if one.startswith("PATCH")]) == pieces


# What the server says to a PUT -> what is told; nothing is lost by any of it.
# What is answered in the service's place | what is told
NOT_SAID = (
    (Response("<h1>Hotel</h1>", 200, content_type="text/html"), "Waits for the network"),
    (Response("busy", 503), "it is tried again"),
    (Response("", 302, {"Location": "/sign-in"}), "Waits for the network"),
    (Response("", 429, {"Retry-After": "1"}), "it is tried again"),
)


def test_what_is_no_word_of_the_service_is_tried_again(service: Service, anna: Phone) -> None:
    page = anna.page
    anna.go("#/queue")
    service.instead.append(NOT_SAID[0][0])
    uuid = queue(page)
    for answer, told in NOT_SAID:
        service.instead.append(answer)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".status")).to_contain_text(told)
        assert kept(service, uuid) is None
    service.instead.clear()
    expect(page.locator(f"[data-sent='{uuid}']")).to_be_visible()
    assert kept(service, uuid) is not None


def test_nothing_is_deleted_by_a_receipt_that_somebody_else_signed(
    service: Service, anna: Phone
) -> None:
    page = anna.page

    def forged(route: Route) -> None:
        answer = route.fetch()
        if answer.status != 200:
            return route.fulfill(response=answer)
        head, payload, signature = answer.json()["receipt"].split(".")
        other = "A" if signature[20] != "A" else "B"
        receipt = f"{head}.{payload}.{signature[:20]}{other}{signature[21:]}"
        return route.fulfill(response=answer, json={"receipt": receipt})

    anna.context.route("**/receipt", forged)
    uuid = queue(page)
    anna.go("#/queue")
    card = page.locator(f"[data-visit='{uuid}']")
    expect(card).to_contain_text("The receipt is not signed by the service.")
    assert {f"draft/{uuid}", f"queued/{uuid}", f"{uuid}-0"} <= set(anna.left_of(uuid))
    anna.context.unroute_all()
    card.get_by_role("button", name="Try again").click()
    expect(page.locator(f"[data-sent='{uuid}']")).to_contain_text("Receipt checked")
    assert anna.left_of(uuid) == []


def test_a_file_that_is_refused_is_for_the_shopper_to_decide(service: Service, anna: Phone) -> None:
    page = anna.page
    uuid = queue(page, picture=b"no picture at all " * 5000)
    anna.go("#/queue")
    card = page.locator(f"[data-visit='{uuid}']")
    expect(card).to_contain_text("The visit has arrived, but the service would not take a file.")
    assert f"{uuid}-0" in anna.left_of(uuid)
    card.get_by_role("button", name="Leave it so").click()
    sent = page.locator(f"[data-sent='{uuid}']")
    expect(sent).to_contain_text("front.jpg was refused.")
    assert anna.left_of(uuid) == []


# Taps on a link in the same instant in which it is drawn.
QUICK = """new MutationObserver((_, watching) => {
    const link = document.querySelector("nav.places a[href='#/queue']");
    if (!link) return;
    watching.disconnect();
    link.click();
}).observe(document, {childList: true, subtree: true});"""


def test_a_tap_right_after_a_page_is_drawn_leads_where_it_says(
    service: Service, chromium: Browser
) -> None:
    with phone(chromium, service.address, init=QUICK) as anna:
        anna.sign_in()
        expect(anna.page.locator("h1")).to_have_text("Sending")
        anna.page.reload()
        expect(anna.page.locator("h1")).to_have_text("Sending")
        assert anna.faults == []


def test_a_new_version_waits_while_a_visit_is_open_and_takes_the_key_along(
    service: Service, anna: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = anna.page
    for file in (each for each in FOLDER.rglob("*") if each.suffix in TYPES):
        to = tmp_path / file.relative_to(FOLDER)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(file.read_bytes())
    words = tmp_path / "words" / "shell.en.json"
    words.write_text(words.read_text().replace('"Today"', '"This day"'))
    anna.go("#/visit/none")
    monkeypatch.setitem(service.app.extensions, EXTENSION, PhoneFiles.of(tmp_path))
    service.asked.clear()
    anna.look_for_an_update()
    banner = page.locator(".banner")
    expect(banner).to_contain_text("Your visit is kept, whether you take it now or after")
    fetched = {each for each in service.asked if each.startswith("/phone/")}
    assert fetched == {"/phone/sw.js", "/phone/words/shell.en.json"}  # the rest is as it was
    with page.expect_navigation():
        banner.get_by_role("button", name="Take it now").click()
    anna.context.set_offline(True)
    anna.go("#/")
    expect(page.locator("h1")).to_have_text("This day")
    expect(page.locator(".card h3")).to_have_text("acme/shop/1")
    caches = page.evaluate("caches.keys()")
    assert caches == [f"phone-{PhoneFiles.of(tmp_path).mark}"]
    anna.context.set_offline(False)
    assert anna.faults == []


Scheme: TypeAlias = Literal["light", "dark"]
LOOKS: tuple[tuple[str, Scheme], ...] = (
    ("en", "light"),
    ("pl", "dark"),
    ("ru", "light"),
    ("en", "dark"),
)


def test_axe_finds_no_serious_fault_and_nothing_is_wider_than_the_phone(
    service: Service, chromium: Browser
) -> None:
    with phone(chromium, service.address) as anna:
        page = anna.page
        faults = {("way in", *look): looked_at(page, *look) for look in LOOKS}
        anna.sign_in()
        expect(page.locator(".card h3")).to_have_text("acme/shop/1")
        queue(page, answers={})
        anna.go("#/queue")
        expect(page.locator("section[aria-labelledby=returned] .card")).to_be_visible()
        anna.context.set_offline(True)
        queue(page)
        expect(page.locator("progress")).to_be_visible()
        for address in ("", "queue", "settings", "sign-in", "nowhere"):
            anna.go(f"#/{address}")
            faults |= {(address, *look): looked_at(page, *look) for look in LOOKS}
        anna.context.set_offline(False)
        assert {look: found for look, found in faults.items() if found} == {}
        assert anna.faults == []


LOOK = """async (tongue) => {
    const {speak} = await import("/phone/words.js");
    await speak(tongue);
    await new Promise((settle) => requestAnimationFrame(() => setTimeout(settle, 50)));
    const rules = {"target-size": {enabled: true}};
    const {violations} = await axe.run(document, {rules});
    const grave = violations.filter(({impact}) => ["serious", "critical"].includes(impact));
    const {scrollWidth, clientWidth} = document.documentElement;
    const untold = document.body.innerText.match(/^[a-z]+\\.[a-z_]+$/gm) ?? [];
    return [...grave.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html)}`),
        ...(scrollWidth > clientWidth ? [`wider by ${scrollWidth - clientWidth}`] : []), ...untold,
        ...(document.querySelectorAll("h1").length === 1 ? [] : ["not one h1"]),
        ...(/ · Plumbline$/.test(document.title) ? [] : [`titled ${document.title}`])];
}"""


def looked_at(page: Page, tongue: str, scheme: Scheme) -> list[str]:
    """What axe finds that is grave, what is wider than the phone, and keys without words."""
    expect(page.locator("h1")).to_be_visible()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 3000})  # nothing lies below what sticks
    debugger = page.context.new_cdp_session(page)
    debugger.send("Runtime.evaluate", {"expression": AXE_FILE_PATH.read_text()})
    return list(map(str, page.evaluate(LOOK, tongue)))
