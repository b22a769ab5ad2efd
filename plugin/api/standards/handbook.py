"""What a firm hands out of a published version: its handbook, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import AskedNumber, Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from plugin.api.here import caller, house
from plugin.handbook.book import Making, handbook_of
from plugin.handbook.editions import Edition, Editions
from plugin.handbook.forms import FORMS
from plugin.handbook.handing import handed_out
from plugin.handbook.leaflet import leaflet_of
from plugin.language import TRANSLATED, Language

blueprint = Blueprint(
    "handbook",
    __name__,
    url_prefix="/api/v1/standards",
    description="What a firm hands out of its standards.",
)
_SPOKEN = ("en", *TRANSLATED)
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_HANDED = {
    "200": {"description": "OK", "content": {"application/pdf": _BYTES, "text/html": _BYTES}}
}


class HandbookQueryForm(Schema):
    """For whom it is, and what it is written out as."""

    language = fields.String(
        validate=validate.OneOf(_SPOKEN),
        metadata={"description": "The readers' language; the caller's own when left out."},
    )
    form = fields.String(data_key="as", load_default="pdf", validate=validate.OneOf(tuple(FORMS)))


class LeafletQueryForm(HandbookQueryForm):
    """For whom it is, what it is written out as, and against which version."""

    since = AskedNumber(
        validate=validate.Range(1, 1_000_000_000),
        metadata={"description": "Another version; the one before it when left out."},
    )


@blueprint.route("/<code>/<int:version>/handbook")
class HandbookOf(MethodView):
    """A version to be handed to new staff."""

    @needs(Action.SEE_STANDARDS)
    @blueprint.doc(responses=_HANDED)
    @blueprint.arguments(HandbookQueryForm(), location="query")
    @refuses(blueprint, 401, 404)
    def get(self, query: Mapping[str, Any], code: str, version: int) -> Response:
        """Take a version's handbook along

        Each criterion on a page of its own: what is promised and why, with examples of both kinds.
        """
        edition = _known(code, version)
        book = handbook_of(edition.form, edition.issue, _making(query))
        return handed_out(book, query["form"])


@blueprint.route("/<code>/<int:version>/leaflet")
class LeafletOf(MethodView):
    """What a version changes for those who work by it."""

    @needs(Action.SEE_STANDARDS)
    @blueprint.doc(responses=_HANDED)
    @blueprint.arguments(LeafletQueryForm(), location="query")
    @refuses(blueprint, 401, 404)
    def get(self, query: Mapping[str, Any], code: str, version: int) -> Response:
        """Take along what a version changes

        On a page or two: what is new, stricter, more lenient, no longer asked, only reworded.
        """
        edition, since = _known(code, version), query.get("since")
        was = _editions().before(code, version) if since is None else _known(code, since)
        form = None if was is None else was.form
        leaflet = leaflet_of(form, edition.form, edition.issue, edition.why, _making(query))
        return handed_out(leaflet, query["form"])


def _editions() -> Editions:
    return Editions.of(house())


def _known(code: str, version: int) -> Edition:
    found = _editions().published(code, version)
    if found is None:
        raise NotFound(f"there is no version {version} of {code[:40]!r}")
    return found


def _making(query: Mapping[str, Any]) -> Making:
    asked, own = query.get("language"), caller().language
    language = asked or (own if own in _SPOKEN else "en")
    return Making(Language(language), house().clock(), house().config.zone)
