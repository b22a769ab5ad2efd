"""A handbook or a leaflet as a tagged PDF (PDF/UA-1), laid out by typst.

The texts go in as JSON data, so nothing in them is markup. The same content gives the same bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from plugin.handbook.book import Handbook, Part
from plugin.handbook.chapters import Chapter
from plugin.handbook.labels import labels_of
from plugin.handbook.leaflet import Group, Leaflet
from plugin.reports.glyphs import printable

_LONG = 24  # letters after which a word may be broken anywhere
_LONG_RUN = re.compile(rf"\S{{{_LONG + 8},}}")
_BREAK = "\u200b"
_SCHEMES = ("https://", "http://")


def handbook_pdf(book: Handbook) -> bytes:
    """The handbook as a PDF."""
    return _pdf("handbook.typ", _of_book(book), book.made_at)


def handbook_pages(book: Handbook, ppi: float = 80) -> list[bytes]:
    """The pages of the same as PNG, to be looked at."""
    return _pages("handbook.typ", _of_book(book), ppi)


def leaflet_pdf(leaflet: Leaflet) -> bytes:
    """The leaflet as a PDF."""
    return _pdf("leaflet.typ", _of_leaflet(leaflet), leaflet.made_at)


def leaflet_pages(leaflet: Leaflet, ppi: float = 80) -> list[bytes]:
    """The pages of the same as PNG, to be looked at."""
    return _pages("leaflet.typ", _of_leaflet(leaflet), ppi)


def _pdf(template: str, told: dict[str, Any], made_at: int) -> bytes:
    written = typst.compile(
        _template(template),
        sys_inputs={"book": json.dumps(told)},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="ua-1",
        timestamp=made_at,
    )
    assert isinstance(written, bytes)
    return written


def _pages(template: str, told: dict[str, Any], ppi: float) -> list[bytes]:
    drawn = typst.compile(
        _template(template),
        sys_inputs={"book": json.dumps(told)},
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
    )
    return drawn if isinstance(drawn, list) else [drawn] if isinstance(drawn, bytes) else []


@cache
def _template(name: str) -> bytes:
    return files("plugin.handbook").joinpath(name).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _of_book(book: Handbook) -> dict[str, Any]:
    """The handbook as its template reads it."""
    told = {
        "title": asdict(book.title),
        "code": book.code,
        "number": book.language.gettext("version {version}", version=book.version),
        "running": f"{book.title.text} · {book.code} {book.version}",
        "mark": book.mark,
        "made": book.made,
        "notices": book.notices,
        "cover": [asdict(each) for each in book.cover],
        "approvals": [asdict(each) for each in book.approvals],
        "parts": [_part(each) for each in book.parts],
        "calendars": [asdict(each) for each in book.calendars],
        "glossary": [asdict(each) for each in book.glossary],
        "index": [
            {"code": each.code, "title": asdict(each.title), "anchor": _anchor(each)}
            for each in book.chapters
        ],
        "labels": dict(labels_of(book.language)),
    }
    return {**_on_paper(told), "language": book.language.code}


def _part(part: Part) -> dict[str, Any]:
    chapters = [{**asdict(each), "anchor": _anchor(each)} for each in part.chapters]
    return {"heading": part.heading, "chapters": chapters}


def _anchor(chapter: Chapter) -> str:
    return f"chapter-{chapter.number}"


def _of_leaflet(leaflet: Leaflet) -> dict[str, Any]:
    """The leaflet as its template reads it."""
    say = leaflet.language.gettext
    number = say("version {version}", version=leaflet.version)
    told = {
        "title": asdict(leaflet.title),
        "code": leaflet.code,
        "number": number,
        "against": leaflet.against,
        "mark": leaflet.mark,
        "made": leaflet.made,
        "begins": leaflet.begins,
        "note": [each for each in leaflet.note.splitlines() if each.strip()],
        "notices": leaflet.notices,
        "whole": [asdict(each) for each in leaflet.whole],
        "groups": [_group(each) for each in leaflet.groups],
        "labels": dict(labels_of(leaflet.language)),
    }
    return {**_on_paper(told), "language": leaflet.language.code}


def _group(group: Group) -> dict[str, Any]:
    clauses = [
        {
            "code": each.code,
            "title": {"text": each.title, "elsewhere": each.elsewhere},
            "why": each.why,
            "named": each.named,
            "several": len(each.effects) > 1,
            "changes": [asdict(change) for change in each.changes],
            "rows": [asdict(row) for row in each.now.rows] if each.was is None and each.now else [],
        }
        for each in group.clauses
    ]
    return {"effect": group.effect.value, "heading": group.heading, "clauses": clauses}


def _on_paper(told: Any, key: str = "") -> Any:
    """The same with every text as the fonts have it; a link that is no page is none."""
    match told:
        case str() if key == "link":
            return told if told.startswith(_SCHEMES) else ""
        case str():
            return _LONG_RUN.sub(_broken, printable(told))
        case dict() if "link" in told:
            shown = {**told, "address": told["link"]}  # to be read where it cannot be followed
            return {name: _on_paper(each, name) for name, each in shown.items()}
        case dict():
            return {name: _on_paper(each, name) for name, each in told.items()}
        case list() | tuple():
            return [_on_paper(each) for each in told]
    return told


def _broken(run: re.Match[str]) -> str:
    """A very long word with places where it may be broken."""
    word = run[0]
    return _BREAK.join(word[at : at + _LONG] for at in range(0, len(word), _LONG))
