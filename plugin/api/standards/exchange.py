"""Questionnaires as XLSForm workbooks, out and in; and the library of criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import Blueprint
from mobile_api.forms.parts import text
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.taking import body_of, takes
from mobile_api.telling import json_of
from plugin.api.here import house, standards
from plugin.exchange.coming_in.remarks import Outcome
from plugin.exchange.coming_in.standard import added_to, standard_of
from plugin.exchange.handing import workbook_of
from plugin.exchange.telling import report_told
from plugin.exchange.workbooks.container import MOST_BYTES
from plugin.exchange.workbooks.opening import opened
from plugin.exchange.workbooks.sheets import XLS, XLSX
from plugin.language import Language
from plugin.shelf.gathering import sources_of
from plugin.shelf.shelf import Shelved, Sought, Use, Where, shelved
from plugin.stores.versions.drafts import Drafts
from standards.instants import show_instant
from standards.kinds import KIND_WORDS, KINDS, Instrument
from standards.languages import LANGUAGES
from standards.loader import read
from standards.model import Journey, Severity

blueprint = Blueprint(
    "exchange",
    __name__,
    url_prefix="/api/v1",
    description="Questionnaires as XLSForm workbooks, and the library of criteria.",
)
LONGEST_WORDS = 200

_BYTES = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"required": True, "content": {XLSX: _BYTES, XLS: _BYTES}}
_ENGLISH = Language("en")


class XlsformQueryForm(Schema):
    """What the workbook becomes."""

    language = text(
        "The language of texts whose column names none.",
        load_default="en",
        validate=validate.OneOf(sorted(LANGUAGES)),
    )
    into = text(
        "Its open draft gets the questions, as a text; without it they make a text of their own.",
        validate=validate.Length(1, 60),
    )


class XlsformRowForm(Schema):
    """What became of a row."""

    sheet = text(required=True)
    row = fields.Integer(strict=True, required=True, metadata={"description": "From 1 on."})
    name = text(required=True)
    outcome = text(required=True, validate=validate.OneOf([each.value for each in Outcome]))
    criterion = text("The code of its criterion.", required=True, allow_none=True)
    remarks = fields.List(text(), required=True, metadata={"description": "How, or why."})


class XlsformCountsForm(Schema):
    """The rows of the survey by what became of them."""

    taken = fields.Integer(strict=True, required=True)
    adapted = fields.Integer(strict=True, required=True)
    left = fields.Integer(strict=True, required=True)


class XlsformReportForm(Schema):
    """What became of a workbook."""

    counts = fields.Nested(XlsformCountsForm, required=True)
    languages = fields.List(text(), required=True)
    criteria = fields.List(text(), required=True, metadata={"description": "Codes, in order."})
    rows = fields.List(fields.Nested(XlsformRowForm), required=True)
    notes = fields.List(text(), required=True, metadata={"description": "About the whole."})


class XlsformReadForm(Schema):
    """The text that a workbook became, and what became of its rows."""

    text = text("A standard in YAML; what is missing in it is marked TODO.", required=True)
    report = fields.Nested(XlsformReportForm, required=True)


class CriteriaQueryForm(Schema):
    """What is looked for in the library."""

    words = text(
        "Words that all stand in it, in any language.",
        load_default="",
        validate=validate.Length(0, LONGEST_WORDS),
    )
    kind = text(load_default="", validate=validate.OneOf(["", *KINDS]))
    journey = text(load_default="", validate=validate.OneOf(["", *map(str, Journey)]))
    severity = text(load_default="", validate=validate.OneOf(["", *map(str, Severity)]))
    instrument = text(load_default="", validate=validate.OneOf(["", *map(str, Instrument)]))
    standard = text(load_default="", validate=validate.Length(0, 60))


class CriterionUseForm(Schema):
    """A place in which a criterion stands."""

    standard = text(required=True)
    version = fields.Integer(strict=True, required=True)
    where = text(required=True, validate=validate.OneOf([each.value for each in Where]))
    code = text(required=True)


class ShelvedForm(Schema):
    """A criterion of the library, with every place that asks the same."""

    content = text("A fingerprint of what it asks.", required=True)
    title = fields.Dict(keys=text(), values=text(), required=True)
    kind = text(required=True, validate=validate.OneOf(list(KINDS)))
    severity = text(required=True, validate=validate.OneOf(list(map(str, Severity))))
    journey = text(
        required=True, allow_none=True, validate=validate.OneOf([*map(str, Journey), None])
    )
    instruments = fields.List(text(), required=True)
    uses = fields.List(fields.Nested(CriterionUseForm), required=True)


class LibraryForm(Schema):
    """The criteria that were found, as they stand at an instant."""

    as_of = fields.String(required=True, metadata={"format": "date-time"})
    criteria = fields.List(fields.Nested(ShelvedForm), required=True)


_READ, _LIBRARY = XlsformReadForm(), LibraryForm()
_HANDED = {"200": {"description": "OK", "content": {XLSX: _BYTES}}}


@blueprint.route("/standards/<code>/<int:version>/xlsform")
class PublishedXlsform(MethodView):
    """The questionnaire of a published version."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.doc(responses=_HANDED)
    @refuses(blueprint, 401, 404, 422)
    def get(self, code: str, version: int) -> Response:
        """Take a published version's questionnaire along as an XLSForm

        Its sheet `plumbline` lists what is not in it. 422 where the standard asks nobody anything.
        """
        found = standards().version(code, version)
        if found is None:
            raise NotFound(f"there is no version {version} of {code[:40]!r}")
        return workbook_of(found)


