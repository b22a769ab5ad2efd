"""The forms of training: what is to be known, tries, signatures, and who knows what."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from mobile_api.blueprint import AskedFlag, AskedNumber, Flag, Share, Whole
from mobile_api.forms.parts import INSTANT, text
from plugin.stores.training.assignments import Kind
from plugin.training.assigning import MOST_TARGETS
from plugin.training.questions import LONGEST_ANSWER, LONGEST_QUESTION, MOST_ANSWERS
from plugin.training.standing import State
from plugin.training.xapi import MOST

_DAY: dict[str, Any] = {"format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_STATES = [each.value for each in State]
_KINDS = [each.value for each in Kind]
_NAME = validate.Length(1, 200)
_LARGEST = 2**53 - 1


def _said(said: str, base: dict[str, Any]) -> dict[str, Any]:
    return {**base, "description": said}


class TrainingTargetForm(Schema):
    """Whom a version is assigned to."""

    kind = text(required=True, validate=validate.OneOf(_KINDS))
    id = text("Of a person or a team; or a role.", required=True, validate=_NAME)


class TrainingTermsForm(Schema):
    """What it takes to pass, and for how long it counts."""

    pass_mark = Share(
        load_default=0.8,
        validate=validate.Range(0, 1),
        metadata={"description": "The least share of right answers, 0..1."},
    )
    tries = Whole(load_default=3, validate=validate.Range(1, 20))
    wait_seconds = Whole(load_default=0, validate=validate.Range(0, 720 * 3_600))
    months = Whole(
        load_default=0,
        validate=validate.Range(0, 60),
        metadata={"description": "For how many months it counts; 0 is for good."},
    )
    questions = Whole(
        load_default=6,
        validate=validate.Range(0, 30),
        metadata={"description": "Examples asked, besides the trainers' own questions."},
    )


class NewTrainingAssignmentForm(Schema):
    """Who is to know the version, by when."""

    to = fields.List(
        fields.Nested(TrainingTargetForm),
        required=True,
        validate=validate.Length(1, MOST_TARGETS),
    )
    due = fields.String(required=True, metadata=_said("Until the end of this day.", _DAY))
    latest = fields.String(
        load_default=None,
        allow_none=True,
        metadata=_said("From this day it binds also who has not passed; null: no grace.", _DAY),
    )
    terms = fields.Nested(TrainingTermsForm, load_default=dict)


class TrainingAssignmentForm(Schema):
    """That a version is to be known."""

    id = text(required=True)
    to = fields.Nested(TrainingTargetForm, required=True)
    due = fields.String(required=True, metadata=_DAY)
    latest = fields.String(required=True, allow_none=True, metadata=_DAY)
    terms = fields.Nested(TrainingTermsForm, required=True)
    assigned_at = fields.String(required=True, metadata=INSTANT)
    assigned_by = text(required=True)


class TrainingAssignmentListForm(Schema):
    """The assignments of a version that stand."""

    assignments = fields.List(fields.Nested(TrainingAssignmentForm), required=True)


def _words(longest: int) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.Length(2, 2)),
        values=fields.String(validate=validate.Length(1, longest)),
        required=True,
        validate=validate.Length(1, 3),
        metadata={"description": "A text a language, by its code of two letters."},
    )


class NewTrainingQuestionForm(Schema):
    """A question of a trainer's own."""

    criterion = text(
        "The criterion that it is about; null: the whole.",
        allow_none=True,
        load_default=None,
        validate=_NAME,
    )
    text = _words(LONGEST_QUESTION)
    answers = fields.List(
        _words(LONGEST_ANSWER), required=True, validate=validate.Length(2, MOST_ANSWERS)
    )
    right = Whole(
        required=True,
        validate=validate.Range(0, MOST_ANSWERS - 1),
        metadata={"description": "The place of the right answer, from 0."},
    )


class TrainingQuestionForm(NewTrainingQuestionForm):
    """A question that is asked."""

    id = text(required=True)


class TrainingQuestionListForm(Schema):
    """The trainers' questions about a version."""

    questions = fields.List(fields.Nested(TrainingQuestionForm), required=True)


