"""Submissions, their files and receipts as they are told."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from mobile_api.blueprint import AskedFlag, AskedNumber, Flag
from mobile_api.forms.parts import INSTANT, text, whole
from mobile_api.forms.questionnaires import WhichQuestionnaireForm
from mobile_api.visits.submissions import FileState, MarkKind

CURSOR = r"^[0-9]{1,15} (visit|review)/[0-9a-f-]{36}$"  # of a page of submissions


class HeldFileForm(Schema):
    """A named file and how far it has come."""

    name = text(required=True)
    sha256 = text(required=True)
    bytes = whole("How many it has.", required=True)
    question = text(required=True, allow_none=True)
    state = text(required=True, validate=validate.OneOf([*FileState]))
    held = whole("How many bytes are here for good: go on from there.", required=True)
    fault = text(
        "Why it was refused, in a word.",
        required=True,
        allow_none=True,
        validate=validate.OneOf(["other-type", "broken", "too-large"]),
    )
    why = text("Why it was refused, in a sentence.", required=True, allow_none=True)
    taken_at = text("As the camera says.", required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    type = text("Of what is kept: a type of image or audio.", required=True, allow_none=True)
    until = fields.String(
        required=True,
        allow_none=True,
        metadata={**INSTANT, "description": "When a file that has not all come expires."},
    )


class ReceiptForm(Schema):
    """What the house says that it holds."""

    receipt = text("A JWS in compact form, by ES256.", required=True)


class ReceiptKeyForm(Schema):
    """The public key of receipts, as JWK."""

    kty = text(required=True, validate=validate.Equal("EC"))
    crv = text(required=True, validate=validate.Equal("P-256"))
    x = text(required=True)
    y = text(required=True)
    alg = text(required=True, validate=validate.Equal("ES256"))
    use = text(required=True, validate=validate.Equal("sig"))
    kid = text("The key's thumbprint (RFC 7638).", required=True)


class MarkForm(Schema):
    """What is odd about a visit; it blocks nothing and changes no score."""

    mark = text(required=True, validate=validate.OneOf([*MarkKind]))
    detail = text("An English sentence.", required=True)
    figure = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Metres, seconds, or the version that was to be answered."},
    )
    words = text("The shopper's own about it.", required=True, allow_none=True)


class SubmissionSummaryForm(Schema):
    """A submission without its card."""

    contact = text(required=True)
    instrument = text(required=True)
    questionnaire = fields.Nested(WhichQuestionnaireForm, required=True)
    about = text(required=True, allow_none=True)
    location = text(required=True, allow_none=True)
    sha256 = text("Of the bytes that were sent: the submission's identity.", required=True)
    submitted_by = text(required=True)
    received_at = fields.String(required=True, metadata=INSTANT)
    standing = text(
        "Final once accepted, withdrawn once replaced.",
        required=True,
        validate=validate.OneOf(["provisional", "final", "withdrawn"]),
    )
    accepted_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    accepted_by = text(required=True, allow_none=True)
    replaces = text(required=True, allow_none=True)
    replaced_by = text(required=True, allow_none=True)
    assignment = text("That a visit names.", required=True, allow_none=True)
    marks = fields.List(fields.Nested(MarkForm), required=True)


class SubmissionForm(SubmissionSummaryForm):
    """A submission with its card, its files, and what is odd about it."""

    card = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=True,
        allow_none=True,
        metadata={
            "description": "The scorecard, as `plumbline judge` writes it; null once replaced."
        },
    )
    files = fields.List(fields.Nested(HeldFileForm), required=True)
    notes = fields.List(fields.String(), required=True)


class SubmissionsQueryForm(Schema):
    """Which submissions are wanted."""

    class Meta:
        """What nobody knows is left unread."""

        unknown = EXCLUDE

    waiting = AskedFlag(
        load_default=False, metadata={"description": "Only those neither accepted nor replaced."}
    )
    after = text("The `after` of the page before.", validate=validate.Regexp(CURSOR))
    most = AskedNumber(
        load_default=50, validate=validate.Range(1, 200), metadata={"description": "On one page."}
    )


class SubmissionsForm(Schema):
    """Some submissions, the newest first."""

    items = fields.List(fields.Nested(SubmissionSummaryForm), required=True)
    after = text("Asks for the next page; null: this is the last.", required=True, allow_none=True)


class AcceptanceForm(Schema):
    """How a submission is accepted."""

    without_files = Flag(
        load_default=False,
        metadata={"description": "True: although named files have not arrived."},
    )
