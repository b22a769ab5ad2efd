"""Second files in which something about a row is looked up, held in memory by their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plugin.imports.exports.csv_rows import CsvFile
from plugin.imports.exports.rows import InputInvalid, Unread
from plugin.imports.mapping import Table


@dataclass(frozen=True, slots=True)
class LoadedTable:
    """A table with the wanted columns only; a row's own column `on` says which entry is meant."""

    name: str
    on: str
    columns: tuple[str, ...]
    entries: Mapping[str, tuple[str, ...]]

    def entry(self, key: str) -> tuple[str, ...]:
        """The cells of an entry; empty ones when there is none."""
        return self.entries.get(key) or ("",) * len(self.columns)


def load_table(table: Table, file: CsvFile, columns: Sequence[str]) -> LoadedTable:
    """The table of a file whose header has the columns. InputInvalid for a row it cannot hold."""
    place = {name: index for index, name in enumerate(file.header)}
    entries: dict[str, tuple[str, ...]] = {}
    for row in file.rows():
        if isinstance(row, Unread):
            raise InputInvalid(file.name, row.line, row.reason, "a table has to be whole")
        cells = [row.texts[place[column]].strip() for column in (table.key, *columns)]
        key, *rest = ("" if cell in table.missing else cell for cell in cells)
        if key in entries:
            raise InputInvalid(file.name, row.line, f"{key!r} stands twice", "keep one")
        entries[key] = tuple(rest)
    return LoadedTable(table.name, table.on, tuple(columns), entries)
