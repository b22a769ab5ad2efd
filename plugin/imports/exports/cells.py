"""The cells of a row that a mapping looks at, clean and in one order whatever the file's own is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from plugin.imports.exports.rows import Row
from plugin.imports.exports.tables import LoadedTable

Cells: TypeAlias = "tuple[str, ...]"  # "" is unknown
Places: TypeAlias = "Mapping[str, int]"  # where the cell of a column stands

ABOUT = ("@row", "@file")  # columns that every file has: the row's number, the file's name


class Cutting:
    """Cuts the rows of one file to what is wanted of them: own columns, looked-up ones, `ABOUT`.

    Blanks around a text do not belong to it, and a word for missing is as good as no text.
    """

    def __init__(
        self,
        own: Sequence[str],
        header: Sequence[str],
        tables: Sequence[LoadedTable],
        missing: frozenset[str],
        file: str,
    ) -> None:
        at = {name: index for index, name in enumerate(header)}
        self._indexes = [at[column] for column in own]
        self._lookups = [(table, own.index(table.on)) for table in tables]
        self._missing, self._file = missing, file
        looked_up = (f"{table.name}.{column}" for table in tables for column in table.columns)
        self.places: Places = {name: place for place, name in enumerate((*own, *looked_up, *ABOUT))}

    def cut(self, row: Row) -> Cells:
        """The row's cells."""
        texts, missing = row.texts, self._missing
        cells = [texts[index].strip() for index in self._indexes]
        if missing:
            cells = ["" if cell in missing else cell for cell in cells]
        for table, on in self._lookups:
            cells += table.entry(cells[on])
        return (*cells, str(row.number), self._file)
