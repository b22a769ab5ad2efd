"""The invented tickets are such that a helpdesk could have told them."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from plugin.demo.course import Course
from plugin.demo.firm import WORKERS
from plugin.demo.lives import Era, courses
from plugin.demo.zendesk import bodies_of
from standards.loader import read_file

ROOT = Path(__file__).parents[3]
UNTIL = 1_795_000_000  # 2026-11-18
MONTHS = 184 * 86_400


@pytest.fixture(scope="module")
def era() -> Era:
    draft = read_file(ROOT / "standards/library/contact.yaml").draft
    assert draft is not None
    zone = ZoneInfo("Europe/Warsaw")
    return Era(UNTIL - MONTHS, UNTIL, zone, draft.hours["service"])


@pytest.fixture(scope="module")
def some(era: Era) -> tuple[Course, ...]:
    return tuple(courses(era, 1_500, "seed", WORKERS, 10_001))


@pytest.fixture(scope="module")
def events(some: tuple[Course, ...]) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(body) for each in some for body in bodies_of(each, "seed", UNTIL))


def test_the_same_seed_gives_the_same_bytes(era: Era, some: tuple[Course, ...]) -> None:
    again = tuple(islice(courses(era, 1_500, "seed", WORKERS, 10_001), 40))
    assert again == some[:40]
    assert [*bodies_of(again[7], "seed", UNTIL)] == [*bodies_of(some[7], "seed", UNTIL)]
    assert [*courses(era, 1_500, "another", WORKERS, 10_001)][:40] != [*again]


def test_ids_of_events_are_each_once(events: tuple[dict[str, Any], ...]) -> None:
    assert len({each["id"] for each in events}) == len(events)


def test_comments_of_a_ticket_are_each_once(events: tuple[dict[str, Any], ...]) -> None:
    comments = [
        each["event"]["comment"]["id"] for each in events if each["type"].endswith("comment_added")
    ]
    assert len(set(comments)) == len(comments) > 1_500


def test_nothing_lies_in_the_future(events: tuple[dict[str, Any], ...]) -> None:
    assert max(each["time"] for each in events) < "2026-11-18T11:06:41Z"


def test_saves_follow_one_another(some: tuple[Course, ...]) -> None:
    for each in some:
        instants = [each.opened_at, *(save.at for save in each.saves)]
        assert instants == sorted(instants), each.number


def test_a_change_tells_what_was_before(events: tuple[dict[str, Any], ...]) -> None:
    before: dict[str, Any] = {}
    for each in events:
        if each["type"].endswith("status_changed"):
            ticket = each["subject"]
            assert each["event"]["previous"] == before.get(ticket, "NEW")
            assert each["detail"]["status"] == each["event"]["current"]
            before[ticket] = each["event"]["current"]


def test_most_tickets_are_closed_and_some_are_merged_or_spam(
    some: tuple[Course, ...], events: tuple[dict[str, Any], ...]
) -> None:
    ended = Counter(
        each["event"].get("current", each["type"].rpartition(".")[2])
        for each in events
        if each["event"].get("current") == "CLOSED"
        or each["type"].endswith(("merged", "marked_as_spam"))
    )
    assert ended["CLOSED"] > 0.85 * len(some)
    assert ended["merged"] > 3
    assert ended["marked_as_spam"] > 3


def test_customers_write_in_three_languages(some: tuple[Course, ...]) -> None:
    languages = Counter(each.language for each in some)
    assert set(languages) == {"pl", "en", "ru"}
    assert min(languages.values()) > 200


def test_weekends_are_quieter_and_nights_quietest(era: Era, some: tuple[Course, ...]) -> None:
    open_then = sum(era.hours.is_open(each.opened_at) for each in some)
    assert 0.4 < open_then / len(some) < 0.8


def test_a_course_has_the_size_of_real_ones(
    some: tuple[Course, ...], events: tuple[dict[str, Any], ...]
) -> None:
    assert 6 < len(events) / len(some) < 11
