"""The library shows what every standard asks and where; a criterion of it goes into a draft."""

from __future__ import annotations

import re

import pytest

from plugin.pages.exchange.library import MOST_SHOWN
from tests.pages.standards.desk import NOW, WEEK, Desk, text

OTHER = """\
code: mine
version: 1
title: Mine
languages: [en]
governance: {owner: Me, review_by: 2030-06-30}

criteria: []
"""


def shown(desk: Desk, query: str = "", name: str = "ann", language: str = "en") -> str:
    answer = desk.get(name, f"/library{query}", language)
    assert answer.status_code == 200
    return answer.text


def heads(page: str) -> list[str]:
    return re.findall(r'<p class="marks"><span class="code">([^<]+)', page)


def test_what_stands_where_is_shown(desk: Desk) -> None:
    desk.published(begins=NOW - WEEK)
    desk.published(2, 3, begins=NOW + WEEK)
    desk.written(said=text(3, 5))
    page = shown(desk, "?standard=contact")
    assert heads(page) == ["RSP-01"]
    assert re.findall(r"version (\d), (\w[\w ]*)<", page) == [
        ("1", "in force"), ("2", "coming"), ("3", "draft")
    ]  # fmt: skip
    assert ", comes with Plumbline" not in page


SOUGHT = {
    "a word in Polish without its marks": ("?words=zlozon+skarg", 0),
    "a word in English": ("?words=wheelchair", 1),
    "a word in Russian": ("?words=КОЛЯСКЕ", 1),
    "words that are nowhere": ("?words=xyzzy", 0),
    "a kind": ("?kind=photo", 2),
    "a kind, a journey and a severity": ("?kind=first_reply&journey=problem&severity=major", None),
    "an instrument": ("?instrument=visit", 27),
    "a kind that is none": ("?kind=telepathy", 79),
    "a page of words": (f"?words={'a+' * 5_000}", None),
    "HTML": ("?words=%3Cscript%3E", 0),
}


@pytest.mark.parametrize("name", SOUGHT)
def test_it_is_searched(desk: Desk, name: str) -> None:
    query, number = SOUGHT[name]
    page = shown(desk, query)
    assert "<script>" not in page
    if number is not None:
        assert len(heads(page)) == min(number, MOST_SHOWN)


def take(desk: Desk, source: str, draft: str, name: str = "ann") -> tuple[int, str]:
    answer = desk.send(name, "/library/taken", "/library", source=source, draft=draft)
    return answer.status_code, answer.text


def test_a_criterion_goes_into_a_draft_with_its_calendar_and_a_free_code(desk: Desk) -> None:
    desk.published()
    desk.drafting("ann").begin("mine", OTHER, "mine")
    assert take(desk, "in_force contact 1 RSP-01", "mine 1")[0] == 200
    status, page = take(desk, "in_force contact 1 RSP-01", "mine 2")
    assert status == 200
    assert "RSP-01 is taken in the draft, so it is RSP-01-2" in page
    written = desk.drafts.of("mine").text
    assert "  desk:\n    zone: Europe/Warsaw\n" in written
    assert written.count("- code: RSP-01") == 2
    assert written.count("zone: Europe/Warsaw") == 1
    assert desk.drafts.of("mine").control.history[-1].why == (
        "Taken from the library: RSP-01 of contact, version 1."
    )
    assert "2 criteria" not in shown(desk, "?standard=contact&words=reply")


REFUSED = {
    "a place that is not there": ("in_force contact 9 RSP-01", "mine 1", 422),
    "no place": ("", "mine 1", 422),
    "no draft": ("shipped contact 1 RSP-01", "", 422),
    "a draft that nobody writes": ("shipped contact 1 RSP-01", "nothing 1", 409),
    "a draft seen before": ("shipped contact 1 RSP-01", "mine 99", 412),
    "a revision that is none": ("shipped contact 1 RSP-01", "mine x", 422),
    "HTML": ("<script>", "<script> 1", 422),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused(desk: Desk, name: str) -> None:
    source, draft, status = REFUSED[name]
    before = desk.drafting("ann").begin("mine", OTHER, "mine")
    answered, page = take(desk, source, draft)
    assert answered == status
    assert "<script>" not in page
    assert desk.drafts.of("mine") == before


def test_an_approver_looks_and_takes_nothing(desk: Desk) -> None:
    desk.drafting("ann").begin("mine", OTHER, "mine")
    assert "Take it into" not in shown(desk, name="law")
    assert take(desk, "shipped contact 1 RSP-01", "mine 1", "law")[0] == 403


@pytest.mark.parametrize("language", ["pl", "ru"])
def test_it_speaks_the_readers_language(desk: Desk, language: str) -> None:
    page = shown(desk, "?words=wheelchair", language=language)
    assert "wheelchair" not in page.replace('value="wheelchair"', "").replace(
        "words=wheelchair", ""
    )
