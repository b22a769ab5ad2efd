"""Handbooks and leaflets as HTML: whole, escaped, with everything that they are to say."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from plugin.handbook.book import Handbook
from plugin.handbook.forms import FORMS
from plugin.handbook.leaflet import leaflet_of
from standards.holidays import holiday_names
from tests.plugin.handbook.samples import (
    FIRST,
    HOSTILE,
    SECOND,
    biting,
    book,
    draft_of,
    issue,
    making,
)

EMPTY = {"meta", "link", "br"}


class Read(HTMLParser):
    """The words of a page, and that all its tags are closed."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.words))


def read_book(known: Handbook) -> Read:
    return Read(FORMS["html"].handbook(known))


def leaflet(was: str | None, now: str, language: str = "en", why: str = "") -> Read:
    old = None if was is None else draft_of(was)
    found = leaflet_of(old, draft_of(now), issue(), why, making(language))
    return Read(FORMS["html"].leaflet(found))


def test_the_cover_says_what_it_is_whose_and_from_when() -> None:
    text = read_book(book()).text
    for said in (
        "At the counter",
        "version 1",
        "In force from 8 April 2026",
        "Owner Head of branches",
        "To be reviewed by 30 June 2027",
        "Languages English and Polish",
        "Law Ewa Żółć, 31 March 2026",
    ):
        assert said in text


def test_a_chapter_says_all_that_is_known_of_its_criterion() -> None:
    text = read_book(book()).text
    for said in (
        "Letters are answered within four hours",
        "Who waits writes twice.",
        "channel: email",
        "Goal: 90%",
        "priority: urgent",
        "at most 4 hours",
        "Monday–Friday: 09:00–17:00",
        "Only opening hours count: branch",
        "Accountable: who acted, or who held the matter when it was missed",
        "Payments act (looked up on 1 March 2026)",
        "61% expect an answer the same day",
        "Course on letters",
        "Jan Zając",
        "The night does not count",
        "4 hours is not more than 4 hours: met, share 100%",
    ):
        assert said in text


def test_the_holidays_of_the_coming_year_are_named() -> None:
    text = read_book(book()).text
    assert "Days closed from 8 April 2026 to 8 April 2027" in text
    assert "Fri 1 May 2026 National Day" in text
    assert "1 May 2027" not in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "pt. 1 maja 2026 Święto Państwowe"),
        ("ru", "пт 1 мая 2026 Święto Państwowe [PL]"),
    ],
)
def test_a_holiday_is_called_what_the_country_calls_it(language: str, said: str) -> None:
    page = read_book(book(language=language))
    assert said in page.text.replace("\u202f", " ").replace("\xa0", " ")


def test_a_country_that_is_not_known_any_more_has_days_without_names() -> None:
    assert holiday_names("XX", None, (2026,), "pl") == ({}, "pl")
    assert holiday_names("PL", "none", (2026,), "en")[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("pl", "Standard napisano"),
        ("ru", "Стандарт написан на языках: английский и польский"),
    ],
)
def test_a_text_in_another_language_says_so(language: str, said: str) -> None:
    page = read_book(book(language=language))
    assert (said in page.text) is (language == "ru")
    assert "Somebody greets [EN]" in page.text
    assert ("span", {"lang": "en"}) in page.tags


@pytest.mark.parametrize("language", ["en", "pl", "ru"])
def test_a_draft_says_so_over_every_chapter(language: str) -> None:
    draft, plain = book(language=language, is_draft=True), book(language=language)
    assert draft.mark != ""
    assert read_book(draft).text.count(draft.mark) >= 1 + len(draft.chapters)
    assert plain.mark == ""
    assert "HR" not in read_book(plain).text


def test_a_draft_says_whose_approval_is_missing() -> None:
    assert "HR not approved yet" in read_book(book(is_draft=True)).text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_what_looks_like_markup_is_text(text: str) -> None:
    plain = [tag for tag, _ in read_book(book(biting("Quiet"))).tags]
    biter = read_book(book(biting(text)))
    assert [tag for tag, _ in biter.tags] == plain
    assert [tag for tag, _ in leaflet(FIRST, biting(text), why=text).tags] == [
        tag for tag, _ in leaflet(FIRST, biting("Quiet"), why="Quiet").tags
    ]


def test_a_leaflet_says_what_changes_from_when_and_why() -> None:
    text = leaflet(FIRST, SECOND, why="Customers asked for it").text
    for said in (
        "version 2 against version 1",
        "It holds for contacts opened from 8 April 2026 on.",
        "Customers asked for it",
        "Stricter WAIT-01 Letters are answered within four hours",
        "until now met: at most 4 hours",
        "from then on met: at most 3 hours",
        "Weighs differently KIND-01",
        "Opening hours: branch",
        "Monday–Friday: 08:00–17:00",
    ):
        assert said in text
    assert "PAY-01" not in text


def test_a_leaflet_tells_readers_of_the_other_language_what_was_reworded_for_them() -> None:
    text = leaflet(FIRST, SECOND, "pl").text
    assert "Tylko inne słowa: oceniamy jak dotąd PAY-01 Cena jest właściwa" in text


def test_a_leaflet_of_the_same_says_that_nothing_changes() -> None:
    assert "Nothing changes for you." in leaflet(FIRST, FIRST).text
