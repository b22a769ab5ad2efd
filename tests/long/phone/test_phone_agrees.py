"""The phone's own checks against the service's, on drawn answers.

What the phone calls finished the service takes; what the service misses the phone misses too. The
app's modules are read by a browser from the folder: no house is needed for that.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from mobile_api.days.questions import questionnaires_of
from mobile_api.phone.serving import FOLDER
from mobile_api.visits.marking import metres_between
from plugin.publishing.publish import read_draft
from scoring.proof import admit
from scoring.submission import Faulty, read_submission
from standards.kinds import Instrument
from standards.model import Standard
from tests.long.reading import a_chromium

pytestmark = pytest.mark.long

NOW = 1_790_000_000  # UTC seconds
UUID = "7f9c2ba4-e88f-4f2b-8f2d-2f4a5a3b1c0d"
DRAWN = 600
PLACE = "http://phone.test"

STANDARD = """\
code: every-kind
title: Every kind of question
version: 1
languages: [en]
governance: {owner: Head of retail, review_by: 2030-06-30}
criteria:
"""
# kind -> (more of `ask`, limits and examples), (what a draft may hold: undefined is left out)
KINDS: Mapping[str, tuple[str, str, tuple[Any, ...]]] = {
    "yes_no": (
        "",
        "examples: [{given: {answer: yes}, then: met}, {given: {answer: no}, then: missed}]",
        ("yes", "no", "maybe", True),
    ),
    "choice": (
        "answers: {good: 1, fair: 0.5, bad: 0},",
        "examples: [{given: {answer: good}, then: met}, {given: {answer: bad}, then: missed}]",
        ("good", "fair", "bad", "best"),
    ),
    "scale": (
        "from: 1, to: 5,",
        "limits: {full: 4, none: 2}\n    "
        "examples: [{given: {answer: 4}, then: met}, {given: {answer: 1}, then: missed}]",
        (1, 5, 3, 0, 6, 2.5, "3"),
    ),
    "number": (
        "unit: people,",
        "limits: {full: 2, none: 5}\n    "
        "examples: [{given: {answer: 1}, then: met}, {given: {answer: 6}, then: missed}]",
        (
            "2",
            "2,5",
            " 1 000 ",
            "-0",
            "-3",
            "−4",
            "1e9",
            "two",
            "",
            " ",
            "9007199254740993",
            ".5",
            ".",
        ),
    ),
    "duration": (
        "",
        "limits: {full: PT3M, none: PT8M}\n    "
        "examples: [{given: {answer: PT1M}, then: met}, {given: {answer: PT9M}, then: missed}]",
        (
            {"runs": [[0, 61_400]], "typed": None},
            {"runs": [[5_000, 1_000]], "typed": None},
            {"runs": [[0, 1_000], [9_000, None]], "typed": None},
            {"runs": [], "typed": None},
            {"runs": [[0, 90_000_000]], "typed": None},
            {"runs": [], "typed": {"minutes": "2", "seconds": "30"}},
            {"runs": [], "typed": {"minutes": "", "seconds": "75"}},
            {"runs": [], "typed": {"minutes": "-1", "seconds": ""}},
            {"runs": [], "typed": {"minutes": "", "seconds": ""}},
            {"runs": [], "typed": {"minutes": "1440", "seconds": "59"}},
        ),
    ),
    "text": (
        "",
        "examples: [{given: {answer: Nothing}, then: met}]",
        ("Fine", " \n ", "", "a" * 4000, "a" * 4001, "\x00\ud800 odd", "Ж" * 300),
    ),
    "photo": ("", "examples: [{given: {answer: front.jpg}, then: met}]", ()),
}
# How often a question of the kind is asked, and under which terms.
TERMS = (
    "required: true, na: true",
    "required: true, na: false",
    "required: false, na: true",
)
SHOWN = (
    "",
    "show_if: {Q-1: [yes]}",
    "show_if: {Q-2: [good, fair, na]}",
    "show_if: {Q-3: ['4', '5'], Q-1: [yes, no]}",
)
APPLIES = ("", "applies: {location: [acme/shop/key]}\n    ", "applies: {segment: [retail]}\n    ")
RUN = """async (drafts) => {
    const [{ faults }, { body, bytesOf }] = await Promise.all(
        ["faults", "body"].map((name) => import(`http://phone.test/visit/${name}.js`)));
    return drafts.map((draft) => {
        const made = body(draft, { app: "test" }, draft.begun_at);
        return {
            faults: faults(draft, {}, draft.begun_at).map(({ fault, field }) => [fault, field]),
            body: new TextDecoder().decode(bytesOf(made)),
        };
    });
}"""

METRES = """async (pairs) => {
    const { metresBetween } = await import("http://phone.test/visit/marks.js");
    const place = ([latitude, longitude]) => ({ latitude, longitude });
    return pairs.map(([one, other]) => metresBetween(place(one), place(other)));
}"""
EXIF = """async (bytes) =>
    (await import("http://phone.test/visit/recordings/exif.js")).readExif(new Uint8Array(bytes))"""
ALL_READ = """async (all) => {
    const { readExif } = await import("http://phone.test/visit/recordings/exif.js");
    return all.filter((bytes) => typeof readExif(new Uint8Array(bytes)) === "object").length;
}"""


def written() -> str:
    """Every kind on every term, under every condition."""
    criteria = []
    for number, (kind, shown, applies, terms) in enumerate(_questions(), 1):
        more, rest, _ = KINDS[kind]
        ask = f"{{kind: {kind}, question: Well?, of: [visit], {more} {terms}, {shown}}}"
        ask = ask.replace(", }", "}")
        criteria.append(
            f"  - code: Q-{number}\n    title: Title {number}\n    why: Because.\n    weight: 1\n"
            f"    {applies}ask: {ask}\n    {rest}\n"
        )
    return STANDARD + "".join(criteria)


def _questions() -> Iterator[tuple[str, str, str, str]]:
    for kind in ("yes_no", "choice", "scale"):
        yield kind, "", "", TERMS[0]
    for place, kind in enumerate(KINDS):
        for terms in TERMS:
            yield kind, SHOWN[(place + len(terms)) % 4], "", terms
        yield kind, SHOWN[place % 4], APPLIES[1 + place % 2], TERMS[1]


@pytest.fixture(scope="module")
def standard() -> Standard:
    return admit(read_draft(written().encode(), NOW), NOW)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with a_chromium() as chromium:
        yield _page(chromium)


def _page(chromium: Browser) -> Page:
    page = chromium.new_context().new_page()

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{PLACE}/")
        if not name:
            route.fulfill(body="<!doctype html>", content_type="text/html")
        else:
            route.fulfill(body=(FOLDER / name).read_bytes(), content_type="text/javascript")

    page.route(f"{PLACE}/**", answer)
    page.goto(f"{PLACE}/")
    return page


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws drafts; the same ones in every run."""

    chance: random.Random
    questionnaire: Mapping[str, Any]

    def draft(self) -> dict[str, Any]:
        """A draft as the phone keeps it, its answers right or not."""
        careful = self.chance.random() < 0.6
        kept = {
            each["code"]: self._answer(each, careful) for each in self.questionnaire["questions"]
        }
        means = self.chance.choice([None, "none", "badge", "description"])
        return {
            "id": UUID,
            "assignment": self.chance.choice([None, UUID]),
            "location": self.chance.choice(["acme/shop/1", " acme/shop/key ", "", "a\u00a0b\n"]),
            "questionnaire": self.questionnaire,
            "replaces": None,
            "begun_at": NOW * 1000,
            "ended_at": None,
            "answers": {code: value for code, value in kept.items() if value is not None},
            "notes": self._notes(),
            "files": [each for code in kept for each in self._files(code, careful)],
            "making": [],
            "employee": {
                "means": means,
                "identity": "",
                "other": self.chance.choice(
                    ["Ewa", "Ewa\tM.", "E" * 200] if careful else ["", "E" * 201]
                ),
                "confidence": self.chance.choice(
                    ["sure", "fairly", "unsure"] if careful else [None]
                ),
            },
            "positions": {},
            "words": {},
            "told": None,
        }

    def _answer(self, question: Mapping[str, Any], careful: bool) -> Any:
        known = KINDS[question["kind"]][2]
        if self.chance.random() < 0.1 and (question["na"] or not careful):
            return {"na": True}
        if not known or (self.chance.random() < 0.08 and not careful):
            return None
        return self.chance.choice(known[:2] if careful else known)

    def _notes(self) -> dict[str, str]:
        codes = [each["code"] for each in self.questionnaire["questions"]]
        texts = ["Well.", "", " ", "b\x07ell", "n" * 2000, "n" * 2001]
        return {self.chance.choice(codes): self.chance.choice(texts) for _ in range(3)}

    def _files(self, code: str, careful: bool) -> Iterator[dict[str, Any]]:
        kind = next(e["kind"] for e in self.questionnaire["questions"] if e["code"] == code)
        if kind == "photo" and self.chance.random() < (0.98 if careful else 0.8):
            yield {
                "name": f"{code}-1.jpg",
                "blobId": code,
                "sha256": "0" * 64,
                "bytes": 1000,
                "type": "image/jpeg",
                "question": code,
            }


