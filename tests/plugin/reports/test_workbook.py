"""A report as a workbook: a reader of such files finds numbers, days and texts, and no formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from plugin.reports.sheet_cells import LONGEST
from plugin.reports.sheet_names import sheet_names
from plugin.reports.workbook import xlsx_of
from tests.plugin.reports.samples import HOSTILE, report, table_of


def read(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(BytesIO(content))


def texts_in(content: bytes) -> Sequence[object]:
    sheet = read(content).get_sheet_by_name("Texts")
    return [row[0] for row in sheet.to_python(skip_empty_area=False)][1:]


def parts_of(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as parts:
        return {each: parts.read(each).decode() for each in parts.namelist()}


def test_numbers_are_numbers_and_days_are_days() -> None:
    sheet = read(xlsx_of(report())).get_sheet_by_name("Criteria")
    heading, row = sheet.to_python()[:2]
    assert heading == [
        "Criterion", "Decided", "Weight", "Met", "Interval, from", "Interval, to", "Change", "Day",
    ]  # fmt: skip
    assert row[1:] == [44, 2.5, 1 / 3, 0.2, 0.482_123_456, -0.123, date(2026, 3, 31)]


def test_each_table_and_chart_has_its_sheet_behind_what_it_is_about() -> None:
    workbook = read(xlsx_of(report("en", table_of("a"))))
    assert workbook.sheet_names == ["About", "Criteria", "Contacts", "Texts", "RSP-01 by week"]
    front = workbook.get_sheet_by_name("About").to_python()
    assert front[0][0] == "Contact – zażółć gęślą jaźń – Ёлка"
    assert ["Counted", "44 final contacts"] in front


def test_a_chart_is_drawn_from_its_figures_and_told_in_words() -> None:
    parts = parts_of(xlsx_of(report()))
    chart = parts["xl/charts/chart1.xml"]
    assert chart.count("<c:ser>") == 5
    assert "'RSP-01 by week'!$B$2:$B$10" in chart
    assert 'descr="Of 9 weeks one lies below its limits."' in parts["xl/drawings/drawing1.xml"]


def test_headings_repeat_on_paper_and_stay_in_sight() -> None:
    parts = parts_of(xlsx_of(report()))
    assert "Criteria!$1:$1" in parts["xl/workbook.xml"]
    assert 'state="frozen"' in parts["xl/worksheets/sheet2.xml"]


def test_what_looks_like_a_formula_or_an_address_is_a_text() -> None:
    content = xlsx_of(report("en", table_of(*HOSTILE)))
    kept = [text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in HOSTILE]
    assert texts_in(content) == kept
    sheets = [text for name, text in parts_of(content).items() if "worksheets/" in name]
    assert not any("<f>" in each for each in sheets)
    assert "evil" not in "".join(
        text for name, text in parts_of(content).items() if "_rels" in name
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8))
def test_any_text_comes_back_as_a_text(texts: list[str]) -> None:
    content = xlsx_of(report("en", table_of("first", *texts, "last")))
    assert texts_in(content) == ["first", *texts, "last"]
    assert not re.search(r"<f[ >]", parts_of(content)["xl/worksheets/sheet4.xml"])


def test_half_a_character_does_not_stop_the_report() -> None:
    assert texts_in(xlsx_of(report("en", table_of("a\ud800b")))) == ["a?b"]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx_of(report("pl")) == xlsx_of(report("pl"))
    with ZipFile(BytesIO(xlsx_of(report()))) as parts:
        assert {each.date_time[0] for each in parts.infolist()} == {1980}


# titles | names
NAMES = [
    (("Criteria", "criteria", "Criteria"), ("Criteria", "criteria (2)", "Criteria (3)")),
    (("a[b]:c*d?e/f\\g",), ("a b  c d e f g",)),
    (("x" * 40, "x" * 40), ("x" * 31, "x" * 27 + " (2)")),
    (("", "History", "'q'"), ("-", "History (2)", "q")),
    (("😀" * 40,), ("😀" * 15,)),
]


@pytest.mark.parametrize(("titles", "names"), NAMES, ids=lambda given: given[0][:12])
def test_names_of_sheets_are_those_that_excel_takes(
    titles: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert sheet_names(titles) == names
