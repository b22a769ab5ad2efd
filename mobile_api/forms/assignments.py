"""The form of an assignment in answers, as phones and coordinators read it alike."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mobile_api.assigning import AssignmentState
from mobile_api.forms.parts import INSTANT, text
from standards.languages import LANGUAGES

_STATES = [each.value for each in AssignmentState]


class ColleagueForm(Schema):
    """Somebody who works at a location."""

    identity = text("How visits name them: goes into `employee.identity`.", required=True)
    name = text(required=True)


class AssignmentLocationForm(Schema):
    """Where an assignment leads; degrees are null where nobody wrote them down."""

    id = text("How visits name it: goes into `location`.", required=True)
    name = text(required=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    roster = fields.List(fields.Nested(ColleagueForm), required=True)


class AssignmentWindowForm(Schema):
    """From when until when the visit is expected."""

    since = fields.String(required=True, data_key="from", metadata=INSTANT)
    until = fields.String(required=True, metadata=INSTANT)


class AssignedQuestionnaireForm(Schema):
    """What the visit answers; version null: the one in force when it is written."""

    standard = text(required=True)
    version = fields.Integer(strict=True, required=True, allow_none=True)


class AssignmentFeeForm(Schema):
    """What the shopper is paid."""

    amount = text("A decimal number.", required=True)
    currency = text("Three letters, ISO 4217.", required=True)


class AssignmentForm(Schema):
    """A visit that a shopper is to make."""

    id = text("Goes into `assignment` of the visit.", required=True)
    location = fields.Nested(AssignmentLocationForm, required=True)
    window = fields.Nested(AssignmentWindowForm, required=True)
    scenario = fields.Dict(
        keys=fields.String(validate=validate.OneOf(sorted(LANGUAGES))),
        values=fields.String(),
        required=True,
        metadata={"description": "What to do there, by language."},
    )
    questionnaire = fields.Nested(AssignedQuestionnaireForm, required=True)
    fee = fields.Nested(AssignmentFeeForm, required=True, allow_none=True)
    state = text(required=True, validate=validate.OneOf(_STATES))
    visits = fields.List(
        text(), required=True, metadata={"description": "The visits that were filed for it."}
    )