def _asked(body: str, standard: Standard) -> Mapping[str, str]:
    """What the service finds at fault: by place, the word."""

    def version_of(code: str, version: int) -> Standard | None:
        return standard if (code, version) == (standard.code, standard.version) else None

    try:
        read_submission(json.loads(body), Instrument.VISIT, f"visit/{UUID}", version_of)
    except Faulty as error:
        return {each.pointer: each.fault for each in error.faults}
    return {}


@pytest.fixture(scope="module")
def told(page: Page, standard: Standard) -> list[tuple[dict[str, Any], Mapping[str, str]]]:
    """What the phone says of each drawn draft, and the service of the body that came of it."""
    (questionnaire,) = questionnaires_of([standard], [Instrument.VISIT], "all")
    draws = Draws(random.Random(20261123), questionnaire)
    drafts = [draws.draft() for _ in range(DRAWN)]
    said: list[dict[str, Any]] = page.evaluate(RUN, drafts)
    return [(each, _asked(each["body"], standard)) for each in said]


def test_what_the_phone_calls_finished_the_service_takes(
    told: list[tuple[dict[str, Any], Mapping[str, str]]],
) -> None:
    finished = [service for phone, service in told if not phone["faults"]]
    assert [each for each in finished if each] == []
    assert len(finished) > DRAWN / 20


