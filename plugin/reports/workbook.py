"""A report as an Excel workbook: a sheet of what it is about and what it says, then one a table.

Numbers are numbers with a format and days are days; a text is a text, whatever it looks like. The
same document gives the same bytes: the workbook bears the instant at which the report was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from plugin.reports.document import Document, Table
from plugin.reports.headings import headings, places
from plugin.reports.plotting import plot
from plugin.reports.sheet_cells import Formats, put, put_text
from plugin.reports.sheet_names import sheet_names

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_NARROW, _WIDEST = 9, 60  # widths of columns, in letters
_TALL = 200  # rows that are looked at to find how wide a column is


def xlsx_of(document: Document) -> bytes:
    """The report as a workbook."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as workbook:
        made = datetime.fromtimestamp(document.made_at, document.zone).replace(tzinfo=None)
        workbook.set_properties({"title": document.title[:255], "created": made})
        _Written(workbook, document, Formats.of(workbook)).write()
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Written:
    """A workbook while it is written."""

    workbook: Any
    document: Document
    formats: Formats

    def write(self) -> None:
        """Writes every sheet."""
        charts, tables = tuple(self.document.charts), tuple(self.document.tables)
        about = self.document.language.gettext("About")
        titles = (about, *(each.title for each in tables), *(each.title for each in charts))
        names = iter(sheet_names(titles))
        self._front(self.workbook.add_worksheet(next(names)))
        for table in tables:
            self._table(self.workbook.add_worksheet(next(names)), table)
        for chart in charts:
            sheet = self.workbook.add_worksheet(next(names))
            plot(self.workbook, sheet, chart, self.formats, self.document.language)

    def _front(self, sheet: Any) -> None:
        """The title, what the report is about, and what its sections say in words."""
        document, formats = self.document, self.formats
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        put_text(sheet, 0, 0, document.title, formats.title)
        put_text(sheet, 1, 0, document.kind, formats.soft)
        row = 3
        for name, told in document.about:
            put_text(sheet, row, 0, name, formats.heading)
            put_text(sheet, row, 1, told, formats.wrapped)
            row += 1
        for section in document.sections:
            row += 1
            put_text(sheet, row, 0, section.heading, formats.heading)
            for paragraph in (*section.paragraphs, *(each.told for each in section.charts)):
                put_text(sheet, row, 1, paragraph, formats.wrapped)
                row += 1
        self._paper(sheet, landscape=False)

    def _table(self, sheet: Any, table: Table) -> None:
        says = headings(table.columns, self.document.language)
        for place, heading in enumerate(says):
            put_text(sheet, 0, place, heading, self.formats.heading)
        for number, row in enumerate(table.rows, 1):
            for place, cell in zip(places(table.columns), row, strict=True):
                if cell is not None:
                    put(sheet, (number, place), cell, self.formats, self.document)
        self._widths(sheet, table, says)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(says) - 1)
        self._paper(sheet, landscape=True)

    def _widths(self, sheet: Any, table: Table, says: tuple[str, ...]) -> None:
        widths = [min(len(each) + 3, 24) for each in says]
        for row in table.rows[:_TALL]:
            for place, cell in zip(places(table.columns), row, strict=True):
                widths[place] = max(widths[place], len(getattr(cell, "text", "")))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 1, _NARROW), _WIDEST))

    def _paper(self, sheet: Any, *, landscape: bool) -> None:
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if landscape:
            sheet.set_landscape()
