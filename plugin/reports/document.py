"""A report as it is handed on: one model that CSV, XLSX and PDF are all written from.

```text
Document           title, name of the file, what it is about, its language, when it was made
└── Section        a heading (level 1, or 2 below it), paragraphs, tables, charts; in that order
    ├── Table      a title, columns, rows of cells
    │   └── Cell   Text, Whole, Number, Share, Points, Interval, Day, Instant, Link; None: nothing
    └── Chart      a share over time with its limits, centre and target, and the same in words
```

Every text stands in the document's language already, and is only ever text: no markup, no formula.
Numbers, days and instants stay what they are; each way of writing says them as its readers need:
a spreadsheet calculates with them, a page says them in the language. Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import StrEnum
from typing import TypeAlias

from plugin.language import Language


class Tone(StrEnum):
    """How a text is meant, beside what it says; never the only thing that tells."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Whole:
    """A count."""

    number: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may have a fraction, such as a weight or a score."""

    number: float


@dataclass(frozen=True, slots=True)
class Share:
    """A share, 0..1: shown as a percentage."""

    share: float


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of two shares, -1..1: shown as percentage points with its sign."""

    difference: float


@dataclass(frozen=True, slots=True)
class Interval:
    """From which share to which, 0..1 both."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the firm's calendar."""

    day: date


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, in UTC seconds; shown in the document's zone."""

    at: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an absolute address (https, http)."""

    text: str
    address: str


Cell: TypeAlias = Text | Whole | Number | Share | Points | Interval | Day | Instant | Link


class Kind(StrEnum):
    """What a column holds; where there is no such value, a Text may say why."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    SHARE = "share"
    POINTS = "points"
    INTERVAL = "interval"  # two columns in a spreadsheet: from and to
    DAY = "day"
    INSTANT = "instant"
    LINK = "link"


_CELLS: dict[Kind, type[Cell]] = {
    Kind.TEXT: Text,
    Kind.WHOLE: Whole,
    Kind.NUMBER: Number,
    Kind.SHARE: Share,
    Kind.POINTS: Points,
    Kind.INTERVAL: Interval,
    Kind.DAY: Day,
    Kind.INSTANT: Instant,
    Kind.LINK: Link,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands above it, what it holds, and how wide it is against the others."""

    heading: str
    kind: Kind = Kind.TEXT
    breadth: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ValueError where a row does not fit them."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {len(row)} cells under {len(self.columns)}")
            for cell, column in zip(row, self.columns, strict=True):
                if cell is not None and not isinstance(cell, (Text, _CELLS[column.kind])):
                    raise ValueError(f"{column.heading} holds {column.kind}, not {cell}")


@dataclass(frozen=True, slots=True)
class Point:
    """What a chart shows of one period: a share, 0..1, and its limits; None: nothing was decided.

    `stands_out` where it lies outside the limits, or belongs to a run that is no chance.
    """

    label: str
    share: float | None
    low: float | None = None
    high: float | None = None
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A share over time. `told` says in words what is to be seen: it is read out loud instead."""

    title: str
    told: str
    points: tuple[Point, ...]
    centre: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under its heading; `level` 2 lies within the last one of level 1."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    level: int = 1


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    `name` names its files, in ASCII without an ending; `kind` stands above the title; `about` are
    pairs of a name and what it is here: whose, which days, what is counted. `made_at`: UTC seconds.
    """

    name: str
    title: str
    kind: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    language: Language
    made_at: int
    zone: tzinfo

    @property
    def tables(self) -> Iterator[Table]:
        """Every table, in the order in which they stand."""
        return (table for section in self.sections for table in section.tables)

    @property
    def charts(self) -> Iterator[Chart]:
        """Every chart, in the order in which they stand."""
        return (chart for section in self.sections for chart in section.charts)
