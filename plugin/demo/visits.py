"""Makes up what shoppers found in the shops, and what reviewers found in replies; by seed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from PIL import Image, ImageDraw

from plugin.demo.course import Course
from plugin.demo.firm import (
    CONNECTION,
    SELLERS,
    SHOPS,
    WORKERS,
    Seller,
    Shop,
    identity_of,
    location_of,
)
from plugin.demo.lives import Era

_WITH_PHOTOS = 0.2  # share of visits
_ACCEPTED = 0.95

# Question -> answers from the best to the worst; what is asked only of an open shop stands apart.
_SHOP_ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "SHP-03": ("alone", "with_help", "no"),
    "SHP-04": (5, 4, 3, 2),
    "SHP-05": (3, 2, 1),
    "SHP-06": ("no", "no", "yes"),
    "SHP-07": ("all", "no_badge", "untidy"),
    "SHP-08": ("PT30S", "PT1M30S", "PT4M"),
    "SHP-09": ("interested", "correct", "bored"),
    "SHP-10": ("asked", "hinted", "no"),
    "SHP-12": (5, 4, 3, 2),
    "SHP-13": ("yes", "no"),
    "SHP-14": ("no", "no", "no", "no", "yes"),
    "SHP-15": ("same", "no_label", "different"),
    "SHP-17": ("neat", "careless", "incomplete"),
    "SHP-18": (1, 3, 6),
    "SHP-19": ("PT1M", "PT3M", "PT8M"),
    "SHP-20": ("yes", "no"),
    "SHP-21": ("yes", "yes", "yes", "no"),
    "SHP-23": ("no", "no", "yes"),
    "SHP-24": ("yes", "no"),
    "SHP-25": ("on_the_spot", "with_date", "turned_away"),
    "SHP-26": (10, 9, 7, 4),
}
_REVIEW_ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "KND-01": (5, 4, 3, 2),
    "KND-02": ("understood", "partly", "misread"),
    "KND-03": ("yes", "no"),
    "ANS-01": ("complete", "incomplete", "wrong"),
    "ANS-02": ("yes", "no"),
    "ANS-03": ("plain", "heavy", "foreign"),
    "DAT-01": ("yes", "no"),
    "ACC-01": ("yes", "no"),
    "ETH-01": ("no", "no", "no", "no", "yes"),
    "ETH-02": ("yes", "no"),
    "KND-04": ("yes", "no"),
}
_REMARKS = {
    True: (
        "Miła i rzeczowa obsługa, chętnie tu wrócę.",
        "The assistant knew the boots by heart.",
        "Внимательный продавец, всё объяснил.",
    ),
    False: (
        "Nikt nie podszedł przez dziesięć minut.",
        "Two people talked to each other while I waited.",
        "Пришлось искать продавца самому.",
    ),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A submission: its body, its photos by name, and whether the coordinator accepts it."""

    id: UUID
    plural: str  # visits or reviews
    body: Mapping[str, Any]
    photos: Mapping[str, bytes] = field(default_factory=dict)
    accepted: bool = True


def visits(era: Era, number: int, seed: str) -> Iterator[Answered]:
    """So many visits within the time, in the hours of the shops; the same for the same seed."""
    for place in range(number):
        chance = Random(f"{seed}/visit/{place}")
        seller = chance.choice(SELLERS)
        shop = next(each for each in SHOPS if each.code == seller.shop)
        yield _visit(era, chance, shop, seller)


def reviews(era: Era, number: int, seed: str, courses: tuple[Course, ...]) -> Iterator[Answered]:
    """Reviews of so many of the tickets, by what their people are like."""
    kind = {each.user: each.kindness for each in WORKERS}
    chance = Random(f"{seed}/reviews")
    replied = [each for each in courses if _replier(each) in kind]
    for course in chance.sample(replied, min(number, len(replied))):
        replier = _replier(course)
        at = min(course.saves[-1].at, era.ends_at - 3_600)
        yield _review(era, chance, course, (replier, kind[replier]), at)


