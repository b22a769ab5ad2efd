"""A report as a tagged PDF (PDF/UA-1): typst lays out the data in `report.typ`.

The texts go in as JSON data, so nothing in them is markup. Only typst's own fonts are used, and the
document bears the instant at which the report was made: the same document gives the same bytes on
every machine.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from plugin.pages.moments import moment
from plugin.reports.document import Cell, Chart, Document, Kind, Link, Section, Table, Text, Tone
from plugin.reports.drawing import svg_of
from plugin.reports.glyphs import printable
from plugin.reports.saying import said

_NUMBERS = frozenset({Kind.WHOLE, Kind.NUMBER, Kind.SHARE, Kind.POINTS, Kind.INTERVAL})
_MOST_UPRIGHT = 7  # columns; more do not fit a page that stands upright
_SCHEMES = ("https://", "http://")


def pdf_of(document: Document) -> bytes:
    """The report as a PDF."""
    written = typst.compile(
        _template(),
        sys_inputs={"report": json.dumps(_told(document))},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=document.made_at,
    )
    assert isinstance(written, bytes)
    return written


def pages_of(document: Document, ppi: float = 80) -> list[bytes]:
    """The pages of the same report as PNG, to be looked at."""
    drawn = typst.compile(
        _template(),
        sys_inputs={"report": json.dumps(_told(document))},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
    )
    return drawn if isinstance(drawn, list) else [drawn] if isinstance(drawn, bytes) else []


@cache
def _template() -> bytes:
    return files("plugin.reports").joinpath("report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _told(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    language = document.language
    made = moment(document.made_at, document.zone, language)
    return {
        "title": printable(document.title) or "–",
        "kind": printable(document.kind),
        "language": language.code,
        "made": printable(language.gettext("Plumbline · made {moment}", moment=made)),
        "wide": any(len(table.columns) > _MOST_UPRIGHT for table in document.tables),
        "about": [[printable(each) for each in pair] for pair in document.about],
        "sections": [_section(each, document) for each in document.sections],
    }


def _section(section: Section, document: Document) -> dict[str, Any]:
    return {
        "heading": printable(section.heading),
        "level": section.level,
        "paragraphs": [printable(each) for each in section.paragraphs],
        "tables": [_table(each, document) for each in section.tables],
        "charts": [_chart(each, document) for each in section.charts],
    }


def _table(table: Table, document: Document) -> dict[str, Any]:
    return {
        "title": printable(table.title),
        "columns": [
            {
                "heading": printable(each.heading),
                "breadth": each.breadth,
                "number": each.kind in _NUMBERS,
            }
            for each in table.columns
        ],
        "rows": [[_cell(each, document) for each in row] for row in table.rows],
    }


def _cell(cell: Cell | None, document: Document) -> dict[str, str | None] | None:
    if cell is None:
        return None
    address = cell.address if isinstance(cell, Link) else ""
    return {
        "text": printable(said(cell, document.language, document.zone)),
        "tone": cell.tone if isinstance(cell, Text) else Tone.PLAIN,
        "address": printable(address) if address.startswith(_SCHEMES) else None,
    }


def _chart(chart: Chart, document: Document) -> dict[str, str]:
    return {
        "title": printable(chart.title),
        "told": printable(chart.told) or "–",
        "drawing": svg_of(chart, document.language),
    }
