"""What is no form, or would harm, is refused fast and with its reason."""

from __future__ import annotations

import resource
import struct
import time
from collections.abc import Callable

import pytest

from plugin.exchange.workbooks import container
from plugin.exchange.workbooks.container import MOST_BYTES, MOST_ROWS, kind_of
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.reading import LinkedElsewhere, formulas_in
from plugin.exchange.workbooks.refusals import WorkbookRefused
from tests.plugin.exchange.workbooks import SURVEY, parts_of, with_part, xlsx, zipped

pytestmark = pytest.mark.long

HEADERS = ("type", "name", "label")
SHEET = "xl/worksheets/sheet1.xml"
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def many_rows() -> bytes:
    """A sheet of a million rows, which packs small."""
    return with_part(xlsx(), SHEET, HEAD + b"<row/>" * 1_000_000 + b"</sheetData></worksheet>")


def some_rows_too_many() -> bytes:
    return with_part(
        xlsx(), SHEET, HEAD + b"<row/>" * (MOST_ROWS + 1) + b"</sheetData></worksheet>"
    )


def bomb() -> bytes:
    return with_part(xlsx(), "xl/sharedStrings.xml", bytes(400_000_000))


def lying_bomb() -> bytes:
    """A part that says it unpacks to ten bytes and goes on."""
    raw = with_part(xlsx(), "xl/sharedStrings.xml", b" " * 40_000_000)
    return raw.replace((40_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


def many_parts() -> bytes:
    return zipped(parts_of(xlsx()) | {f"xl/x{number}.xml": b"" for number in range(1_000)})


def entities(name: str) -> Callable[[], bytes]:
    return lambda: with_part(xlsx(), name, ENTITY)


def wide_entities() -> bytes:
    return with_part(xlsx(), "xl/workbook.xml", ENTITY.decode().encode("utf-16"))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "no workbook"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "no workbook"),
    "a zip that is no workbook": (lambda: zipped({"a.txt": b"a"}), "no workbook"),
    "a page of HTML with the name of one": (lambda: b"<html><table></table></html>", "no workbook"),
    "a broken zip": (lambda: xlsx()[:-40], "broken"),
    "a zip cut in the middle": (lambda: xlsx()[:3_000], "broken"),
    "ten megabytes": (lambda: b"PK\x03\x04" + bytes(10_000_000), "more than 1,000,000 bytes"),
    "a million rows": (many_rows, "more than 20,000 rows"),
    "some rows too many": (some_rows_too_many, "more than 20,000 rows"),
    "a bomb": (bomb, "unpacks to more than"),
    "a bomb that hides its size": (lying_bomb, "broken|unpacks"),
    "very many parts": (many_parts, "more than 200 parts"),
    "an entity in the workbook": (entities("xl/workbook.xml"), "document type"),
    "an entity in a sheet": (entities(SHEET), "document type"),
    "an entity in the texts": (entities("xl/sharedStrings.xml"), "document type"),
    "an entity in the links of parts": (entities("xl/_rels/workbook.xml.rels"), "document type"),
    "an entity in the types of parts": (entities("[Content_Types].xml"), "document type"),
    "an entity in the properties": (entities("docProps/app.xml"), "document type"),
    "an entity in UTF-16": (wide_entities, "document type"),
    "an entity in UTF-16 behind a blank, without a mark": (
        lambda: with_part(xlsx(), SHEET, (" " + ENTITY.decode()).encode("utf-16-be")),
        "document type"),
    "an entity in a part called a picture": (entities("xl/media/image1.png"), "document type"),
    "an entity across two pieces": (
        lambda: with_part(xlsx(), SHEET, b"<x>" + b" " * 65_530 + ENTITY), "document type"),
    "macros": (lambda: with_part(xlsx(), "xl/vbaProject.bin", b"x"), "macros"),
    "links to other files": (
        lambda: with_part(xlsx(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "links"),
    "a connection to data": (lambda: with_part(xlsx(), "xl/connections.xml", b"<x/>"), "links"),
    "an old workbook with macros": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "macros"),
    "an old workbook under a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_before_any_reader_sees_it(name: str) -> None:
    made, why = REFUSED[name]
    raw = made()
    began, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(WorkbookRefused, match=why):
        kind_of(raw)
    assert time.process_time() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < 60_000  # kilobytes


def records(*told: tuple[int, bytes]) -> bytes:
    """Records of an old workbook, each of a type and its content."""
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in told)


GLOBALS, SHEET_BEGINS = (0x0809, b"\x00\x06\x05\x00"), (0x0809, b"\x00\x06\x10\x00")


def test_formulas_of_old_workbooks_are_found() -> None:
    row = (0x0006, b"\x07\x00\x01\x00")
    stream = records(GLOBALS, (0x01AE, b"\x01\x00\x01\x04"), SHEET_BEGINS, SHEET_BEGINS, row)
    assert formulas_in(stream) == {1: {7}}
    assert formulas_in(stream[:-3]) == {}  # cut off within the record


def test_old_workbooks_that_take_values_from_elsewhere_are_refused() -> None:
    with pytest.raises(LinkedElsewhere):
        formulas_in(records(GLOBALS, (0x01AE, b"\x01\x00\x05\x00\x00book")))


def broken_old() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40


# What the readers refuse, in the process of their own: the sheets, and what is said with the place.
FORMS: dict[str, tuple[Callable[[], bytes], str, str | None, int | None]] = {
    "an old workbook that is broken": (broken_old, "broken", None, None),
    "parts that are no XML": (
        lambda: with_part(xlsx(), "xl/workbook.xml", b"<x"), "broken", None, None),
    "a header that stands twice": (
        lambda: xlsx((("type", "name", "label", "label"), ("text", "a", "A", "B"))),
        "“label” stands twice", "survey", 1),
    "a list that is nowhere": (
        lambda: xlsx((("type", "name", "label"), ("text", "a", "A"), ("select_one x", "b", "B"))),
        "the list “x”", "survey", 3),
    "a type that nobody knows": (
        lambda: xlsx((HEADERS, ("telepathy", "a", "A"))), "telepathy", None, None),
    "a name that is taken by the form": (
        lambda: xlsx((HEADERS, ("text", "meta", "A"))), "“meta” is kept", "survey", 2),
    "a group that does not end": (
        lambda: xlsx((("type", "name", "label"), ("begin_group", "g", "G"), ("text", "a", "A"))),
        "XLSForm", "survey", 2),
    "questions without end": (
        lambda: xlsx((("type", "name", "label"),
                      *(("text", f"q{number}", "Q") for number in range(1_001)))),
        "more than 1,000 rows", "survey", None),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_what_is_no_form_is_refused_with_its_place(name: str) -> None:
    made, why, sheet, row = FORMS[name]
    with pytest.raises(WorkbookRefused, match=why) as refused:
        opened(made())
    assert (refused.value.sheet, refused.value.row) == (sheet, row)


def test_a_file_of_the_largest_size_is_looked_into() -> None:
    padded = with_part(xlsx(SURVEY), "xl/media/picture.png", bytes(100))
    assert len(padded) < MOST_BYTES
    assert kind_of(padded) == ".xlsx"


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(WorkbookRefused, match="too long or too much memory"):
        opened(xlsx(), patience=0.01)


def test_every_reason_says_what_to_do() -> None:
    said = [
        value
        for name, value in vars(container).items()
        if name.isupper() and isinstance(value, str)
    ]
    assert all(";" in each or "," in each for each in said)
