"""Handbooks and leaflets on paper: tagged, a page a chapter, every text as it is."""

from __future__ import annotations

import re

import pytest

from plugin.handbook.book import handbook_of
from plugin.handbook.leaflet import leaflet_of
from plugin.handbook.pdf import handbook_pages, handbook_pdf, leaflet_pages, leaflet_pdf
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
from tests.plugin.reports.test_pdf import unpacked

LANGUAGES = ("en", "pl", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_handbook_is_tagged_and_in_its_language(language: str) -> None:
    content = handbook_pdf(book(language=language))
    bare = unpacked(content)
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"/DisplayDocTitle true", b"pdfuaid:part"):
        assert sign in bare
    assert f"/Lang({language}".encode() in bare.replace(b"/Lang (", b"/Lang(")
    for tag in (b"/S/H1", b"/S/H2", b"/S/H3", b"/S/TOC", b"/S/Table", b"/S/TH", b"/S/Link"):
        assert tag in bare.replace(b" ", b"")


def test_each_chapter_begins_on_a_page_of_its_own() -> None:
    # Cover, how to read it, three chapters, opening hours, words, index.
    assert len(handbook_pages(book(), ppi=20)) == 8
    twice = FIRST + "".join(
        FIRST[FIRST.index("  - code: PAY-01") :].replace("PAY-01", f"PAY-{number:02}")
        for number in range(2, 5)
    )
    assert len(handbook_pages(book(twice), ppi=20)) == 11


def test_the_same_book_gives_the_same_bytes() -> None:
    assert handbook_pdf(book()) == handbook_pdf(book())


def test_a_draft_is_marked_on_every_page() -> None:
    plain = handbook_pages(book(), ppi=20)
    marked = handbook_pages(book(is_draft=True), ppi=20)
    assert len(plain) == len(marked)
    assert all(one != other for one, other in zip(plain, marked, strict=True))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_no_text_stops_a_handbook(text: str) -> None:
    assert handbook_pdf(book(biting(text))).startswith(b"%PDF")


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_no_text_stops_a_leaflet(text: str) -> None:
    leaflet = leaflet_of(draft_of(FIRST), draft_of(biting(text)), issue(), text, making("en"))
    assert leaflet_pdf(leaflet).startswith(b"%PDF")


def test_a_first_version_has_a_leaflet_too() -> None:
    leaflet = leaflet_of(None, draft_of(FIRST), issue(), "", making("en"))
    assert leaflet_pdf(leaflet).startswith(b"%PDF")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leaflet_is_a_page_or_two(language: str) -> None:
    leaflet = leaflet_of(draft_of(FIRST), draft_of(SECOND), issue(), "Why not", making(language))
    assert 1 <= len(leaflet_pages(leaflet, ppi=20)) <= 2
    assert b"pdfuaid:part" in unpacked(leaflet_pdf(leaflet))


def test_a_link_of_another_scheme_is_no_link() -> None:
    known = handbook_of(draft_of(FIRST), issue(), making("en"))
    bare = unpacked(handbook_pdf(known))
    assert re.search(rb"/URI\s*\(https://law.example/act\)", bare)
