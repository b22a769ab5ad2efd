"""A report as CSV (RFC 4180, UTF-8 with a mark, commas): one block of rows a table.

The first table begins in the first line, so that a program that wants it alone reads until the
empty line; each further one follows an empty line and a line with its title. Shares are 0..1,
numbers bear a point, days and instants are ISO 8601; an interval takes two columns, as does a link.

A text that a spreadsheet would take for a formula bears an apostrophe before it (OWASP, "CSV
injection"); so does one that bears apostrophes before such a sign, which keeps the two apart.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from io import StringIO
from typing import assert_never

from plugin.reports.document import (
    Cell,
    Day,
    Document,
    Instant,
    Interval,
    Link,
    Number,
    Points,
    Share,
    Table,
    Text,
    Whole,
)
from plugin.reports.headings import headings, width_of

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_of(document: Document) -> bytes:
    """The tables of the report."""
    written = StringIO(newline="")
    lines = csv.writer(written)
    for number, table in enumerate(document.tables):
        if number:
            lines.writerow(())
            lines.writerow((harmless(table.title),))
        lines.writerow(map(harmless, headings(table.columns, document.language)))
        lines.writerows(_row(table, row, document.zone) for row in table.rows)
    return written.getvalue().encode("utf-8-sig", errors="replace")


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate with it."""
    return f"'{text}" if text.lstrip("'").startswith(DANGEROUS) else text


def _row(table: Table, row: tuple[Cell | None, ...], zone: tzinfo) -> Iterator[str]:
    for column, cell in zip(table.columns, row, strict=True):
        values = () if cell is None else tuple(_values(cell, zone))
        yield from values
        yield from ("",) * (width_of(column) - len(values))


def _values(cell: Cell, zone: tzinfo) -> Iterator[str]:
    match cell:
        case Text(text=text):
            yield harmless(text)
        case Whole(number=number) | Number(number=number):
            yield repr(number)
        case Share(share=share):
            yield repr(share)
        case Points(difference=difference):
            yield repr(difference)
        case Interval(low=low, high=high):
            yield from (repr(low), repr(high))
        case Day(day=day):
            yield day.isoformat()
        case Instant(at=at):
            yield datetime.fromtimestamp(at, zone).isoformat()
        case Link(text=text, address=address):
            yield from (harmless(text), harmless(address))
        case _:
            assert_never(cell)
