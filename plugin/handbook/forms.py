"""What a handbook or a leaflet is written out as, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugin.handbook.book import Handbook
from plugin.handbook.html import alone, handbook_html, leaflet_html
from plugin.handbook.leaflet import Leaflet
from plugin.handbook.pdf import handbook_pdf, leaflet_pdf


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its media type, and what writes either of the two so."""

    media_type: str
    handbook: Callable[[Handbook], bytes]
    leaflet: Callable[[Leaflet], bytes]


def _handbook_page(book: Handbook) -> bytes:
    title = f"{book.title.text} · {book.code} {book.version}"
    return alone(title, handbook_html(book), book.language)


def _leaflet_page(leaflet: Leaflet) -> bytes:
    title = f"{leaflet.title.text} · {leaflet.against}"
    return alone(title, leaflet_html(leaflet), leaflet.language)


FORMS: Mapping[str, Form] = {
    "html": Form("text/html; charset=utf-8", _handbook_page, _leaflet_page),
    "pdf": Form("application/pdf", handbook_pdf, leaflet_pdf),
}
