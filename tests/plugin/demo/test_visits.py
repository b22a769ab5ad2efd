"""The invented visits and reviews are answers that the shipped standards take."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugin.demo.firm import SHOPS, location_of
from plugin.demo.lives import Era, courses
from plugin.demo.sizes import FULL, SIZES
from plugin.demo.visits import Answered, reviews, visits
from scoring.judge import Verdict
from scoring.proof import admit
from scoring.scorecard import assess
from scoring.submission import read_submission
from standards.kinds import Instrument
from standards.loader import read_file
from standards.model import Standard

LIBRARY = Path(__file__).parents[3] / "standards/library"
UNTIL = 1_795_000_000


def standard(name: str) -> Standard:
    draft = read_file(LIBRARY / name).draft
    assert draft is not None
    return admit(draft, UNTIL)


@pytest.fixture(scope="module")
def standards() -> dict[str, Standard]:
    found = (standard("contact.yaml"), standard("shop_visit.yaml"))
    return {each.code: each for each in found}


@pytest.fixture(scope="module")
def era(standards: dict[str, Standard]) -> Era:
    hours = standards["contact"].hours["service"]
    return Era(FULL.begins_at(UNTIL), UNTIL, ZoneInfo("Europe/Warsaw"), hours)


@pytest.fixture(scope="module")
def seen(era: Era) -> tuple[Answered, ...]:
    return tuple(visits(era, 300, "seed"))


@pytest.fixture(scope="module")
def looked_at(era: Era) -> tuple[Answered, ...]:
    told = tuple(courses(era, 400, "seed", FULL.workers, 1))
    return tuple(reviews(era, 60, "seed", told))


def verdicts(
    standards: dict[str, Standard], answered: Answered, instrument: Instrument
) -> dict[str, Verdict]:
    body = json.loads(json.dumps(answered.body))
    contact = f"{instrument}/{answered.id}"
    read = read_submission(body, instrument, contact, lambda code, _: standards[code])
    card = assess(read.standard, read.visit, as_of=UNTIL)
    return {each.criterion: each.verdict for each in card.findings}


def test_every_visit_is_taken_and_the_worse_shop_misses_more(
    standards: dict[str, Standard], seen: tuple[Answered, ...]
) -> None:
    shares: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for each in seen:
        found = verdicts(standards, each, Instrument.VISIT)
        shares[each.body["location"]].update(found.values())
    missed = {
        shop.code: shares[location_of(shop.code)][Verdict.MISSED]
        / sum(shares[location_of(shop.code)].values())
        for shop in SHOPS
    }
    assert missed["krakow"] < missed["lodz"] < missed["wroclaw"]


def test_every_review_is_taken(
    standards: dict[str, Standard], looked_at: tuple[Answered, ...]
) -> None:
    assert len(looked_at) == 60
    for each in looked_at:
        assert Verdict.MET in verdicts(standards, each, Instrument.REVIEW).values()


def test_ids_are_each_once(seen: tuple[Answered, ...], looked_at: tuple[Answered, ...]) -> None:
    assert len({each.id for each in (*seen, *looked_at)}) == 360


def test_photos_are_those_that_the_visit_names(seen: tuple[Answered, ...]) -> None:
    with_photos = [each for each in seen if each.photos]
    assert 30 < len(with_photos) < 100
    for each in with_photos:
        told = {file["name"]: file["sha256"] for file in each.body["files"]}
        sent = {name: hashlib.sha256(content).hexdigest() for name, content in each.photos.items()}
        assert told == sent


def test_the_same_seed_gives_the_same_bytes(era: Era, seen: tuple[Answered, ...]) -> None:
    again = tuple(visits(era, 300, "seed"))
    assert [(each.id, json.dumps(each.body)) for each in again] == [
        (each.id, json.dumps(each.body)) for each in seen
    ]


def test_the_sizes_stand_side_by_side() -> None:
    small, full = SIZES
    assert small.first_number + small.tickets <= full.first_number
    assert (len(full.workers), len({each.team for each in small.workers})) == (20, 3)
