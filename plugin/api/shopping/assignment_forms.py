"""The forms of what coordinators send of assignments, and are answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mobile_api.assigning import AssignmentState
from mobile_api.blueprint import AskedNumber, Whole
from mobile_api.forms.assignments import AssignmentForm
from mobile_api.forms.parts import text
from plugin.api.forms import Instant
from plugin.shopping.assigning import LONGEST_NOTE, LONGEST_SCENARIO
from standards.languages import LANGUAGES

MOST = 200  # of one page
_INSTANT = {"description": "An instant, ISO 8601 with an offset.", "format": "date-time"}
_WRITTEN = {"type": "string", **_INSTANT}
_STATES = [each.value for each in AssignmentState]
_NAME = validate.Length(1, 200)


class NewAssignmentWindowForm(Schema):
    """From when until when the visit is expected."""

    opens_at = Instant(required=True, data_key="from", metadata=_WRITTEN)
    closes_at = Instant(required=True, data_key="until", metadata=_WRITTEN)


class NewAssignedQuestionnaireForm(Schema):
    """What the visit answers."""

    standard = text("The code of a published standard.", required=True, validate=_NAME)
    version = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 2**31 - 1),
        metadata={"description": "Null: the one in force when the visit is written."},
    )


class NewAssignmentFeeForm(Schema):
    """What the shopper is paid."""

    amount = text("A decimal number, as text: `25.00`.", required=True, validate=_NAME)
    currency = text("Three letters, ISO 4217.", required=True, validate=_NAME)


class NewAssignmentForm(Schema):
    """A visit that a shopper is to make."""

    shopper = text("What the shopper signs in by.", required=True, validate=_NAME)
    location = text(
        "Its id in the directory, or how visits name it.", required=True, validate=_NAME
    )
    window = fields.Nested(NewAssignmentWindowForm, required=True)
    questionnaire = fields.Nested(NewAssignedQuestionnaireForm, required=True)
    scenario = fields.Dict(
        keys=fields.String(validate=validate.OneOf(sorted(LANGUAGES))),
        values=fields.String(validate=validate.Length(0, LONGEST_SCENARIO)),
        load_default=dict,
        metadata={"description": "What to do there, by language."},
    )
    fee = fields.Nested(NewAssignmentFeeForm, load_default=None, allow_none=True)
    note = text(
        "For coordinators alone.", load_default="", validate=validate.Length(0, LONGEST_NOTE)
    )


class KeptAssignmentForm(AssignmentForm):
    """An assignment; whose it is and what follows is told to coordinators alone."""

    shopper = text("What the shopper signs in by.")
    note = text()
    by = text("The user who made it.")
    made_at = fields.String(metadata=_INSTANT)
    changed = fields.Integer(
        strict=True, metadata={"description": "A number that grows with every change."}
    )


class AssignmentsQueryForm(Schema):
    """Which assignments to list."""

    state = text("Only those in this state.", validate=validate.OneOf(_STATES))
    shopper = text("Only those of this user; shoppers see their own whatever is said.")
    location = text("Only those of the location, as visits name it.")
    standard = text("Only those that are answered by this standard.")
    most = AskedNumber(load_default=50, validate=validate.Range(1, MOST))
    after = text(
        "What the list before said.", validate=validate.Regexp(r"^[0-9]{1,12} [0-9a-f-]{36}$")
    )


class AssignmentListForm(Schema):
    """Assignments; `after` leads on, null where there are no more."""

    assignments = fields.List(fields.Nested(KeptAssignmentForm), required=True)
    after = text(required=True, allow_none=True)


class ImportedAssignmentsForm(Schema):
    """What became of a sheet."""

    made = fields.List(text(), required=True, metadata={"description": "Ids, in their order."})
    standing = fields.List(
        text(), required=True, metadata={"description": "Ids of those that stood already."}
    )