def _visit(era: Era, chance: Random, shop: Shop, seller: Seller) -> Answered:
    began = _in_the_day(era, chance)
    closed = chance.random() < 0.03 * (1.5 - shop.service)
    service = 0.35 * shop.service + 0.65 * seller.service
    answers: dict[str, Any] = {"SHP-01": "closed" if closed else "open"}
    if not closed:
        answers |= {code: _drawn(chance, best, service) for code, best in _SHOP_ANSWERS.items()}
        if answers["SHP-10"] != "no":
            answers["SHP-11"] = _drawn(chance, ("fits", "partly", "misses"), service)
        answers["SHP-27"] = chance.choice(_REMARKS[answers["SHP-26"] >= 9])
    photos = _photos(chance, answers) if chance.random() < _WITH_PHOTOS and not closed else {}
    body = {
        "questionnaire": {"standard": "shop-visit", "version": 1},
        "location": location_of(shop.code),
        "started_at": began.isoformat(),
        "ended_at": (began + timedelta(minutes=chance.randrange(12, 45))).isoformat(),
        "answers": answers,
        "files": _files(photos),
    }
    if not closed:
        sure = chance.choice((("badge", 0.95), ("receipt", 0.9), ("description", 0.6)))
        seen = {"identity": identity_of(seller.code), "means": sure[0], "confidence": sure[1]}
        body["employee"] = seen
    kept = {name: content for name, (_, content) in photos.items()}
    return Answered(_uuid(chance), "visits", body, kept, chance.random() < _ACCEPTED)


def _review(
    era: Era, chance: Random, course: Course, replier: tuple[str, float], at: int
) -> Answered:
    user, kindness = replier
    began = datetime.fromtimestamp(at, era.zone)
    body = {
        "about": f"{CONNECTION}/ticket/{course.number}",
        "questionnaire": {"standard": "contact", "version": 1},
        "started_at": began.isoformat(),
        "ended_at": (began + timedelta(minutes=6)).isoformat(),
        "employee": {
            "identity": f"{CONNECTION}/user/{user}", "means": "roster", "confidence": 1.0
        },
        "answers": {code: _drawn(chance, best, kindness) for code, best in _REVIEW_ANSWERS.items()},
    }  # fmt: skip
    return Answered(_uuid(chance), "reviews", body)


def _replier(course: Course) -> str:
    """Who wrote to the customer last; nobody's id when nobody did."""
    words = [each.by for each in course.saves if each.said is not None and each.said.public]
    return next((by for by in reversed(words) if by != course.customer), "")


def _drawn(chance: Random, best: tuple[Any, ...], service: float) -> Any:
    """An answer: the best with about that share, else one of the others, the worse the rarer."""
    if chance.random() < service:
        return best[0]
    others = best[1:]
    return chance.choices(others, [len(others) - place for place in range(len(others))])[0]


def _in_the_day(era: Era, chance: Random) -> datetime:
    while True:
        at = datetime.fromtimestamp(chance.randrange(era.begins_at, era.ends_at), era.zone)
        began = at.replace(hour=chance.randrange(10, 19), second=0)
        if began.weekday() != 6 and era.begins_at <= began.timestamp() < era.ends_at - 3_600:
            return began


def _photos(chance: Random, answers: dict[str, Any]) -> dict[str, tuple[str, bytes]]:
    """Photos by name, each with its question, where the answers say that there is one."""
    asked = {"SHP-02": "front.jpg"}
    if answers["SHP-21"] == "yes":
        asked["SHP-22"] = "receipt.jpg"
    answers |= asked
    return {name: (code, _picture(chance, name)) for code, name in asked.items()}


def _files(photos: Mapping[str, tuple[str, bytes]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "question": code,
        }
        for name, (code, content) in photos.items()
    ]


def _picture(chance: Random, name: str) -> bytes:
    """A drawing that says what it stands for; no photo of anybody."""
    colour = tuple(chance.randrange(120, 220) for _ in range(3))
    picture = Image.new("RGB", (640, 480), colour)
    pen = ImageDraw.Draw(picture)
    for _ in range(12):
        left, top = chance.randrange(560), chance.randrange(400)
        pen.rectangle((left, top, left + 80, top + 60), outline="white", width=3)
    pen.text((20, 20), f"Plumbline demonstration: {name}", fill="white")
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()


def _uuid(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
