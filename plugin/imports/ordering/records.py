"""A line on its way through the ordering: bytes that sort by contact, then instant, then row.

The parts are divided by NUL, which stands in none of them: ids with control characters are refused,
and JSON escapes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from plugin.imports.exports.rows import Refused

LAST_ROW = 10**11 - 1
CHANGING, PLAIN = b"~", b"="  # before an id: only what has changed is news, or the whole line is
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORM = b"%011d%02d%04d%011d%03d"


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a row stands: the export of its file, the file, both from 0, and its number in that."""

    export: int
    file: int
    row: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record taken apart. `like` is the same for rows of a contact that repeat each other."""

    contact: bytes
    order: bytes
    like: bytes
    id: bytes
    line: bytes

    @classmethod
    def of(cls, record: bytes) -> Self:
        """The record that was written."""
        return cls(*record.split(b"\x00", 4))

    def written(self) -> bytes:
        """The record as bytes."""
        return b"\x00".join((self.contact, self.order, self.like, self.id, self.line))

    @property
    def row(self) -> bytes:
        """What is the same for all records of one row, and for no other row."""
        return self.order[11:28]

    @property
    def place(self) -> RowPlace:
        """The row it is from."""
        return RowPlace(int(self.order[11:13]), int(self.order[13:17]), int(self.order[17:28]))


def order_of(at: int, place: RowPlace, rule: int) -> bytes:
    """What a record is ordered by after its contact; the place of its rule decides last."""
    return _FORM % (at, place.export, place.file, place.row, rule)


def plain(text: str, what: str) -> str:
    """The text, which must have no control characters."""
    if _CONTROL.search(text):
        raise Refused(f"a control character in the {what}", text=text)
    return text
