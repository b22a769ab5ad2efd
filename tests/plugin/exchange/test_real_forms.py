"""The real workbooks: each becomes a draft, every row told, or is refused with its reason."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from plugin.exchange.coming_in.remarks import Outcome
from plugin.exchange.coming_in.standard import Written, standard_of
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.refusals import WorkbookRefused
from plugin.exchange.workbooks.sheets import Workbook
from standards.loader import read

pytestmark = pytest.mark.long

DOCUMENT = Path(__file__).parents[3] / "docs" / "xlsforms.md"
OURS = ("has no value", "is missing")  # what the checker says of a line that is marked TODO


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a workbook: the text and report, or why it is refused."""

    workbook: Workbook | None
    written: Written | None
    refused: str


@cache
def tried(path: Path) -> Tried:
    workbook = None
    try:
        workbook = opened(path.read_bytes())
        return Tried(workbook, standard_of(workbook), "")
    except WorkbookRefused as error:
        return Tried(workbook, None, str(error))


def workbooks(reference: Path) -> list[Path]:
    folder = reference / "data" / "xlsforms"
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        return [folder / each["file"] for each in csv.DictReader(file)]


def test_each_loads_or_is_refused_with_its_place(reference: Path) -> None:
    for path in workbooks(reference):
        found = tried(path)
        if found.written is None:
            assert re.search(r"^sheet \w+, row \d+: |no question in it", found.refused), path.name


def test_every_row_is_told_once(reference: Path) -> None:
    for path in workbooks(reference):
        found = tried(path)
        if found.workbook is None or found.written is None:
            continue
        for sheet in ("survey", "choices"):
            rows = [number for number, row in enumerate(found.workbook.sheet(sheet).rows, 2) if row]
            told = [each.row for each in found.written.report.told if each.sheet == sheet]
            assert told == rows, (path.name, sheet)


def test_what_is_not_taken_as_it_is_says_why(reference: Path) -> None:
    for path in workbooks(reference):
        found = tried(path)
        for each in found.written.report.told if found.written is not None else ():
            reasons = [one for one in each.remarks if one.outcome is each.outcome]
            assert each.outcome is Outcome.TAKEN or reasons, (path.name, each)


def test_the_checker_names_what_is_missing_and_finds_nothing_else(reference: Path) -> None:
    for path in workbooks(reference):
        found = tried(path)
        if found.written is None:
            continue
        source = read(found.written.text.encode())
        lines = found.written.text.splitlines()
        marked = {number for number, line in enumerate(lines, 1) if "# TODO" in line}
        assert {fault.line for fault in source.faults} == marked, path.name
        assert all("has no value" in fault.text for fault in source.faults), path.name


def row_of(path: Path) -> str:
    """The workbook's line in the document's table."""
    found = tried(path)
    if found.written is None:
        return f"| {path.name} | refused | | | {found.refused} |"
    report = found.written.report
    counts = " | ".join(str(report.count(each)) for each in Outcome)
    return f"| {path.name} | {counts} | {'; '.join(_reasons(found.written))} |"


def _reasons(written: Written) -> Iterator[str]:
    """Why rows are left out, the most frequent first."""
    left = [each for each in written.report.told if each.sheet == "survey"]
    left = [each for each in left if each.outcome is Outcome.LEFT]
    found = Counter(each.remarks[0].message.partition(";")[0] for each in left)
    for message, number in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:3]:
        yield f"{number} × {message.replace('{type}', 'one')}"


def test_the_document_says_how_each_fares(reference: Path) -> None:
    document = DOCUMENT.read_text("utf-8")
    lacking = [line for line in map(row_of, workbooks(reference)) if line not in document]
    assert lacking == []


@pytest.fixture(scope="module", autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    tried.cache_clear()
