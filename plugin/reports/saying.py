"""What a cell says to somebody who reads: in the document's language, rounded as it is shown."""

from __future__ import annotations

from datetime import tzinfo
from typing import assert_never

from babel.dates import format_date

from plugin.language import Language
from plugin.pages.counts.figures import between, percent
from plugin.pages.moments import moment
from plugin.reports.document import (
    Cell,
    Day,
    Instant,
    Interval,
    Link,
    Number,
    Points,
    Share,
    Text,
    Whole,
)


def said(cell: Cell, language: Language, zone: tzinfo) -> str:
    """The cell in words and figures."""
    match cell:
        case Text(text=text) | Link(text=text):
            return text
        case Whole(number=number):
            return language.number(number)
        case Number(number=number):
            return language.number(round(number, 3))
        case Share(share=share):
            return percent(share, language)
        case Points(difference=difference):
            return points(difference, language)
        case Interval(low=low, high=high):
            return between(low, high, language)
        case Day(day=day):
            return str(format_date(day, "d MMM y", locale=language.locale))
        case Instant(at=at):
            return moment(at, zone, language)
        case _:
            assert_never(cell)


def points(difference: float, language: Language, *, signed: bool = True) -> str:
    """The difference of two shares, -1..1, in percentage points; with its sign unless told."""
    rounded = round(difference * 100, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else "±"
    return language.gettext(
        "{sign}{number} pp",
        sign=sign if signed else "",
        number=language.number(abs(rounded)),
    )
