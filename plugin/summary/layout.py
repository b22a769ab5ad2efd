"""Lays rows out in columns where they fit, and below one another on a narrow terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill

from rich.cells import cell_len
from rich.text import Text

from plugin.summary.cells import Cells
from plugin.summary.chart import chart, scale
from scoring.statistics.goal import Attainment

COLOURS = {
    Attainment.REACHED: "green",
    Attainment.MISSED: "red",
    Attainment.NOT_YET_CERTAIN: "yellow",
    None: "cyan",
}
_GAP = 2
_LEAST, _GOOD, _MOST = 10, 20, 32  # how wide a chart is
_SHORTEST = 9  # characters of a key that must be seen
_STACKED = 3  # numbers that stand in any layout: met of decided, share, interval


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each key, the chart and each number that has a column is."""

    keys: tuple[int, ...]
    chart: int
    numbers: tuple[int, ...]

    def line(self, cells: Cells, drawn: str, style: str) -> Text:
        """The row as one line."""
        line = Text(no_wrap=True, overflow="ignore")
        for key, width in zip(cells.keys, self.keys, strict=True):
            line.append(f"{_tail(key, width)}{' ' * _GAP}")
        line.append(drawn, style)
        for number, width in zip(cells.numbers, self.numbers, strict=False):
            line.append(f"{' ' * (_GAP + width - cell_len(number))}{number}")
        return line


def laid_out(heads: Cells, rows: Sequence[Cells], total: Cells, width: int) -> Iterator[Text]:
    """The table for a terminal of that width, line by line."""
    columns = _fit([heads, *rows, total], width)
    if columns is None:
        yield from _stacked_heads(heads, width)
        for row in (*rows, total):
            yield from _stacked(row, width)
        return
    head = columns.line(heads, scale(columns.chart), "")
    head.stylize("dim")
    yield head
    for row in rows:
        yield from _row(row, columns, width)
    yield Text("─" * min(width, cell_len(head.plain)), "dim")
    yield from _row(total, columns, width)


def paragraph(text: str, style: str, width: int, indent: str = "") -> Text:
    """The text in lines of that width, each with the indent before it."""
    # Hyphens stay inside: `e-mail` and `--criterion` are one word.
    wrapped = fill(
        text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return Text(wrapped, style)


def _row(row: Cells, columns: Columns, width: int) -> Iterator[Text]:
    yield columns.line(row, chart(row.counts, row.goal, columns.chart), COLOURS[row.attainment])
    yield from _beneath(row, len(columns.numbers), width)


def _stacked_heads(heads: Cells, width: int) -> Iterator[Text]:
    met, share, interval = heads.numbers[:_STACKED]
    yield paragraph(" · ".join(heads.keys), "dim", width)
    yield paragraph(f"{share} ({interval})  {met.strip()}", "dim", width, "  ")


def _stacked(row: Cells, width: int) -> Iterator[Text]:
    met, share, interval = row.numbers[:_STACKED]
    yield paragraph(" · ".join(filter(None, row.keys)), "bold", width)
    drawn = chart(row.counts, row.goal, min(width - 3, _MOST))
    yield Text(f"  {drawn}", COLOURS[row.attainment])
    yield paragraph(f"{share} ({interval})  {met.strip()}", "", width, "  ")
    yield from _beneath(row, _STACKED, width)


def _beneath(row: Cells, columns: int, width: int) -> Iterator[Text]:
    told = row.beneath(columns)
    if told:
        style = COLOURS[row.attainment] if row.attainment else "dim"
        yield paragraph(told, style, width, "  ")


def _fit(rows: Sequence[Cells], width: int) -> Columns | None:
    """The widths; None where not even shortened keys leave room for a chart and three numbers."""
    keys = _widths([row.keys for row in rows])
    numbers = _widths([row.numbers for row in rows])
    if _left(keys, numbers, width) >= _GOOD:
        return _columns(keys, numbers, width)
    for count in (_STACKED + 1, _STACKED):
        few = numbers[:count]
        shortened = _shortened(keys, sum(keys) + _left(keys, few, width) - _LEAST)
        if shortened:
            return _columns(shortened, few, width)
    return None


def _columns(keys: tuple[int, ...], numbers: tuple[int, ...], width: int) -> Columns:
    return Columns(keys, min(_left(keys, numbers, width), _MOST), numbers)


def _left(keys: tuple[int, ...], numbers: tuple[int, ...], width: int) -> int:
    """What the keys and the numbers leave for the chart."""
    return width - sum(each + _GAP for each in (*keys, *numbers))


def _shortened(keys: tuple[int, ...], left: int) -> tuple[int, ...]:
    """The widths of keys, the widest cut down until all fit; empty where they cannot."""
    widths = list(keys)
    while sum(widths) > left:
        widest = max(widths)
        if widest <= _SHORTEST:
            return ()
        widths[widths.index(widest)] -= 1
    return tuple(widths)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    return tuple(max(map(cell_len, column)) for column in zip(*rows, strict=True))


def _tail(text: str, width: int) -> str:
    """The text filled up to the width; of a longer one the end, which tells ids apart."""
    if cell_len(text) > width:
        kept = text[1 - width :]
        while cell_len(kept) >= width:
            kept = kept[1:]
        text = f"…{kept}"
    return f"{text}{' ' * (width - cell_len(text))}"
