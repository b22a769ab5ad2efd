"""A report as CSV: numbers are plain, texts are texts, and none of them is a formula."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugin.reports.csv_file import DANGEROUS, csv_of, harmless
from tests.plugin.reports.samples import HOSTILE, report, table_of


def lines_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def read_back(cell: str) -> str:
    """The text of a cell without the apostrophe that keeps it from being a formula."""
    rest = cell[1:]
    return rest if cell[:1] == "'" and rest.lstrip("'").startswith(DANGEROUS) else cell


def test_the_first_table_begins_at_once_and_numbers_are_plain() -> None:
    lines = lines_of(csv_of(report()))
    assert lines[0] == [
        "Criterion", "Decided", "Weight", "Met", "Interval, from", "Interval, to", "Change", "Day",
    ]  # fmt: skip
    assert lines[1][1:] == [
        "44", "2.5", "0.3333333333333333", "0.2", "0.482123456", "-0.123", "2026-03-31",
    ]  # fmt: skip
    assert lines[2] == [""] * 8
    assert lines[3] == []


def test_further_tables_follow_an_empty_line_and_their_title() -> None:
    lines = lines_of(csv_of(report()))
    assert lines[4:] == [
        ["Contacts"],
        ["Contact", "Contact, address", "Seen"],
        ["Ticket 1056", "https://acme.zendesk.com/agent/tickets/1056", "2026-04-01T00:00:00+02:00"],
    ]


def test_a_spreadsheet_is_told_that_it_is_utf_8_and_lines_end_as_they_must() -> None:
    content = csv_of(report("pl"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(lines_of(content))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
def test_what_looks_like_a_formula_is_none(text: str) -> None:
    cell = lines_of(csv_of(report("en", table_of(text))))[-1]
    assert not "".join(cell).startswith(DANGEROUS)
    assert read_back("".join(cell)) == text


@given(st.text())
@example("'")
@example("''=1")
@example("'\t")
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    assert not harmless(text).startswith(DANGEROUS)
    assert read_back(harmless(text)) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_texts_come_back_from_the_file(texts: list[str]) -> None:
    cells = lines_of(csv_of(report("en", table_of(*texts))))[-len(texts) :]
    assert [read_back("".join(each)) for each in cells] == texts


def test_half_a_character_does_not_stop_the_report() -> None:
    assert lines_of(csv_of(report("en", table_of("a\ud800b"))))[-1] == ["a?b"]
