"""A workbook as plain sheets of text, and as the bytes of an .xlsx file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

LONGEST_CELL = 32_767  # UTF-16 units that Excel takes in a cell
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTH = 24  # letters


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its headers, and of each row below them the text under each header.

    Row n of `rows` is row n + 2 of the sheet; a cell without text is left out.
    """

    headers: tuple[str, ...] = ()
    rows: tuple[Mapping[str, str], ...] = ()


NO_SHEET = Sheet()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets by their names in small letters, and what reading them brought to light.

    `formulas` are the cells that hold one, each a sheet and a row; `warnings` is what pyxform says
    of a form that it takes nevertheless; `others` are the names of sheets that were not read.
    """

    sheets: Mapping[str, Sheet]
    formulas: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of the name; an empty one where there is none."""
        return self.sheets.get(name, NO_SHEET)


def xlsx_of(workbook: Workbook) -> bytes:
    """The workbook as a file; every cell is text, whatever it looks like."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, sheet in workbook.sheets.items():
            page = book.add_worksheet(name)
            page.set_column(0, max(len(sheet.headers) - 1, 0), _WIDTH, wrapped)
            for column, header in enumerate(sheet.headers):
                page.write_string(0, column, header, bold)
                for number, row in enumerate(sheet.rows, 1):
                    if text := row.get(header):
                        page.write_string(number, column, text, wrapped)
            page.freeze_panes(1, 0)
    return written.getvalue()
