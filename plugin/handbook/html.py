"""A handbook or a leaflet as HTML: the part that goes into a page, or one file by itself."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from plugin.handbook.book import Handbook
from plugin.handbook.labels import labels_of
from plugin.handbook.leaflet import Leaflet
from plugin.language import Language


def handbook_html(book: Handbook) -> Markup:
    """The handbook as it stands within a page."""
    return _laid_out("handbook", book.language, book=book)


def leaflet_html(leaflet: Leaflet) -> Markup:
    """The leaflet as it stands within a page."""
    return _laid_out("leaflet", leaflet.language, leaflet=leaflet)


def alone(title: str, body: Markup, language: Language) -> bytes:
    """The whole page as one file that needs nothing else: no script, no font, no image."""
    page = _laid_out("alone", language, title=title, body=body, style=Markup(_style()))
    return page.encode()


def _laid_out(template: str, language: Language, **shown: Any) -> Markup:
    written = (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            shown,
            say=labels_of(language),
            language=language,
            _=language.gettext,
            ngettext=language.ngettext,
        )
    )
    return Markup(written)  # what stands in it was escaped as it was laid out


@cache
def _style() -> str:
    """The colours and letters of every page, and what the handbook has besides."""
    static = files("plugin.pages").joinpath("static")
    return "\n".join(
        static.joinpath(name).read_text("utf-8") for name in ("page.css", "handbook.css")
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("plugin.handbook", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