def test_what_the_service_misses_the_phone_misses(
    told: list[tuple[dict[str, Any], Mapping[str, str]]],
) -> None:
    seen = 0
    for phone, service in told:
        faulty = {field for _, field in phone["faults"]}
        lacking = {field for fault, field in phone["faults"] if fault == "missing"}
        missed = {at.rpartition("/")[2] for at, fault in service.items() if fault == "missing"}
        assert missed <= faulty
        assert lacking <= missed
        seen += len(lacking)
    assert seen > DRAWN / 4


def test_the_phone_sends_nothing_that_the_service_cannot_read(
    told: list[tuple[dict[str, Any], Mapping[str, str]]],
) -> None:
    known = {"/employee/identity", "/employee/confidence"}  # what the phone asks for itself
    odd = {
        (at, fault)
        for _, service in told
        for at, fault in service.items()
        if fault not in {"missing"} and at not in known and not at.startswith("/notes/")
    }
    assert odd == set()


def test_the_phone_measures_distances_as_the_service_does(page: Page) -> None:
    chance = random.Random(7)
    pairs = [
        [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(2)] for _ in range(200)
    ]
    measured = page.evaluate(METRES, pairs)
    assert measured == pytest.approx([metres_between(*each) for each in pairs], rel=1e-9, abs=1e-3)


@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.parametrize(
    ("north", "east"), [("N", "E"), ("S", "W")], ids=["north-east", "south-west"]
)
def test_time_and_place_of_any_camera_are_read(
    page: Page, order: str, north: str, east: str
) -> None:
    exif = Image.Exif()
    exif.endian = "<" if order == "II" else ">"
    exif.get_ifd(0x8769).update({0x9003: "2026:11:23 10:11:12", 0x9011: "+01:00"})
    exif.get_ifd(0x8825).update({1: north, 2: (52.0, 13.0, 46.92), 3: east, 4: (21.0, 0.0, 43.92)})
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
    assert order.encode() in written.getvalue()[:40]
    told = page.evaluate(EXIF, list(written.getvalue()))
    sign = 1 if north == "N" else -1
    assert (told["taken"], told["offset"]) == ("2026:11:23 10:11:12", "+01:00")
    assert told["latitude"] == pytest.approx(sign * 52.2297, abs=1e-6)
    assert told["longitude"] == pytest.approx(sign * 21.0122, abs=1e-6)


def test_no_picture_however_damaged_stops_the_reading(page: Page) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 13.0, 46.92), 3: "E", 4: (21.0, 0.0, 43.92)})
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG", exif=exif)
    chance, whole = random.Random(11), written.getvalue()
    damaged = [list(whole[: chance.randrange(len(whole))]) for _ in range(40)]
    for _ in range(200):
        bytes_ = bytearray(whole)
        for _ in range(3):
            bytes_[chance.randrange(min(len(whole), 200))] = chance.randrange(256)
        damaged.append(list(bytes_))
    assert page.evaluate(ALL_READ, damaged) == len(damaged)
