"""Why a workbook is not taken at all: what, where, and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.language import Language


class WorkbookRefused(Exception):
    """The workbook cannot be taken; `message` is marked for translation, `values` go into it.

    `sheet` and `row` (1-based) are where; None where it is the whole file.
    """

    def __init__(
        self,
        message: str,
        values: Mapping[str, object] | None = None,
        sheet: str | None = None,
        row: int | None = None,
    ) -> None:
        self.message, self.values = message, dict(values or {})
        self.sheet, self.row = sheet, row
        super().__init__(self.said(Language("en")))

    def said(self, language: Language) -> str:
        """What is wrong and what to do, with its place."""
        said = language.gettext(self.message, **self.values)
        return f"{place}: {said}" if (place := place_of(self.sheet, self.row, language)) else said


def place_of(sheet: str | None, row: int | None, language: Language) -> str:
    """`sheet survey, row 12`; empty for the whole file."""
    if sheet is None:
        return language.gettext("row {row}", row=row) if row is not None else ""
    if row is None:
        return language.gettext("sheet {sheet}", sheet=sheet)
    return language.gettext("sheet {sheet}, row {row}", sheet=sheet, row=row)
