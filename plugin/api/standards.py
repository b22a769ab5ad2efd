"""Standards: publishing them, and what is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.taking import body_of, takes
from mobile_api.telling import json_of
from plugin.api.forms import PublishedForm, PublishedListForm, PublishedTextForm, PublishQueryForm
from plugin.api.here import caller, house, standards
from plugin.publishing.publish import publish
from plugin.stores.standards import Published
from standards.instants import show_instant

blueprint = Blueprint(
    "standards", __name__, url_prefix="/api/v1/standards", description="Published standards."
)
_QUERY, _PUBLISHED = PublishQueryForm(), PublishedForm()
_LIST, _WITH_TEXT = PublishedListForm(), PublishedTextForm()
LARGEST = 1024 * 1024  # bytes
_YAML = "application/yaml"
_BODY = {
    "required": True,
    "content": {_YAML: {"schema": {"type": "string", "description": "A standard, form 1."}}},
}


@blueprint.route("")
class Standards(MethodView):
    """The standards of all."""

    @needs(Action.PUBLISH_STANDARDS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List the published versions"""
        return json_of({"standards": [published_told(each) for each in standards().known()]})

    @needs(Action.PUBLISH_STANDARDS)
    @takes(_YAML, "text/yaml", "application/x-yaml")
    @blueprint.doc(requestBody=_BODY)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(201, _PUBLISHED)
    @blueprint.alt_response(200, schema=_PUBLISHED, description="It was published already.")
    @refuses(blueprint, 401, 409)
    def post(self, query: Mapping[str, Any]) -> Response:
        """Publish a standard

        The body is its YAML, as `plumbline check` takes it. Contacts opened since `from` are
        judged anew. A version is published once: the same content again answers 200, other content
        under the same number 409. All faults are listed with their lines.
        """
        outcome = publish(
            standards(),
            body_of(LARGEST),
            effective_from=query.get("effective_from"),
            by=caller().user,
            now=house().clock(),
        )
        return json_of(published_told(outcome.published), 201 if outcome.is_new else 200)


@blueprint.route("/<code>/<int:version>")
class Version(MethodView):
    """One version."""

    @needs(Action.PUBLISH_STANDARDS)
    @blueprint.response(200, _WITH_TEXT)
    @refuses(blueprint, 401, 404)
    def get(self, code: str, version: int) -> Response:
        """Show a published version with its source"""
        found = next((each for each in standards().versions(code) if each.version == version), None)
        if found is None:
            raise NotFound(f"there is no version {version} of {code[:40]!r}")
        return json_of({**published_told(found), "text": found.text})


def published_told(published: Published) -> dict[str, Any]:
    """A published version as it is answered."""
    return {
        "code": published.code,
        "version": published.version,
        "hash": published.hash,
        "effective_from": show_instant(published.effective_from),
        "published_at": show_instant(published.published_at),
        "published_by": published.published_by,
    }
