"""The forms of a working day and of briefings, for the API's document and for what phones send."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from mobile_api.blueprint import Share
from mobile_api.days.working import CURSOR
from mobile_api.forms.accounts import AccountForm
from mobile_api.forms.assignments import AssignmentForm
from mobile_api.forms.parts import INSTANT, text, whole
from mobile_api.forms.questionnaires import QuestionnaireForm
from mobile_api.forms.submissions import HeldFileForm, ReceiptKeyForm, SubmissionSummaryForm

_MOST_ANSWERS = 200
_LONGEST_ID = 200
_WORDS = {"description": "Language -> words."}


def _words() -> fields.Dict:
    return fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, metadata=dict(_WORDS)
    )


class WorkQueryForm(Schema):
    """What the phone holds already."""

    class Meta:
        """What nobody knows is left unread."""

        unknown = EXCLUDE

    since = text(
        "The `cursor` of the answer before; left out: the whole day is told.",
        validate=validate.Regexp(
            CURSOR, error="This is no cursor: send the `cursor` of an answer, or none."
        ),
    )


class BriefingPointForm(Schema):
    """A criterion that visits are asked about."""

    code = text(required=True)
    title = _words()
    why = _words()
    good = fields.List(
        _words(), required=True, metadata={"description": "The standard's examples that meet it."}
    )
    poor = fields.List(
        _words(), required=True, metadata={"description": "The standard's examples that miss it."}
    )


class BriefingAnswerForm(Schema):
    """An answer that may be chosen."""

    mark = text("Goes into `answers`.", required=True)
    label = _words()


class BriefingItemForm(Schema):
    """A question of the quiz: a case, and whether it meets the criterion; or a trainer's own."""

    id = text("The key under `answers`.", required=True)
    code = text("The criterion's; null: about the whole.", required=True, allow_none=True)
    says = _words()
    answers = fields.List(fields.Nested(BriefingAnswerForm), required=True)
    right = text("The mark of the right answer.", required=True)


class BriefingQuizForm(Schema):
    """One try."""

    attempt = text("Its id; goes along with the answers.", required=True)
    pass_mark = fields.Float(
        required=True, metadata={"description": "The least share of right answers, 0..1."}
    )
    items = fields.List(fields.Nested(BriefingItemForm), required=True)


class BriefingForm(Schema):
    """What a shopper is to know of one version of a questionnaire."""

    standard = text(required=True)
    version = whole(required=True)
    title = _words()
    points = fields.List(fields.Nested(BriefingPointForm), required=True)
    quiz = fields.Nested(
        BriefingQuizForm,
        required=True,
        allow_none=True,
        metadata={"description": "Null once it was passed, or when no try is left."},
    )
    tries_left = whole("How many tries there may be, this one included.", required=True)
    certified_at = fields.String(required=True, allow_none=True, metadata=INSTANT)


class WorkSubmissionForm(SubmissionSummaryForm):
    """A visit of one's own, and how far its files have come."""

    files = fields.List(fields.Nested(HeldFileForm), required=True)


class WorkLimitsForm(Schema):
    """What the service takes."""

    chunk = whole("Bytes of a piece of a file.", required=True)
    file = whole("Bytes of a file at most.", required=True)
    files = whole("Files of a visit at most.", required=True)
    far_metres = whole("From the location; beyond, ask the shopper for a word.", required=True)
    clock_seconds = whole("By which a clock may be wrong before you ask for a word.", required=True)


class WorkForm(Schema):
    """A working day, or what of it has changed."""

    cursor = text("Goes into `since` the next time.", required=True)
    whole = fields.Boolean(
        required=True,
        metadata={"description": "True: the phone forgets what this answer does not tell."},
    )
    now = fields.String(required=True, metadata=INSTANT)
    account = fields.Nested(AccountForm, required=True)
    assignments = fields.List(fields.Nested(AssignmentForm), required=True)
    questionnaires = fields.List(fields.Nested(QuestionnaireForm), required=True)
    briefings = fields.List(fields.Nested(BriefingForm), required=True)
    submissions = fields.List(fields.Nested(WorkSubmissionForm), required=True)
    gone = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "What the phone forgets: ids of assignments, contacts of submissions, "
            "and `STANDARD/VERSION` of questionnaires with their briefings."
        },
    )
    receipt_key = fields.Nested(ReceiptKeyForm, required=True)
    limits = fields.Nested(WorkLimitsForm, required=True)


class BriefingAttemptForm(Schema):
    """A quiz as it was answered."""

    attempt = text(required=True, validate=validate.Length(1, _LONGEST_ID))
    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(1, _LONGEST_ID)),
        values=fields.String(validate=validate.Length(0, _LONGEST_ID)),
        required=True,
        validate=validate.Length(max=_MOST_ANSWERS),
        metadata={"description": "Item's id -> mark."},
    )
    answered_at = fields.AwareDateTime(
        required=True, metadata={"description": "As the phone says, with an offset."}
    )


class BriefingResultForm(Schema):
    """What the answers come to."""

    passed = fields.Boolean(required=True)
    score = Share(
        required=True,
        allow_none=True,
        metadata={"description": "The share of right answers, 0..1; null: nothing was asked."},
    )
    certified_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    tries_left = whole("A failed try brings another quiz with the next `GET /work`.", required=True)


class BriefingCertificateForm(Schema):
    """That a shopper knows a version."""

    user = text(required=True)
    certified_at = fields.String(required=True, metadata=INSTANT)


class BriefingCertificatesForm(Schema):
    """Who knows a version, by user."""

    certificates = fields.List(fields.Nested(BriefingCertificateForm), required=True)


class BriefingTriesForm(Schema):
    """Who may try again."""

    user = text(required=True, validate=validate.Length(1, _LONGEST_ID))


class BriefingForgivenForm(Schema):
    """How many failed tries count no longer."""

    forgiven = whole(required=True)
