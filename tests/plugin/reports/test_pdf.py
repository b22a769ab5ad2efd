"""A report as a PDF: tagged, in its language, with every text as it is."""

from __future__ import annotations

import re
import zlib

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from plugin.language import TRANSLATED
from plugin.reports.document import Table
from plugin.reports.glyphs import _RANGES, INSTEAD, has_glyph, printable
from plugin.reports.pdf import pages_of, pdf_of
from tests.plugin.reports.samples import HOSTILE, report, table_of

LANGUAGES = ("en", *TRANSLATED)
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def unpacked(content: bytes) -> bytes:
    """The objects of the PDF with all that is packed laid bare."""
    bare = [content]
    for stream in STREAM.findall(content):
        try:
            bare.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(bare)


def utf16(text: str) -> bytes:
    """The text as PDF writes names of documents."""
    return b"\xfe\xff" + text.encode("utf-16-be")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_and_says_its_language_and_its_title(language: str) -> None:
    content = pdf_of(report(language))
    bare = unpacked(content)
    assert content.startswith(b"%PDF-1.7")
    for sign in (b"/MarkInfo", b"/StructTreeRoot", b"/DisplayDocTitle true", b"pdfuaid:part"):
        assert sign in bare
    assert f"/Lang({language}".encode() in bare.replace(b"/Lang (", b"/Lang(")
    assert utf16(report().title)[2:].hex() in bare.hex() or report().title.encode() in bare


def test_headings_tables_and_charts_are_told_to_who_cannot_see() -> None:
    bare = unpacked(pdf_of(report())).replace(b" ", b"")
    for tag in (b"/S/H1", b"/S/H2", b"/S/Table", b"/S/TH", b"/S/TD", b"/S/Figure", b"/S/Link"):
        assert tag in bare
    assert b"/Alt" in bare


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_no_text_stops_it(text: str) -> None:
    assert pdf_of(report("en", table_of(text[:3_000]))).startswith(b"%PDF")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(), max_size=10))
def test_no_texts_at_all_stop_it(texts: list[str]) -> None:
    assert pdf_of(report("en", table_of(*texts))).startswith(b"%PDF")


@given(st.text())
def test_what_is_printed_has_a_glyph(text: str) -> None:
    assert all(map(has_glyph, printable(text)))


def test_what_has_no_glyph_is_a_box() -> None:
    assert printable("漢 a\u0301\n\tb") == f"{INSTEAD} á b"


def test_the_fonts_have_all_that_is_said_of_them() -> None:
    everything = tuple("".join(map(chr, range(first, last + 1, 1))) for first, last in _RANGES)
    shown = Table("All", table_of().columns, table_of(*everything).rows)
    assert pdf_of(report("en", shown)).startswith(b"%PDF")


def test_what_has_no_glyph_would_be_refused() -> None:
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        typst.compile(
            '#set document(title: "t")\n漢'.encode(),
            format="pdf",
            pdf_standards="ua-1",
            ignore_system_fonts=True,
        )


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf_of(report("ru")) == pdf_of(report("ru"))


def test_long_tables_go_on_over_pages() -> None:
    many = table_of(*(f"line {number}" for number in range(200)))
    assert len(pages_of(report("en", many), ppi=20)) > 3
