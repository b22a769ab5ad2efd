"""The cells of a sheet: each kind with its format, and texts that stay texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, assert_never

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
    Text,
    Tone,
    Whole,
)

LONGEST = 32_767  # UTF-16 units that Excel takes in a cell
_LONGEST_ADDRESS = 2_079
_TONES = {Tone.GOOD: "#1a6b3c", Tone.BAD: "#a3241f", Tone.UNSURE: "#7a5200"}


@dataclass(frozen=True, slots=True)
class Formats:
    """How the cells of one workbook look."""

    title: Any
    heading: Any
    soft: Any
    wrapped: Any
    whole: Any
    number: Any
    share: Any
    points: Any
    day: Any
    instant: Any
    tones: Mapping[Tone, Any]

    @classmethod
    def of(cls, workbook: Any) -> Formats:
        """The formats, made in the workbook."""
        add, top = workbook.add_format, {"valign": "top"}
        return cls(
            title=add({"bold": True, "font_size": 16}),
            heading=add({"bold": True, "text_wrap": True, **top, "bottom": 1}),
            soft=add({"font_color": "#5b626c"}),
            wrapped=add({"text_wrap": True, **top}),
            whole=add({"num_format": "#,##0", **top}),
            number=add({"num_format": "#,##0.###", **top}),
            share=add({"num_format": "0.0%", **top}),
            points=add({"num_format": "+0.0%;-0.0%;0.0%", **top}),
            day=add({"num_format": "yyyy-mm-dd", **top}),
            instant=add({"num_format": "yyyy-mm-dd hh:mm", **top}),
            tones={
                tone: add({"text_wrap": True, **top, "font_color": _TONES.get(tone, "#000000")})
                for tone in Tone
            },
        )


def put(sheet: Any, place: tuple[int, int], cell: Cell, formats: Formats, whole: Document) -> None:
    """Puts the cell at its row and column; an interval takes the column after it too."""
    row, column = place
    match cell:
        case Text(text=text, tone=tone):
            put_text(sheet, row, column, text, formats.tones[tone])
        case Whole(number=number):
            sheet.write_number(row, column, number, formats.whole)
        case Number(number=number):
            sheet.write_number(row, column, number, formats.number)
        case Share(share=share):
            sheet.write_number(row, column, share, formats.share)
        case Points(difference=difference):
            sheet.write_number(row, column, difference, formats.points)
        case Interval(low=low, high=high):
            sheet.write_number(row, column, low, formats.share)
            sheet.write_number(row, column + 1, high, formats.share)
        case Day(day=day):
            sheet.write_datetime(row, column, datetime.combine(day, time()), formats.day)
        case Instant(at=at):
            local = datetime.fromtimestamp(at, whole.zone)
            sheet.write_datetime(row, column, local, formats.instant)
        case Link(text=text, address=address):
            put_text(sheet, row, column, text, formats.wrapped)
            _put_address(sheet, (row, column + 1), address, formats)
        case _:
            assert_never(cell)


def put_text(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """Puts the text there as a text, cut where Excel would not take it."""
    sheet.write_string(row, column, writable(text), form)


def writable(text: str) -> str:
    """The text as a cell takes it: in whole letters, of at most LONGEST UTF-16 units."""
    whole = text.encode("utf-16-le", errors="replace")
    if len(whole) <= 2 * LONGEST:
        return whole.decode("utf-16-le")
    return whole[: 2 * (LONGEST - 1)].decode("utf-16-le", errors="ignore") + "…"


def _put_address(sheet: Any, place: tuple[int, int], address: str, formats: Formats) -> None:
    row, column = place
    safe = writable(address)
    leads_on = safe.startswith(("https://", "http://")) and len(safe) <= _LONGEST_ADDRESS
    if not leads_on or sheet.write_url(row, column, safe, None, safe) != 0:
        put_text(sheet, row, column, address, formats.wrapped)
