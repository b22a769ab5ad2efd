"""The report as CSV for a spreadsheet: a line a row, all tables below one another."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from plugin.summary.counting import Names
from plugin.summary.figures import Figure, figures_of, goal_of
from plugin.summary.report import Report, Row
from standards.languages import in_language

# What makes a spreadsheet take a text for a formula: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(report: Report, language: str) -> bytes:
    """The report as CSV in UTF-8 with the mark that spreadsheets look for."""
    names = tuple(dict.fromkeys(name for table in report.tables for name in table.names))
    written = io.StringIO()
    writer = csv.writer(written)
    figures = [*figures_of(report.total), "goal", "goal_state"]
    writer.writerow(["table", "standard", "version", *names, "title", *figures])
    writer.writerows(_lines(report, names, language))
    return written.getvalue().encode("utf-8-sig")


def _lines(report: Report, names: Names, language: str) -> Iterator[list[str]]:
    for table in report.tables:
        for row in table.rows:
            told = dict(zip(table.names, row.key.parts, strict=True))
            yield [
                _cell(each)
                for each in (
                    ",".join(table.names),
                    row.key.code,
                    row.key.version,
                    *(told.get(name) for name in names),
                    _title(row, language),
                    *figures_of(row.counts).values(),
                    *goal_of(row).values(),
                )
            ]


def _title(row: Row, language: str) -> str | None:
    return None if row.criterion is None else in_language(row.criterion.title, language)


def _cell(value: Figure) -> str:
    """The value as a cell; empty for None, a text that looks like a formula behind a quote."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return str(value)
