"""The forms of drafts: what is sent, and what is answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mobile_api.forms.parts import INSTANT
from mobile_api.forms.parts import text as words
from plugin.api.forms import Instant
from plugin.authoring.drafting import LARGEST_TEXT
from plugin.authoring.history import What
from standards.difference import Effect
from standards.lifecycle import OPEN, State, Step
from standards.model import Area

LONGEST_REASON = 2_000

_STATES = [each.value for each in State]
_AREAS = [each.value for each in Area]
_TEXT = validate.Regexp(r"^(draft|[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?)\Z")


class TakenForm(Schema):
    """A step that was taken with a version."""

    step = words(required=True, validate=validate.OneOf([each.value for each in Step]))
    by = words("The user.", required=True)
    at = fields.String(required=True, metadata=INSTANT)
    why = words(required=True)
    area = words(required=True, allow_none=True, validate=validate.OneOf([*_AREAS, None]))


class ChangeForm(Schema):
    """One thing that reads otherwise."""

    effect = words(required=True, validate=validate.OneOf([each.value for each in Effect]))
    part = words("Where in the YAML; empty: the whole clause.", required=True)
    was = words(required=True, allow_none=True)
    now = words(required=True, allow_none=True)


class ClauseForm(Schema):
    """A criterion that changed."""

    code = words(required=True)
    effects = fields.List(words(), required=True)
    changes = fields.List(fields.Nested(ChangeForm), required=True)


class DifferenceForm(Schema):
    """What changes from the last published version."""

    was = fields.Integer(strict=True, required=True)
    now = fields.Integer(strict=True, required=True)
    whole = fields.List(fields.Nested(ChangeForm), required=True)
    criteria = fields.List(fields.Nested(ClauseForm), required=True)


class DraftForm(Schema):
    """A draft, where it stands, and how it came there."""

    code = words(required=True)
    version = fields.Integer(strict=True, required=True)
    state = words(required=True, validate=validate.OneOf(_STATES))
    revision = fields.Integer(strict=True, required=True)
    text = words("Its YAML, as it was written.", required=True)
    faults = fields.List(
        words(), required=True, metadata={"description": "What is wrong with it, with its lines."}
    )
    missing = fields.List(
        words(validate=validate.OneOf(_AREAS)),
        required=True,
        metadata={"description": "Who has still to approve it."},
    )
    difference = fields.Nested(DifferenceForm, required=True, allow_none=True)
    history = fields.List(fields.Nested(TakenForm), required=True)


class ListedDraftForm(Schema):
    """An open draft in a list."""

    code = words(required=True)
    version = fields.Integer(strict=True, required=True)
    state = words(required=True, validate=validate.OneOf(sorted(each.value for each in OPEN)))
    revision = fields.Integer(strict=True, required=True)
    authors = fields.List(words(), required=True)


class DraftListForm(Schema):
    """Every open draft."""

    drafts = fields.List(fields.Nested(ListedDraftForm), required=True)


class WrittenForm(Schema):
    """The text of a draft, and why it is written so."""

    text = words(
        "A standard, form 1, in YAML.", required=True, validate=validate.Length(1, LARGEST_TEXT)
    )
    why = words(
        "What changes and what for.", required=True, validate=validate.Length(1, LONGEST_REASON)
    )


class ReasonForm(Schema):
    """Why a step is taken."""

    why = words(required=True, validate=validate.Length(1, LONGEST_REASON))


class ApprovalForm(Schema):
    """An approval."""

    area = words("For which part of the firm.", required=True, validate=validate.OneOf(_AREAS))
    why = words("A comment.", load_default="", validate=validate.Length(0, LONGEST_REASON))


class TermsForm(Schema):
    """From when on a version judges."""

    effective_from = Instant(
        data_key="from",
        load_default=None,
        metadata={
            "type": "string",
            "format": "date-time",
            "description": "Contacts opened from this instant on are judged by it; now without it.",
        },
    )
    why = words(
        "What changes and what for.", load_default="", validate=validate.Length(0, LONGEST_REASON)
    )


class EntryForm(Schema):
    """One thing that was done with a draft or a version of a standard."""

    what = words(required=True, validate=validate.OneOf([each.value for each in What]))
    version = fields.Integer(strict=True, required=True)
    by = words("The user.", required=True)
    at = fields.String(required=True, metadata=INSTANT)
    why = words(required=True)
    area = words(required=True, allow_none=True, validate=validate.OneOf([*_AREAS, None]))
    text = words("What it said then, by name.", required=True, allow_none=True)
    was = words("What it had said before, by name.", required=True, allow_none=True)
    effective_from = fields.String(required=True, allow_none=True, metadata=INSTANT)


class HistoryForm(Schema):
    """All that happened to a standard, the latest first."""

    history = fields.List(fields.Nested(EntryForm), required=True)


class TextsQueryForm(Schema):
    """Two texts of a standard, by name."""

    was = words("Such as `3`.", required=True, validate=_TEXT)
    now = words("Such as `4-2` or `draft`.", required=True, validate=_TEXT)
