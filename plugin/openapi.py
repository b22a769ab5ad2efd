"""The API under /api/v1: OpenAPI 3.1, and problems in place of flask-smorest's own errors."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_smorest import Api
from flask_smorest.utils import prepare_response
from marshmallow import INCLUDE, Schema, fields
from ruamel.yaml import YAML
from werkzeug.exceptions import HTTPException

from mobile_api.refusing import OWN_STATUSES
from mobile_api.taking import refuse_other_types
from plugin.problems import MEDIA_TYPE, answer_http, register_problems

PREFIX = "/api/v1"
TITLE = "Plumbline"
VERSION = "1"

_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "The `access_token` of `POST /api/v1/sessions`.",
}
_INFO = {
    "description": "What phones and admins say to Plumbline. Errors are problem details (RFC 9457):"
    " their `type` ends with a slug that stays the same from version to version.",
    "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
}


class FaultForm(Schema):
    """One of several faults: where it is and what is wrong."""

    pointer = fields.String(metadata={"description": "A JSON pointer (RFC 6901) into the body."})
    question = fields.String(metadata={"description": "The code of the question, if it is one."})
    fault = fields.String(metadata={"description": "A word for the fault that stays the same."})
    detail = fields.String(required=True)


class ProblemForm(Schema):
    """A problem (RFC 9457)."""

    class Meta:
        """Problems of some kinds say more."""

        unknown = INCLUDE

    type = fields.String(required=True, metadata={"example": "urn:plumbline:problem:not-found"})
    title = fields.String(required=True)
    status = fields.Integer(strict=True, required=True)
    detail = fields.String()
    errors = fields.List(fields.Nested(FaultForm))


class HouseApi(Api):
    """flask-smorest's Api, whose errors are problems at run time and in the document.

    Admin's and phones' blueprints are registered with `api.register_blueprint`; each bears its
    whole prefix. Errors outside what programs ask for go to `app.extensions["error_page"]`, a
    function of the HTTPException, where there is one.
    """

    ERROR_SCHEMA = ProblemForm
    DEFAULT_RESPONSE_CONTENT_TYPE: str = "application/json"

    def __init__(self, app: Flask) -> None:
        app.config.update(API_TITLE=TITLE, API_VERSION=VERSION, OPENAPI_VERSION="3.1.0")
        named = MarshmallowPlugin(schema_name_resolver=_name_of)
        told = {"info": _INFO, "security": [{"bearer": []}], "marshmallow_plugin": named}
        self._untold: list[
            tuple[Any, str]
        ] = []  # blueprints that the document does not tell of yet
        super().__init__(app, spec_kwargs=told)
        self.spec.components.security_scheme("bearer", _BEARER)
        register_problems(app)
        app.before_request(_refuse_other_types)

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        """Answers under the blueprint's addresses from now on; `tell` tells of them.

        The library does both at once, and most of an application's start would be spent on a
        document that hardly anybody asks for.
        """
        known = self._app.extensions["flask-smorest"]["blp_name_to_api"]
        known[options.get("name", blp.name)] = self
        self._app.register_blueprint(blp, **options)
        self._untold.append((blp, options.get("name", blp.name)))

    def tell(self) -> Any:
        """The specification, which tells of every blueprint that was registered."""
        while self._untold:
            blp, name = self._untold.pop(0)
            blp.register_views_in_doc(self, self._app, self.spec, name=name, parameters=None)
            self.spec.tag({"name": name, "description": blp.description})
        return self.spec

    def handle_http_exception(self, error: HTTPException) -> ResponseReturnValue:
        """The error as a problem; as a page where people look at pages."""
        if error.code is None or error.code < 400:
            return error.get_response()  # a redirect
        page = current_app.extensions.get("error_page")
        if page is not None and not _speaks_json():
            shown: ResponseReturnValue = page(error)
            return shown
        return answer_http(error)

    def _register_responses(self) -> None:
        of_answers = self.DEFAULT_RESPONSE_CONTENT_TYPE
        self.DEFAULT_RESPONSE_CONTENT_TYPE = MEDIA_TYPE
        super()._register_responses()
        for status, name in OWN_STATUSES.items():
            told = {"description": f"Status {status}", "schema": self.ERROR_SCHEMA}
            prepare_response(told, self.spec, MEDIA_TYPE)
            self.spec.components.response(name, told, lazy=True)
        self.DEFAULT_RESPONSE_CONTENT_TYPE = of_answers

    def _register_pagination_header(self) -> None:
        """Nothing: lists go on from a cursor that stands in the body."""


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document of the app."""
    api = app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    written: dict[str, Any] = api.tell().to_dict()
    return written


def as_yaml(document: dict[str, Any]) -> str:
    """The document as YAML: the same bytes for the same document, in its own order."""
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 100
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed by its default
    written = StringIO()
    # Through JSON, so that a part used twice is written twice and not as an alias.
    yaml.dump(json.loads(json.dumps(document)), written)
    return written.getvalue()


def _name_of(form: type[Schema] | Schema) -> str:
    """The form's name in the document: a ProblemForm describes a Problem."""
    name = form.__name__ if isinstance(form, type) else type(form).__name__
    return name.removesuffix("Form")


def _speaks_json() -> bool:
    return request.path.startswith(("/api/", "/webhooks/", "/metrics", "/health/"))


def _refuse_other_types() -> None:
    if request.path.startswith("/api/") and request.endpoint is not None:
        refuse_other_types(current_app)
