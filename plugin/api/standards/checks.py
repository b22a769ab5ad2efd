"""A standard's text, checked without being kept: what is wrong with it, and how it would look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import Blueprint
from mobile_api.forms.parts import text as words
from mobile_api.forms.questionnaires import QuestionnaireForm
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, checking, house, standards
from plugin.authoring.allowance import Allowance
from plugin.authoring.checking import Checked, checked
from plugin.authoring.drafting import LARGEST_TEXT, form_of

blueprint = Blueprint(
    "checks",
    __name__,
    url_prefix="/api/v1/checks",
    description="The text of a standard, checked as it is typed; nothing of it is kept.",
)


class CheckForm(Schema):
    """A text to be checked."""

    text = words(
        "A standard, form 1, in YAML.", required=True, validate=validate.Length(0, LARGEST_TEXT)
    )
    code = words(
        "Of which standard it is to be a version; its code, and what its published codes mean, are"
        " held against that.",
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 16),
    )


class CheckFaultForm(Schema):
    """One thing amiss."""

    line = fields.Integer(strict=True, required=True)
    column = fields.Integer(strict=True, required=True)
    field = words("Its path in the YAML, steps joined by dots; empty: the whole.", required=True)
    message = words("What is wrong, and what would be right.", required=True)


class CheckExampleForm(Schema):
    """An example of a criterion, and what came of it."""

    criterion = words(required=True)
    number = fields.Integer(strict=True, required=True, metadata={"description": "From 0 on."})
    line = fields.Integer(strict=True, required=True)
    says = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={"description": "What it shows, in each language."},
    )
    then = words("The verdict it is to have.", required=True)
    came = words("The verdict it has; null: none.", required=True, allow_none=True)
    kept = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "Null: not tried, as its criterion has faults."},
    )
    why = words("Why it is not kept; empty when it is.", required=True)


class CheckTagForm(Schema):
    """A tag that tickets would get."""

    tag = words(required=True)
    criterion = words("Of which criterion; null: the whole.", required=True, allow_none=True)


class CheckedForm(Schema):
    """All that is known of the text."""

    faults = fields.List(fields.Nested(CheckFaultForm), required=True)
    examples = fields.List(fields.Nested(CheckExampleForm), required=True)
    questions = fields.List(fields.Nested(QuestionnaireForm), required=True)
    tags = fields.List(fields.Nested(CheckTagForm), required=True)


blueprint.record(lambda state: state.app.extensions.setdefault("checking", Allowance()))
_CHECK, _CHECKED = CheckForm(), CheckedForm()


@blueprint.route("")
class Checks(MethodView):
    """What is to be said of a text."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.arguments(_CHECK)
    @blueprint.response(200, _CHECKED)
    @refuses(blueprint, 401, 429)
    def post(self, given: Mapping[str, Any]) -> Response:
        """Check a text

        Its faults with line and field, its examples with what came of them, the questionnaires as
        phones get them in every language, and the tags of tickets. Nothing is kept. How much may
        be checked at once goes by the length of the texts.
        """
        text, code, now = given["text"], given["code"], house().clock()
        checking().take(caller().user, len(text), now)
        versions = () if code is None else standards().versions(code)
        published = [form for each in versions if (form := form_of(each)) is not None]
        return json_of(_told(checked(text, now, code, published=published)))


def _told(found: Checked) -> dict[str, Any]:
    return {
        "faults": [asdict(each) for each in found.faults],
        "examples": [{**asdict(each), "says": dict(each.says)} for each in found.examples],
        "questions": list(found.questions),
        "tags": [asdict(each) for each in found.tags],
    }
