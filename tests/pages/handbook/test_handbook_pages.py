"""The handbook of a version and the leaflet of what it changes, as people see them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.publishing.publish import publish
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from plugin.stores.versions.standards import Standards
from tests.pages.standards.desk import NOW, WEEK, Desk, text
from tests.plugin.handbook.samples import FIRST, SECOND, biting

READERS = ("ann", "law", "root", "boss", "eve", "kim")
HANDBOOK, LEAFLET = "/standards/counter/1/handbook", "/standards/counter/2/leaflet"
# Nobody is asked, so that it may be published without a draft.
ONE, TWO = (each.replace("  approvals: [law, hr]\n", "") for each in (FIRST, SECOND))


@pytest.fixture(scope="module")
def counter(mongo: MongoClient[Document]) -> Iterator[Desk]:
    """A house with two versions of a standard, to be read only."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    desk, standards = Desk(made), Standards(made)
    for raw, begins in ((ONE, NOW - WEEK), (TWO, NOW + WEEK)):
        publish(
            standards,
            raw.encode(),
            effective_from=begins,
            by="ann",
            now=NOW - WEEK,
            why="<b>So</b>",
        )
    yield desk
    mongo.drop_database(name)


@pytest.fixture
def desk(database: Mongo) -> Desk:
    """A house in which nothing is published."""
    return Desk(database)


def test_those_who_see_standards_read_the_handbook(counter: Desk) -> None:
    for name in READERS:
        answer = counter.get(name, HANDBOOK)
        assert answer.status_code == 200, name
        assert "Letters are answered within four hours" in answer.text
    assert counter.get("shop", HANDBOOK).status_code == 403


def test_what_is_superseded_says_by_what(counter: Desk) -> None:
    said = "Version 2 takes its place from 4 June 2026 on."
    assert said in counter.get("eve", HANDBOOK).text
    assert "takes its place" not in counter.get("eve", "/standards/counter/2/handbook").text


def test_what_was_withdrawn_is_marked(desk: Desk) -> None:
    assert desk.standards.withdraw(desk.published(), at=NOW, by="root", why="wrong")
    shown = desk.get("eve", "/standards/contact/1/handbook").text
    assert "This version was withdrawn on 28 May 2026." in shown
    assert shown.count(">Withdrawn<") >= 2


@pytest.mark.parametrize(
    "path",
    [
        "/standards/counter/3/handbook",
        "/standards/nothing/1/handbook",
        "/standards/nothing/draft/handbook",
        "/standards/counter/3/leaflet",
        f"{HANDBOOK}?as=doc",
        f"{HANDBOOK}?language=de",
        f"{LEAFLET}?since=x",
        f"{LEAFLET}?since=7",
        f"{LEAFLET}?since=-1",
    ],
)
def test_what_there_is_not_is_not_found(counter: Desk, path: str) -> None:
    answer = counter.get("ann", path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "Done well"),
        ("?language=pl", "Zrobione dobrze"),
        ("?language=ru", "Сделано хорошо"),
    ],
)
def test_it_is_read_in_any_of_our_languages(counter: Desk, asked: str, said: str) -> None:
    assert said in counter.get("ann", f"{HANDBOOK}{asked}").text


def test_it_is_handed_on_as_a_file(counter: Desk) -> None:
    pdf = counter.get("eve", f"{HANDBOOK}?language=pl&as=pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.headers["Content-Disposition"] == (
        'attachment; filename="counter-1-handbook-pl.pdf"'
    )
    assert pdf.data.startswith(b"%PDF")
    alone = counter.get("eve", f"{LEAFLET}?as=html")
    assert alone.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<style>" in alone.data
    assert b"attachment" in alone.headers["Content-Disposition"].encode()


def test_the_leaflet_is_against_the_version_before(counter: Desk) -> None:
    shown = counter.get("eve", LEAFLET).text
    assert "version 2 against version 1" in shown
    assert "at most 3 hours" in shown
    assert "&lt;b&gt;So&lt;/b&gt;" in shown
    assert "It holds for contacts opened from 4 June 2026 on." in shown


def test_the_leaflet_of_the_first_version_says_that_all_is_new(counter: Desk) -> None:
    shown = counter.get("eve", "/standards/counter/1/leaflet").text
    assert shown.count('class="book-clause"') == 3
    assert "until now" not in shown


def test_the_leaflet_may_be_against_any_version(counter: Desk) -> None:
    assert "Nothing changes for you." in counter.get("eve", f"{LEAFLET}?since=2").text


def test_the_handbook_of_a_draft_is_marked(desk: Desk) -> None:
    desk.written("submit ann", "approve law law", said=text())
    shown = desk.get("law", "/standards/contact/draft/handbook").text
    assert shown.count('class="book-stamp') >= 2
    assert "This is a draft" in shown
    assert "Lea Law" in shown
    assert "not approved yet" in shown
    assert desk.get("law", "/standards/contact/draft/handbook?as=pdf").data.startswith(b"%PDF")
    assert desk.get("eve", "/standards/contact/draft/handbook").status_code == 403


def test_who_approved_stands_on_the_cover_of_what_was_published(desk: Desk) -> None:
    desk.written("submit ann", "approve law law", "approve ops service")
    desk.taken("publish", "root")
    shown = desk.get("eve", "/standards/contact/1/handbook").text
    assert "Lea Law, 28 May 2026" in shown
    assert "Olaf Ops, 28 May 2026" in shown


def test_a_draft_with_faults_says_where_they_are(desk: Desk) -> None:
    draft = text().replace("weight:", "wieght:", 1)
    desk.written(said=draft)
    answer = desk.get("ann", "/standards/contact/draft/handbook")
    assert answer.status_code == 422
    assert "wieght" in answer.text


def test_markup_in_a_standard_is_text(database: Mongo) -> None:
    made = Desk(database)
    raw = biting("<script>alert(1)</script>").replace("  approvals: [law, hr]\n", "")
    publish(Standards(database), raw.encode(), effective_from=NOW, by="ann", now=NOW)
    for path in (HANDBOOK, "/standards/counter/1/leaflet"):
        shown = made.get("eve", path).text
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
