"""A file that people write as plain data, with the place of everything in it and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]

LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where (1-based line and column), what, and what would be right."""

    path: Path
    line: int
    column: int
    text: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file, 1-based."""

    line: int
    column: int


START = Place(1, 1)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content as plain data, the place of every path in it, and the faults of its form.

    `data` is None when nothing could be read at all; then `faults` says why.
    """

    data: Plain
    text: str
    places: Mapping[Path, Place]
    faults: tuple[Fault, ...] = ()

    def place_of(self, path: Path) -> Place:
        """The place of the path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, START)

    def fault(self, path: Path, text: str, mend: str = "") -> Fault:
        """A fault at the path's place."""
        place = self.place_of(path)
        return Fault(path, place.line, place.column, text, mend)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its end; empty past the end of the file."""
        lines = LINE_END.split(self.text)
        return lines[line - 1] if 0 < line <= len(lines) else ""
