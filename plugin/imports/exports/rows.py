"""Rows of an export on their way: read, or refused with the reason.

InputInvalid    a file as a whole cannot be read
Refused         one row, or what it says, cannot be read; becomes a Refusal with its place
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

MOST_SHOWN = 200  # characters of a refused text that are shown


class InputInvalid(Exception):
    """A whole file cannot be read: where (line 0: all over), what is wrong, what would mend it."""

    def __init__(self, path: str, line: int, text: str, mend: str = "") -> None:
        super().__init__(text)
        self.path, self.line, self.text, self.mend = path, line, text, mend


class Refused(Exception):
    """A row cannot be read: the reason, the column and the text in it."""

    def __init__(self, reason: str, column: str = "", text: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.text = reason, column, text


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (1 is the first after the header), its line in the file (0: no lines)."""

    number: int
    line: int
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row whose columns could not even be told apart."""

    number: int
    line: int
    reason: str
    text: str = ""


Rows: TypeAlias = "Iterator[Row | Unread]"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that became nothing: where it stands and why."""

    file: str
    row: int
    line: int
    reason: str
    column: str = ""
    text: str = ""


def shown(text: str) -> str:
    """A text of an export, cut when it is long."""
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
