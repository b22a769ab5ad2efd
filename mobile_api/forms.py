"""The forms of what phones send and are answered, made once: the API's document is written of them.

Submissions themselves are read by `scoring.submission`, which names every fault by its question;
their form here is for the document, and a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from mobile_api.blueprint import AskedFlag, AskedNumber, Flag
from mobile_api.visits.submissions import FileState, MarkKind
from scoring.lines.circumstances import LONGEST_APP, LONGEST_NOTE, LONGEST_WORDS
from scoring.lines.visits import MEANS
from standards.kinds import KIND_WORDS, Instrument, Question

CURSOR = r"^[0-9]{1,15} (visit|review)/[0-9a-f-]{36}$"  # of a page of submissions
_INSTANT = {"description": "An instant, ISO 8601.", "format": "date-time"}
_KINDS = [word for kind, word in KIND_WORDS.items() if issubclass(kind, Question)]


def _text(said: str = "", **more: Any) -> fields.String:
    return fields.String(metadata={"description": said} if said else {}, **more)


def _whole(said: str, **more: Any) -> fields.Integer:
    return fields.Integer(strict=True, metadata={"description": said}, **more)


def _number(said: str, most: float, **more: Any) -> fields.Float:
    bounds = validate.Range(-most, most)
    return fields.Float(validate=bounds, metadata={"description": said}, **more)


def _words(said: str) -> fields.String:
    return _text(said, allow_none=True, validate=validate.Length(max=LONGEST_WORDS))


class SignInForm(Schema):
    """Who signs in."""

    name = _text(required=True, validate=validate.Length(1, 200))
    password = _text(required=True, load_only=True, validate=validate.Length(1, 1_000))


class RenewalForm(Schema):
    """The token that renews a sign-in; good once."""

    refresh_token = _text(required=True, validate=validate.Length(1, 1_000))


class TokensForm(Schema):
    """What a sign-in gives."""

    access_token = _text("Goes into `Authorization: Bearer …`.", required=True)
    token_type = _text(required=True, validate=validate.Equal("Bearer"))
    access_until = fields.String(required=True, metadata=_INSTANT)
    refresh_token = _text(required=True)
    refresh_until = fields.String(required=True, metadata=_INSTANT)


class SignInsQueryForm(Schema):
    """Whose sign-ins are wanted."""

    class Meta:
        """What nobody knows is left unread."""

        unknown = EXCLUDE

    user = _text("By the name that they sign in with; one's own where it is left out.")


class SignedInForm(Schema):
    """A sign-in that stands."""

    id = _text(required=True)
    begun_at = fields.String(required=True, metadata=_INSTANT)
    seen_at = fields.String(required=True, metadata=_INSTANT)
    until = fields.String(required=True, metadata=_INSTANT)
    device = _text("As its User-Agent says, in English.", required=True)
    door = _text(required=True, validate=validate.OneOf(["api", "pages"]))
    current = fields.Boolean(required=True, metadata={"description": "Whether it is this one."})


class SignInsForm(Schema):
    """Sign-ins, the last used first."""

    sessions = fields.List(fields.Nested(SignedInForm), required=True)


class AccountForm(Schema):
    """Who the caller is and what they may do."""

    user = _text(required=True)
    name = _text(required=True)
    language = _text(required=True)
    roles = fields.List(fields.String(), required=True)
    may = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.OneOf(["own", "team", "all"])),
        required=True,
        metadata={"description": "Action -> the scope in which the caller may do it."},
    )


class QuestionnairesQueryForm(Schema):
    """Which questionnaires are wanted."""

    class Meta:
        """What nobody knows is left unread, as browsers' extensions add to addresses."""

        unknown = EXCLUDE

    language = _text("The language of the words; `all` for every one. Default: the caller's own.")
    instrument = _text(validate=validate.OneOf([Instrument.VISIT, Instrument.REVIEW]))


class ChoiceForm(Schema):
    """One of the answers that a question allows."""

    value = _text("Goes into `answers`.", required=True)
    label = fields.Raw(metadata={"description": "What people read; absent: the value itself."})


class QuestionForm(Schema):
    """One question of a questionnaire."""

    code = _text("The key under `answers`.", required=True)
    kind = _text(required=True, validate=validate.OneOf(_KINDS))
    question = fields.Raw(required=True, metadata={"description": "Words, or language -> words."})
    required = fields.Boolean(required=True)
    na = fields.Boolean(
        required=True, metadata={"description": 'Whether `{"na": true}` is an answer.'}
    )
    journey = _text("Where on the customer's journey it counts.", required=True, allow_none=True)
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
    least = _whole("Of a scale.")
    most = _whole("Of a scale.")
    unit = _text("Of a number.")


class QuestionnaireForm(Schema):
    """What one version of a standard asks of one instrument."""

    standard = _text(required=True)
    version = _whole("Goes into `questionnaire` of what answers it.", required=True)
    hash = _text(required=True)
    instrument = _text(required=True)
    title = fields.Raw(required=True, metadata={"description": "Words, or language -> words."})
    languages = fields.List(fields.String(), required=True)
    questions = fields.List(fields.Nested(QuestionForm), required=True)


class QuestionnairesForm(Schema):
    """The questionnaires in force."""

    questionnaires = fields.List(fields.Nested(QuestionnaireForm), required=True)


