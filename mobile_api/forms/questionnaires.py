"""Questionnaires as phones are told them."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields, validate

from mobile_api.forms.parts import text, whole
from standards.kinds import KIND_WORDS, Instrument, Question

_KINDS = [word for kind, word in KIND_WORDS.items() if issubclass(kind, Question)]


class QuestionnairesQueryForm(Schema):
    """Which questionnaires are wanted."""

    class Meta:
        """What nobody knows is left unread, as browsers' extensions add to addresses."""

        unknown = EXCLUDE

    language = text("The language of the words; `all` for every one. Default: the caller's own.")
    instrument = text(validate=validate.OneOf([Instrument.VISIT, Instrument.REVIEW]))


class ChoiceForm(Schema):
    """One of the answers that a question allows."""

    value = text("Goes into `answers`.", required=True)
    label = fields.Raw(metadata={"description": "What people read; absent: the value itself."})


class QuestionForm(Schema):
    """One question of a questionnaire."""

    code = text("The key under `answers`.", required=True)
    kind = text(required=True, validate=validate.OneOf(_KINDS))
    question = fields.Raw(required=True, metadata={"description": "Words, or language -> words."})
    required = fields.Boolean(required=True)
    na = fields.Boolean(
        required=True, metadata={"description": 'Whether `{"na": true}` is an answer.'}
    )
    journey = text("Where on the customer's journey it counts.", required=True, allow_none=True)
    show_if = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        required=True,
        metadata={"description": "Asked only if each of these questions has one of these answers."},
    )
    applies = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Raw()),
        required=True,
        metadata={"description": "Counts only where each fact has one of these values."},
    )
    answers = fields.List(fields.Nested(ChoiceForm))
    least = whole("Of a scale.")
    most = whole("Of a scale.")
    unit = text("Of a number.")


class QuestionnaireForm(Schema):
    """What one version of a standard asks of one instrument."""

    standard = text(required=True)
    version = whole("Goes into `questionnaire` of what answers it.", required=True)
    hash = text(required=True)
    instrument = text(required=True)
    title = fields.Raw(required=True, metadata={"description": "Words, or language -> words."})
    languages = fields.List(fields.String(), required=True)
    questions = fields.List(fields.Nested(QuestionForm), required=True)


class QuestionnairesForm(Schema):
    """The questionnaires in force."""

    questionnaires = fields.List(fields.Nested(QuestionnaireForm), required=True)


class WhichQuestionnaireForm(Schema):
    """The version of a standard whose questions are answered."""

    standard = text(required=True)
    version = whole(required=True)
