"""The pages of the handbook and the leaflet; `?as=pdf` and `?as=html` hand them on as files.

`?language=` shows them for readers of another language than one's own, to hand out to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, make_response, request, url_for
from markupsafe import Markup

from mobile_api.permissions import Action, needs
from plugin.faults import said_of
from plugin.handbook.book import Handbook, Making, handbook_of
from plugin.handbook.editions import Edition, Editions
from plugin.handbook.forms import FORMS
from plugin.handbook.handing import handed_out
from plugin.handbook.html import handbook_html, leaflet_html
from plugin.handbook.leaflet import Leaflet, leaflet_of
from plugin.language import Language
from plugin.pages.rendering import page
from plugin.pages.speaking import SPOKEN, reader
from standards.loader import Reading

_FILES = {"pdf": "PDF", "html": "HTML"}


@dataclass(frozen=True, slots=True)
class HandbookPages:
    """What a firm hands out of its standards."""

    editions: Editions

    @needs(Action.SEE_STANDARDS)
    def handbook(self, code: str, version: int) -> Response:
        """The handbook of a published version."""
        edition = self._known(code, version)
        book = handbook_of(edition.form, edition.issue, self._making())
        return _handbook(book)

    @needs(Action.SEE_DRAFTS)
    def draft_handbook(self, code: str) -> Response:
        """The handbook that the draft would make, every page of it marked."""
        draft = self.editions.draft(code)
        if draft is None:
            abort(404)
        edition = self.editions.of_draft(draft)
        if isinstance(edition, Reading):
            return _faulty(code, edition)
        return _handbook(handbook_of(edition.form, edition.issue, self._making()))

    @needs(Action.SEE_STANDARDS)
    def leaflet(self, code: str, version: int) -> Response:
        """What a version changes against another, the one before it unless `since` names one."""
        edition = self._known(code, version)
        asked = request.args.get("since")
        was = self.editions.before(code, version)
        if asked is not None:
            was = self._known(code, _number(asked))
        form = None if was is None else was.form
        return _leaflet(leaflet_of(form, edition.form, edition.issue, edition.why, self._making()))

    def _known(self, code: str, version: int) -> Edition:
        found = self.editions.published(code, version)
        if found is None:
            abort(404)
        return found

    def _making(self) -> Making:
        house = self.editions.house
        return Making(_language(), house.clock(), house.config.zone)


def _language() -> Language:
    """The language that is asked for, or the reader's own. Aborts with 404 for any other."""
    asked = request.args.get("language")
    if asked is not None and asked not in SPOKEN:
        abort(404)
    return reader() if asked is None else Language(asked)


def _number(asked: str) -> int:
    """The version that was asked for. Aborts with 404 for what is none."""
    if not re.fullmatch(r"[0-9]{1,9}", asked):
        abort(404)
    return int(asked)


def _handbook(book: Handbook) -> Response:
    asked = _form_asked()
    if asked is not None:
        return handed_out(book, asked)
    return _shown(book, f"{book.title.text} · {book.code} {book.version}", handbook_html(book))


def _leaflet(leaflet: Leaflet) -> Response:
    asked = _form_asked()
    if asked is not None:
        return handed_out(leaflet, asked)
    return _shown(leaflet, f"{leaflet.title.text} · {leaflet.against}", leaflet_html(leaflet))


def _form_asked() -> str | None:
    asked = request.args.get("as")
    if asked is not None and asked not in FORMS:
        abort(404)
    return asked


def _shown(told: Handbook | Leaflet, title: str, body: Markup) -> Response:
    return make_response(
        page(
            "standards/handbook",
            title=title,
            body=body,
            told_in=told.language,
            back=_standard(told.code),
            tongues=tuple(_tongues(told.language)),
            files=tuple((name, _here(**{"as": form})) for form, name in _FILES.items()),
            others=tuple(_others(told)),
        )
    )


def _standard(code: str) -> str:
    return f"/standards/{code}"


def _tongues(shown: Language) -> Iterator[tuple[Language, str, bool]]:
    for each in map(Language, SPOKEN):
        yield each, _here(language=each.code), each.code == shown.code


def _others(told: Handbook | Leaflet) -> Iterator[tuple[str, str]]:
    """The leaflet of a handbook's version, and the other way round."""
    language = reader()
    where: dict[str, Any] = {"code": told.code, "version": told.version}
    if isinstance(told, Leaflet):
        yield language.gettext("The handbook"), url_for("pages.handbook", **where)
    elif request.endpoint == "pages.handbook":
        yield language.gettext("What changes"), url_for("pages.leaflet", **where)


def _here(**more: str) -> str:
    """This address with other wishes."""
    asked: dict[str, Any] = {**(request.view_args or {}), **request.args.to_dict(), **more}
    return url_for(request.endpoint or "", **asked)


def _faulty(code: str, reading: Reading) -> Response:
    """Why there is no handbook of a draft: its faults, where they stand."""
    faults = tuple(said_of(code, each, reader()) for each in reading.faults)
    back = f"{_standard(code)}/draft"
    shown = page("standards/handbook_faulty", back=back, code=code, faults=faults)
    return make_response(shown, 422)
