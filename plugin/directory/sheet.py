"""Reads a sheet, a CSV file as spreadsheets save it: rows, and faults by row."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from standards.said import Said

KIND, ID, NAME, TEAM, LOCATION = "kind", "id", "name", "team", "location"
IDENTITY, FROM, UNTIL, EMAIL = "identity", "from", "until", "email"
LATITUDE, LONGITUDE = "latitude", "longitude"
COLUMNS = (KIND, ID, NAME, TEAM, LOCATION, IDENTITY, FROM, UNTIL, EMAIL, LATITUDE, LONGITUDE)
NEEDED = (KIND, ID, NAME)
# What mails are sent to: plain ASCII, with nothing that could begin another header.
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,8}"
)

_DELIMITERS = (";", ",", "\t")
_MOST_IN_CELL = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """What the first row may name: all columns, those that are needed, and those of long texts.

    A cell of a long text may be of several lines.
    """

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    long: frozenset[str] = frozenset()


DIRECTORY = Head(COLUMNS, NEEDED)


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """One thing wrong in the sheet: its row as a spreadsheet counts, what, and what to do."""

    row: int
    text: str
    mend: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.text}; {self.mend}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells by column, without blanks around them; empty where nothing is written."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def fault(self, text: str, mend: str) -> RowFault:
        """A fault of this row."""
        return RowFault(self.number, text, mend)


def read_sheet(raw: bytes, head: Head = DIRECTORY) -> tuple[tuple[Row, ...], tuple[RowFault, ...]]:
    """The rows that could be read, and what is wrong with the others or with the header."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        fault = RowFault(row, Said("this is not UTF-8 text"), Said("save the sheet as CSV UTF-8"))
        return (), (fault,)
    lines, broken = _lines(text)
    if broken or not lines:
        begin = Said("begin with {columns}", columns=";".join(head.columns))
        return (), broken or (RowFault(1, Said("the file is empty"), begin),)
    header = [cell.strip().casefold() for cell in lines[0]]
    faults = tuple(_faults_of_header(header, head))
    if faults:
        return (), faults
    return _rows(header, lines[1:], head)


def _lines(text: str) -> tuple[list[list[str]], tuple[RowFault, ...]]:
    """The cells of every line; what comes after a broken one cannot be told apart."""
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    lines: list[list[str]] = []
    try:
        lines.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        said = Said("from here on the file cannot be read: {error}", error=str(error))
        return lines, (RowFault(len(lines) + 1, said, Said("look at the quotes in this row")),)
    return lines, ()


def _faults_of_header(header: Sequence[str], head: Head) -> Iterator[RowFault]:
    for name in header:
        if name and name not in head.columns:
            said = Said("there is no column {name}", name=repr(name[:40]))
            yield RowFault(1, said, _meant(name, head))
    for name in head.columns:
        if header.count(name) > 1:
            said = Said("the column {name} stands twice", name=name)
            yield RowFault(1, said, Said("keep one"))
    for name in head.needed:
        if name not in header:
            said = Said("the column {name} is missing", name=name)
            yield RowFault(1, said, Said("the first row names the columns"))


def _meant(name: str, head: Head) -> Said:
    """Which column was meant by the name, or which there are."""
    near = get_close_matches(name, head.columns, 1, 0.6)
    if near:
        return Said("did you mean {name}?", name=near[0])
    return Said("the columns are {columns}", columns=", ".join(head.columns))


def _rows(
    header: Sequence[str], lines: Sequence[Sequence[str]], head: Head
) -> tuple[tuple[Row, ...], tuple[RowFault, ...]]:
    rows: list[Row] = []
    faults: list[RowFault] = []
    for number, line in enumerate(lines, start=2):
        cells = [unicodedata.normalize("NFC", cell).strip() for cell in line]
        if not any(cells):
            continue
        named = [(header[at] if at < len(header) else "", cell) for at, cell in enumerate(cells)]
        row = Row(number, {name: cell for name, cell in named if name})
        found = list(_faults_of_cells(row, named, head.long))
        faults += found
        if not found:
            rows.append(row)
    return tuple(rows), tuple(faults)


def _faults_of_cells(
    row: Row, named: Sequence[tuple[str, str]], long: frozenset[str]
) -> Iterator[RowFault]:
    for name, cell in named:
        if cell and not name:
            said = Said("{text} stands in no column", text=repr(cell[:40]))
            yield row.fault(said, Said("put it under a named column"))
        elif name in long:
            if not cell.replace("\n", "").replace("\r", "").isprintable():
                said = Said("the {name} cannot be read", name=name)
                yield row.fault(said, Said("write plain text"))
        elif len(cell) > _MOST_IN_CELL or not cell.isprintable():
            said = Said("the {name} cannot be read", name=name)
            yield row.fault(said, Said("write plain text in one line"))