class LessonForm(Schema):
    """Where somebody stands with a version that they are to know."""

    person = text("An id of the directory.", required=True)
    name = text(required=True)
    team = text(required=True, allow_none=True)
    code = text(required=True)
    version = fields.Integer(strict=True, required=True)
    state = text(required=True, validate=validate.OneOf(_STATES))
    is_overdue = fields.Boolean(required=True)
    due_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    grace_until = fields.String(required=True, allow_none=True, metadata=INSTANT)
    score = fields.Float(required=True, allow_none=True)
    signed_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    ends_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    tries_left = fields.Integer(strict=True, required=True)
    next_try_at = fields.String(required=True, allow_none=True, metadata=INSTANT)
    known_before = fields.Integer(
        strict=True,
        required=True,
        allow_none=True,
        metadata={"description": "The version that they knew; only what changed since is asked."},
    )


class LessonListForm(Schema):
    """What is to be known; what is due first comes first."""

    lessons = fields.List(fields.Nested(LessonForm), required=True)


class TrainingQueryForm(Schema):
    """Whose training, by which standard."""

    team = text("Only the people of this team.", validate=_NAME)
    standard = text("Only this standard.", validate=_NAME)
    after = AskedNumber(
        load_default=0,
        validate=validate.Range(0, _LARGEST),
        metadata={"description": "How many people to pass by."},
    )


class TrainingMatrixForm(Schema):
    """Who knows what; `after` leads on, null where there is nobody more."""

    lessons = fields.List(fields.Nested(LessonForm), required=True)
    after = fields.Integer(strict=True, required=True, allow_none=True)


class QuizAnswerForm(Schema):
    """Something that may be answered."""

    mark = text("What is sent when it is chosen.", required=True)
    text = text(required=True)


class QuizQuestionForm(Schema):
    """A question of a try; nothing in it tells which answer is right."""

    name = text(required=True)
    criterion = text(required=True, allow_none=True)
    title = text("The criterion's.", required=True)
    facts = text(required=True)
    text = text(required=True)
    given = fields.List(fields.String(), required=True)
    answers = fields.List(fields.Nested(QuizAnswerForm), required=True)


class QuizResultForm(Schema):
    """What an answered try came to."""

    passed = fields.Boolean(required=True)
    right = fields.Integer(strict=True, required=True)
    score = fields.Float(required=True, allow_none=True)
    answered_at = fields.String(required=True, metadata=INSTANT)


class TryForm(Schema):
    """A try; `result` is null while it is open."""

    id = text(required=True)
    number = fields.Integer(strict=True, required=True)
    begun_at = fields.String(required=True, metadata=INSTANT)
    pass_mark = fields.Float(required=True)
    questions = fields.List(fields.Nested(QuizQuestionForm), required=True)
    result = fields.Nested(QuizResultForm, required=True, allow_none=True)


class AnswersForm(Schema):
    """What was chosen, by the names of the questions."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 20)),
        values=fields.String(validate=validate.Length(1, 64)),
        required=True,
        validate=validate.Length(0, 100),
    )


class SignatureForm(Schema):
    """That somebody knows a version."""

    name = text("One's own name, as the directory has it.", required=True, validate=_NAME)
    agreed = Flag(required=True)


class StatementsQueryForm(Schema):
    """Which statements."""

    since = AskedNumber(
        load_default=0,
        validate=validate.Range(0, _LARGEST),
        metadata={"description": "What the reading before said; 0 is from the first on."},
    )
    limit = AskedNumber(load_default=MOST, validate=validate.Range(1, MOST))
    email = AskedFlag(
        load_default=False,
        metadata={"description": "Tell people by their e-mail address, where it is known."},
    )


class StatementsForm(Schema):
    """xAPI 1.0.3 statements in the order of the tries; `since` is what to ask for the next time."""

    statements = fields.List(fields.Dict(), required=True)
    since = fields.Integer(strict=True, required=True)
    has_more = fields.Boolean(required=True)
