"""Lays a page out in the reader's language; whatever stands in it is escaped."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from flask import g, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import Environment, PackageLoader, StrictUndefined

from plugin.language import Language
from plugin.pages.exports import downloads
from plugin.pages.places import places_of
from plugin.pages.speaking import SPOKEN, reader
from plugin.pages.standards.flagging import overdue_of

ASSETS = files("plugin.pages").joinpath("static")
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def page(template: str, **shown: Any) -> str:
    """The page in the reader's language."""
    language, caller = reader(), g.get("caller")
    return (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            shown,
            _=language.gettext,
            ngettext=language.ngettext,
            language=language,
            languages=tuple(map(Language, SPOKEN)),
            caller=caller,
            places=places_of(caller),
            downloads=downloads,
            overdue_of=overdue_of,
            endpoint=request.endpoint,
            here=request.full_path.rstrip("?"),
            token=generate_csrf,
            url_for=url_for,
            asset=_asset,
        )
    )


@cache
def content_of(name: str) -> bytes | None:
    """The asset's bytes; None when there is none of that name."""
    if name.rpartition(".")[2] not in TYPES or "/" in name or "\\" in name:
        return None
    found = ASSETS.joinpath(name)
    return found.read_bytes() if found.is_file() else None


@cache
def mark_of(name: str) -> str:
    """A mark that changes with the asset, so that browsers may keep each for good."""
    return hashlib.sha256(content_of(name) or b"").hexdigest()[:12]


def _asset(name: str) -> str:
    return url_for("pages.asset", name=name, mark=mark_of(name))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("plugin.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
