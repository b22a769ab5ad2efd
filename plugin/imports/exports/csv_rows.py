"""Reads CSV line by line in flat memory; a line that cannot be read is a row refused, not the end.

Nothing is guessed: delimiter, quote and encoding are those the mapping says. The reader is strict,
so that a quote in the wrong place is an error and not a text that nobody wrote.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from plugin.imports.exports.rows import InputInvalid, Row, Rows, Unread, shown
from plugin.imports.mapping import Dialect

MOST_CHARACTERS = 1_000_000  # in a line and in a field
MEND = "say how it is written, such as csv: {encoding: cp1250}"
_STARTS = {
    # What a file begins with that is no text.
    "\x1f": ("is compressed", "call it .csv.gz"),
    "PK\x03": ("is a workbook or an archive", "save it as CSV"),
    "\udcd0\udccf": ("is an old workbook", "save it as CSV"),
}


class CsvFile:
    """A CSV file that is open: its header, then its rows."""

    def __init__(self, name: str, stream: BinaryIO, dialect: Dialect) -> None:
        self.name, self.dialect = name, dialect
        self._lines = _Lines(stream, dialect.encoding)
        csv.field_size_limit(MOST_CHARACTERS)
        self._reader = csv.reader(
            self._lines,
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            escapechar=dialect.escape,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            strict=True,
        )
        self.header = self._header()

    def _header(self) -> tuple[str, ...]:
        try:
            names = next(self._reader)
        except StopIteration:
            raise InputInvalid(self.name, 1, "the file is empty") from None
        except (csv.Error, UnicodeError) as error:
            raise InputInvalid(self.name, 1, f"the header cannot be read: {error}") from error
        first = self._lines.first
        if not names:
            raise InputInvalid(self.name, 1, "the first line is empty", "begin with the header")
        for start, (what, mend) in _STARTS.items():
            if first.startswith(start):
                raise InputInvalid(self.name, 1, f"this {what}", mend)
        if self._lines.bad:
            raise InputInvalid(self.name, 1, self._lines.bad, MEND)
        return tuple(name.strip().removeprefix("\ufeff") for name in names)

    def rows(self) -> Rows:
        """Every row. InputInvalid when the rest cannot be told apart into lines."""
        number, width = 0, len(self.header)
        while True:
            line = self._reader.line_num + 1
            self._lines.bad = ""
            try:
                texts = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Unread(number, line, self._reason(line, str(error)))
                continue
            except UnicodeError as error:
                raise InputInvalid(self.name, line, f"from here on: {error}", MEND) from error
            if not texts and not self._lines.bad:
                continue  # an empty line between rows
            number += 1
            if self._lines.bad:
                yield Unread(number, line, self._lines.bad)
            elif len(texts) != width:
                reason = f"{len(texts)} columns where the header has {width}"
                yield Unread(number, line, reason, shown(self.dialect.delimiter.join(texts)))
            else:
                yield Row(number, line, texts)

    def _reason(self, line: int, error: str) -> str:
        if "field larger" in error or "unexpected end" in error:
            last = self._reader.line_num
            return f"a quoted text that begins here does not end; lines {line} to {last} are lost"
        return f"a misplaced quote: {error}"


class _Lines(Iterator[str]):
    """The lines of a file. `bad` says what is wrong with one since it was last emptied."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        # Bytes that are no text in the encoding come as lone surrogates, and are found below.
        self._text = TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
        self._encoding = encoding.removesuffix("-sig")
        self._is_over = False
        self.bad = ""
        self.first = ""

    def __next__(self) -> str:
        line = "" if self._is_over else self._text.readline(MOST_CHARACTERS + 1)
        if not line:
            self._end()
            raise StopIteration
        self.first = self.first or line
        if len(line) > MOST_CHARACTERS and not line.endswith(("\n", "\r")):
            self.bad = f"a line of more than {MOST_CHARACTERS:,} characters"
            self._pass_over()
            return "\n"
        if "\x00" in line:
            self.bad = "a NUL character"
        if not line.isascii() and not _encodes(line):
            self.bad = f"this is not {self._encoding} text"
        return line

    def _end(self) -> None:
        if not self._is_over:
            self._text.detach()  # or it would close a stream that is not ours
        self._is_over = True

    def _pass_over(self) -> None:
        while (piece := self._text.readline(MOST_CHARACTERS)) and piece[-1] not in "\r\n":
            pass


def _encodes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True
