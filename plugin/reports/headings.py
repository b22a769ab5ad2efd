"""The columns of a spreadsheet: an interval takes two, from and to; a link its text and address."""

from __future__ import annotations

from plugin.language import Language
from plugin.reports.document import Column, Kind

_TWO = frozenset({Kind.INTERVAL, Kind.LINK})


def width_of(column: Column) -> int:
    """How many columns of a spreadsheet it takes."""
    return 2 if column.kind in _TWO else 1


def places(columns: tuple[Column, ...]) -> tuple[int, ...]:
    """In which column of a spreadsheet each begins, from 0."""
    widths = [width_of(each) for each in columns]
    return tuple(sum(widths[:number]) for number in range(len(widths)))


def headings(columns: tuple[Column, ...], language: Language) -> tuple[str, ...]:
    """What stands above each column of a spreadsheet."""
    return tuple(said for column in columns for said in _said(column, language))


def _said(column: Column, language: Language) -> tuple[str, ...]:
    match column.kind:
        case Kind.INTERVAL:
            return (
                language.gettext("{heading}, from", heading=column.heading),
                language.gettext("{heading}, to", heading=column.heading),
            )
        case Kind.LINK:
            address = language.gettext("{heading}, address", heading=column.heading)
            return column.heading, address
        case _:
            return (column.heading,)