class WhichQuestionnaireForm(Schema):
    """The version of a standard whose questions are answered."""

    standard = _text(required=True)
    version = _whole("", required=True)


class SeenForm(Schema):
    """Whom it is about."""

    identity = _text(required=True)
    means = _text(required=True, validate=validate.OneOf(list(MEANS)))
    confidence = fields.Float(required=True, validate=validate.Range(0, 1))


class FileForm(Schema):
    """A file that belongs to an answer; its bytes are sent apart."""

    name = _text("The answer of its question, and its address below `files/`.", required=True)
    sha256 = _text("Of the file's bytes, in lower-case hexadecimal.", required=True)
    bytes = _whole("How many it has.", required=True)
    question = _text(allow_none=True)


class PositionForm(Schema):
    """Where the phone was."""

    latitude = _number("Degrees, WGS 84; south is negative.", 90, required=True)
    longitude = _number("Degrees, WGS 84; west is negative.", 180, required=True)
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
    app = _text("Name and version.", allow_none=True, validate=validate.Length(max=LONGEST_APP))


class WordsForm(Schema):
    """What the shopper says of what may look odd."""

    position = _words("Why the phone is far away, or says no position.")
    clock = _words("Why the phone's clock is wrong.")
    late = _words("Why it was late.")


class VisitForm(Schema):
    """A person's answers about one visit or, with `about`, one contact."""

    type = _text("`visit` or `review`, as the address says; may be left out.")
    contact = _text("As the address says; may be left out.")
    about = _text("The contact that a review is about.", allow_none=True)
    questionnaire = fields.Nested(WhichQuestionnaireForm, required=True)
    location = _text(allow_none=True)
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


class HeldFileForm(Schema):
    """A named file and how far it has come."""

    name = _text(required=True)
    sha256 = _text(required=True)
    bytes = _whole("How many it has.", required=True)
    question = _text(required=True, allow_none=True)
    state = _text(required=True, validate=validate.OneOf([*FileState]))
    held = _whole("How many bytes are here for good: go on from there.", required=True)
    fault = _text(
        "Why it was refused, in a word.",
        required=True,
        allow_none=True,
        validate=validate.OneOf(["other-type", "broken", "too-large"]),
    )
    why = _text("Why it was refused, in a sentence.", required=True, allow_none=True)
    taken_at = _text("As the camera says.", required=True, allow_none=True)
    latitude = fields.Float(required=True, allow_none=True)
    longitude = fields.Float(required=True, allow_none=True)
    type = _text("Of what is kept: a type of image or audio.", required=True, allow_none=True)
    until = fields.String(
        required=True,
        allow_none=True,
        metadata={**_INSTANT, "description": "When a file that has not all come expires."},
    )


class ReceiptForm(Schema):
    """What the house says that it holds."""

    receipt = _text("A JWS in compact form, by ES256.", required=True)


class ReceiptKeyForm(Schema):
    """The public key of receipts, as JWK."""

    kty = _text(required=True, validate=validate.Equal("EC"))
    crv = _text(required=True, validate=validate.Equal("P-256"))
    x = _text(required=True)
    y = _text(required=True)
    alg = _text(required=True, validate=validate.Equal("ES256"))
    use = _text(required=True, validate=validate.Equal("sig"))
    kid = _text("The key's thumbprint (RFC 7638).", required=True)


class MarkForm(Schema):
    """What is odd about a visit; it blocks nothing and changes no score."""

    mark = _text(required=True, validate=validate.OneOf([*MarkKind]))
    detail = _text("An English sentence.", required=True)
    figure = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Metres, seconds, or the version that was to be answered."},
    )
    words = _text("The shopper's own about it.", required=True, allow_none=True)


class SubmissionSummaryForm(Schema):
    """A submission without its card."""

    contact = _text(required=True)
    instrument = _text(required=True)
    questionnaire = fields.Nested(WhichQuestionnaireForm, required=True)
    about = _text(required=True, allow_none=True)
    location = _text(required=True, allow_none=True)
    sha256 = _text("Of the bytes that were sent: the submission's identity.", required=True)
    submitted_by = _text(required=True)
    received_at = fields.String(required=True, metadata=_INSTANT)
    standing = _text(
        "Final once accepted, withdrawn once replaced.",
        required=True,
        validate=validate.OneOf(["provisional", "final", "withdrawn"]),
    )
    accepted_at = fields.String(required=True, allow_none=True, metadata=_INSTANT)
    accepted_by = _text(required=True, allow_none=True)
    replaces = _text(required=True, allow_none=True)
    replaced_by = _text(required=True, allow_none=True)
    assignment = _text("That a visit names.", required=True, allow_none=True)
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
    after = _text("The `after` of the page before.", validate=validate.Regexp(CURSOR))
    most = AskedNumber(
        load_default=50, validate=validate.Range(1, 200), metadata={"description": "On one page."}
    )


class SubmissionsForm(Schema):
    """Some submissions, the newest first."""

    items = fields.List(fields.Nested(SubmissionSummaryForm), required=True)
    after = _text("Asks for the next page; null: this is the last.", required=True, allow_none=True)


class AcceptanceForm(Schema):
    """How a submission is accepted."""

    without_files = Flag(
        load_default=False,
        metadata={"description": "True: although named files have not arrived."},
    )
