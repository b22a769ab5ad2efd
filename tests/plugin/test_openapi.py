"""The API's document: what the code says, valid, and with problems for errors."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask, abort
from flask.views import MethodView
from flask_smorest import Blueprint
from openapi_spec_validator import validate
from ruamel.yaml import YAML

from mobile_api.forms.accounts import SignInForm
from mobile_api.refusals import OffsetDiffers
from plugin.cli.main import cli
from plugin.cli.service.openapi import described_app
from plugin.openapi import HouseApi, as_yaml, document
from plugin.problems import PROBLEMS, STATUSES
from tests.tables import rows

WRITTEN = Path(__file__).parents[2] / "openapi.yaml"


def test_openapi_yaml_is_what_the_code_says() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == as_yaml(document(described_app()))


def test_the_command_tells_a_document_that_differs(tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    runner = CliRunner()
    assert runner.invoke(cli, ["openapi", str(file)]).exit_code == 0
    assert runner.invoke(cli, ["openapi", "--check", str(file)]).exit_code == 0
    file.write_text(file.read_text(encoding="utf-8").replace("3.1.0", "3.1.1"), encoding="utf-8")
    assert runner.invoke(cli, ["openapi", "--check", str(file)]).exit_code == 1
    assert runner.invoke(cli, ["openapi", "--check", str(tmp_path / "none.yaml")]).exit_code == 1


def test_the_document_is_valid_openapi() -> None:
    read = written()
    assert read["openapi"] == "3.1.0"
    validate(read)


def test_every_error_is_documented_as_a_problem() -> None:
    responses = [
        response
        for path in written()["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
        for response in operation["responses"].items()
    ]
    assert responses
    for status, response in responses:
        if status == "default" or status[0] in "45":
            assert "$ref" in response, status
    for name, response in written()["components"]["responses"].items():
        assert name == "NOT_MODIFIED" or list(response["content"]) == ["application/problem+json"]


def test_only_signing_in_needs_no_token() -> None:
    read = written()
    assert read["security"] == [{"bearer": []}]
    free = {
        (method, path)
        for path, operations in read["paths"].items()
        for method, operation in operations.items()
        if isinstance(operation, dict) and operation.get("security") == []
    }
    assert free == {("post", "/api/v1/sessions"), ("post", "/api/v1/sessions/renewal")}


def test_each_slug_is_one_kind_of_problem() -> None:
    kinds = {(each.slug, each.status) for each in (*PROBLEMS.values(), *STATUSES.values())}
    assert len({slug for slug, _ in kinds}) == len(kinds)


# method | body | type | status | slug | why it is here
ANSWERS = """
GET | - | - | 409 | offset-differs | an exception of the table
DELETE | - | - | 405 | method-not-allowed | the method is none of its
POST | {} | text/plain | 415 | wrong-content-type | another type than JSON
POST | {} | - | 415 | wrong-content-type | a body of no type
POST | { | application/json | 400 | bad-request | no JSON
POST | {} | application/json | 422 | invalid | a field is missing
POST | {"name": 3, "password": "x"} | application/json | 422 | invalid | a field of another sort
POST | {"name": "x", "password": "x"} | application/json | 500 | internal-error | a fault of ours
PUT | - | - | 418 | http-418 | what nobody foresaw
"""


@pytest.mark.parametrize(("method", "body", "type_", "status", "slug"), rows(ANSWERS))
def test_every_error_is_answered_as_a_problem(
    method: str, body: str, type_: str, status: str, slug: str
) -> None:
    data = None if body == "-" else BytesIO(body.encode())
    answer = (
        faulty_app()
        .test_client()
        .open(
            "/api/v1/tried", method=method, data=data, content_type=None if type_ == "-" else type_
        )
    )
    assert answer.content_type == "application/problem+json"
    told = answer.get_json()
    assert (answer.status_code, told["status"]) == (int(status), int(status))
    assert told["type"] == f"urn:plumbline:problem:{slug}"
    assert "Traceback" not in answer.text
    assert "secret" not in answer.text


def test_a_fault_of_a_field_says_where_it_is() -> None:
    answer = faulty_app().test_client().post("/api/v1/tried", json={"name": 3})
    assert {each["pointer"] for each in answer.get_json()["errors"]} == {"/name", "/password"}


def test_headers_of_an_error_are_kept() -> None:
    client = faulty_app().test_client()
    assert client.get("/api/v1/tried").headers["Upload-Offset"] == "3"
    assert "POST" in client.delete("/api/v1/tried").headers["Allow"]


def test_errors_of_pages_go_to_the_page() -> None:
    app = faulty_app()
    app.extensions["error_page"] = lambda error: (f"<p>{error.code}", error.code)
    client = app.test_client()
    assert client.get("/nowhere").text == "<p>404"
    assert client.get("/api/v1/nowhere").content_type == "application/problem+json"


def faulty_app() -> Flask:
    """An app with one address, where much can go wrong."""
    app = Flask("tried")
    api = HouseApi(app)
    blueprint: Any = Blueprint("tried", "tried", url_prefix="/api/v1/tried")

    class Tried(MethodView):
        """Refuses everything."""

        def get(self) -> None:
            """Stand elsewhere"""
            raise OffsetDiffers("go on from byte 3", headers={"Upload-Offset": "3"})

        def post(self, given: object) -> None:
            """Break down"""
            raise RuntimeError("a secret of the house")

        def put(self) -> None:
            """Be a teapot"""
            abort(418)

    Tried.post = blueprint.arguments(SignInForm())(Tried.post)  # type: ignore[method-assign]
    blueprint.route("")(Tried)
    api.register_blueprint(blueprint)
    return app


def written() -> dict[str, Any]:
    """The document as it is written."""
    read: dict[str, Any] = YAML(typ="safe").load(WRITTEN)
    return read
