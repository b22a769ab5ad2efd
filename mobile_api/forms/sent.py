"""Submissions and their files as phones send them.

They are read by `scoring.submission`, which names every fault by its question; their form here is
for the document, and a test holds the two together.
"""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mobile_api.forms.parts import number, text, whole
from mobile_api.forms.questionnaires import WhichQuestionnaireForm
from scoring.lines.circumstances import LONGEST_APP, LONGEST_NOTE, LONGEST_WORDS
from scoring.lines.visits import MEANS


def _words(said: str) -> fields.String:
    return text(said, allow_none=True, validate=validate.Length(max=LONGEST_WORDS))


class SeenForm(Schema):
    """Whom it is about."""

    identity = text(required=True)
    means = text(required=True, validate=validate.OneOf(list(MEANS)))
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))


class FileForm(Schema):
    """A file that belongs to an answer; its bytes are sent apart."""

    name = text("The answer of its question, and its address below `files/`.", required=True)
    sha256 = text("Of the file's bytes, in lower-case hexadecimal.", required=True)
    bytes = whole("How many it has.", required=True)
    question = text(allow_none=True)


class PositionForm(Schema):
    """Where the phone was."""

    latitude = number("Degrees, WGS 84; south is negative.", 90, required=True)
    longitude = number("Degrees, WGS 84; west is negative.", 180, required=True)
    accuracy = fields.Float(
        required=True,
        validate=validate.Range(0),
        metadata={"description": "Metres within which the phone surely is."},
    )
    age = fields.Float(
        required=True,
        validate=validate.Range(0),
        metadata={"description": "How many seconds old this was when it was noted."},
    )
    at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When, by the phone's clock."}
    )


class PositionsForm(Schema):
    """Where the phone was when the visit began and when it ended."""

    start = fields.Nested(PositionForm, allow_none=True)
    end = fields.Nested(PositionForm, allow_none=True)


class DeviceForm(Schema):
    """What the visit was written on."""

    clock_ahead = fields.Float(
        allow_none=True,
        metadata={"description": "Seconds by which the phone's clock is ahead of the server's."},
    )
    app = text("Name and version.", allow_none=True, validate=validate.Length(max=LONGEST_APP))


class WordsForm(Schema):
    """What the shopper says of what may look odd."""

    position = _words("Why the phone is far away, or says no position.")
    clock = _words("Why the phone's clock is wrong.")
    late = _words("Why it was late.")


class VisitForm(Schema):
    """A person's answers about one visit or, with `about`, one contact."""

    type = text("`visit` or `review`, as the address says; may be left out.")
    contact = text("As the address says; may be left out.")
    about = text("The contact that a review is about.", allow_none=True)
    questionnaire = fields.Nested(WhichQuestionnaireForm, required=True)
    location = text(allow_none=True)
    started_at = fields.AwareDateTime(allow_none=True, metadata={"description": "With an offset."})
    ended_at = fields.AwareDateTime(allow_none=True, metadata={"description": "With an offset."})
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.Raw(),
        required=True,
        metadata={"description": 'Question code -> value, or `{"na": true}`.'},
    )
    employee = fields.Nested(SeenForm, allow_none=True)
    replaces = fields.UUID(
        allow_none=True, metadata={"description": "The UUID of an own submission to take back."}
    )
    files = fields.List(fields.Nested(FileForm), allow_none=True)
    facts = fields.Dict(keys=fields.String(), values=fields.Raw(), allow_none=True)
    accepted = fields.Boolean(
        allow_none=True, metadata={"description": "Not for the sender to say; leave it out."}
    )
    assignment = fields.UUID(
        allow_none=True, metadata={"description": "Of a visit: the id of the assignment it is for."}
    )
    notes = fields.Dict(
        keys=fields.String(),
        values=fields.String(allow_none=True, validate=validate.Length(max=LONGEST_NOTE)),
        allow_none=True,
        metadata={"description": "Of a visit: question code -> a note to the answer."},
    )
    positions = fields.Nested(PositionsForm, allow_none=True)
    device = fields.Nested(DeviceForm, allow_none=True)
    words = fields.Nested(WordsForm, allow_none=True)