@blueprint.route("/drafts/<code>/xlsform")
class DraftXlsform(MethodView):
    """The questionnaire of a draft."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.doc(responses=_HANDED)
    @refuses(blueprint, 401, 404, 422)
    def get(self, code: str) -> Response:
        """Take a draft's questionnaire along as an XLSForm

        Questions that have faults are not in it; 422 where none is without.
        """
        draft = Drafts(house().database).of(code)
        return workbook_of(read(draft.text.encode()).form)


@blueprint.route("/xlsforms")
class Xlsforms(MethodView):
    """Workbooks that become standards."""

    @needs(Action.WRITE_STANDARDS)
    @takes(XLSX, XLS, "application/octet-stream")
    @blueprint.doc(requestBody=_BODY)
    @blueprint.arguments(XlsformQueryForm(), location="query")
    @blueprint.response(200, _READ)
    @refuses(blueprint, 401, 404, 413)
    def post(self, query: Mapping[str, Any]) -> Response:
        """Read an XLSForm into the text of a standard

        Nothing is kept: put the text into a draft. Each row of the workbook is taken, adapted
        (`remarks` say how) or left (why). What a standard needs and a form does not say, what
        answers earn above all, is marked TODO in the text and a fault of its line until written.
        """
        workbook = opened(body_of(MOST_BYTES))
        if query.get("into"):
            written = added_to(Drafts(house().database).of(query["into"]).text, workbook)
        else:
            written = standard_of(workbook, query["language"])
        return json_of({"text": written.text, "report": report_told(written.report, _ENGLISH)})


@blueprint.route("/criteria")
class Criteria(MethodView):
    """The library."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.arguments(CriteriaQueryForm(), location="query")
    @blueprint.response(200, _LIBRARY)
    @refuses(blueprint, 401)
    def get(self, query: Mapping[str, Any]) -> Response:
        """Look through the criteria of all standards

        In force, coming, in drafts, and shipped with Plumbline. What asks the same, whatever it is
        called and however it counts, is one criterion here, with all its places.
        """
        now = house().clock()
        sources = sources_of(standards(), Drafts(house().database), now)
        found = shelved(sources, Sought(**query))
        return json_of({"as_of": show_instant(now), "criteria": [_shelved(each) for each in found]})


def _shelved(shelved: Shelved) -> dict[str, Any]:
    criterion = shelved.criterion
    return {
        "content": shelved.content,
        "title": dict(criterion.title),
        "kind": KIND_WORDS[type(criterion.ask)],
        "severity": criterion.severity,
        "journey": criterion.journey,
        "instruments": sorted(criterion.of),
        "uses": [_use(each) for each in shelved.uses],
    }


def _use(use: Use) -> dict[str, Any]:
    return {
        "standard": use.standard,
        "version": use.version,
        "where": use.source.where.value,
        "code": use.criterion.code,
    }
