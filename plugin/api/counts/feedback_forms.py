"""The forms of feedback: what may be asked of it, and all that is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from mobile_api.blueprint import AskedNumber
from mobile_api.forms.parts import text
from plugin.pages.periods import EARLIEST, LATEST, LONGEST, Period
from scoring.binding import Why
from scoring.feedback import Praise, Silence
from scoring.judge import Verdict
from scoring.statistics.change import Direction
from scoring.statistics.goal import Attainment
from standards.kinds import Instrument

_DAY = validate.Regexp(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_LARGEST = 2**31 - 1


def _day(said: str) -> fields.String:
    return fields.String(validate=_DAY, metadata={"format": "date", "description": said})


def _of(kind: type[StrEnum], said: str = "", **more: Any) -> fields.String:
    return text(said, required=True, validate=validate.OneOf([str(each) for each in kind]), **more)


class AskedFeedbackForm(Schema):
    """Which standard and which days; unless told the last month and what judged the person then."""

    standard = text("The code of a standard.", validate=validate.Length(1, 64))
    version = AskedNumber(
        validate=validate.Range(1, _LARGEST), metadata={"description": "Of that standard."}
    )
    until = _day("The last day, counted as well; with `from`.")

    class Meta:
        """`from` is no name that Python has."""

        include = {"from": _day("The first day, in the firm's zone; with `until`.")}  # noqa: RUF012

    @validates_schema
    def _are_days(self, given: Mapping[str, Any], **_: Any) -> None:
        period_in(given)


class IntervalForm(Schema):
    """From which share to which, or from which difference."""

    low = fields.Float(required=True)
    high = fields.Float(required=True)


class ShareForm(Schema):
    """How many were met of how many decided; null: nothing is decided."""

    met = fields.Integer(strict=True, required=True)
    decided = fields.Integer(strict=True, required=True)
    share = fields.Float(required=True, allow_none=True)
    interval = fields.Nested(IntervalForm, required=True, allow_none=True)


class TeamShareForm(Schema):
    """All members together, and the lowest and highest share of one with enough decided."""

    members = fields.Integer(strict=True, required=True)
    share = fields.Float(required=True)
    low = fields.Float(required=True)
    high = fields.Float(required=True)


class ShareChangeForm(IntervalForm):
    """By how much the share has changed, and Newcombe's interval."""

    by = fields.Float(required=True)
    direction = _of(Direction, "`chance` unless the interval leaves zero out.")


class FeedbackCriterionForm(ShareForm):
    """A criterion; null: there is no such figure, and what ends in `silent` says why."""

    code = text(required=True)
    weight = fields.Float(required=True)
    goal = fields.Float(required=True, allow_none=True)
    silent = _of(Silence, allow_none=True)
    attained = _of(Attainment, allow_none=True)
    team = fields.Nested(TeamShareForm, required=True, allow_none=True)
    team_silent = _of(Silence, allow_none=True)
    before = fields.Nested(ShareForm, required=True)
    change = fields.Nested(ShareChangeForm, required=True, allow_none=True)
    change_silent = _of(Silence, allow_none=True)
    loss = fields.Float(
        required=True, metadata={"description": "Weight times what is lost for certain."}
    )
    praise = _of(Praise, "Why it is a strength.", allow_none=True)


class FeedbackExampleForm(Schema):
    """A contact in which the criterion was met, or was not."""

    contact = text(required=True)
    instrument = _of(Instrument)
    day = _day("On which it was opened.")
    verdict = _of(Verdict)


class FeedbackPeriodForm(ShareForm):
    """All criteria together in a period; the interval counts contacts."""

    contacts = fields.Integer(strict=True, required=True)
    until = _day("The last day.")

    class Meta:
        """`from` is no name that Python has."""

        include = {"from": _day("The first day.")}  # noqa: RUF012


class FeedbackPersonForm(Schema):
    """Whom it is about."""

    id = text(required=True)
    name = text(required=True)
    team = text(required=True, allow_none=True)


class JudgingForm(Schema):
    """The version of a standard that judged."""

    code = text(required=True)
    version = fields.Integer(strict=True, required=True)
    hash = text(required=True)


class FeedbackDaysForm(Schema):
    """From the first day to the last, both counted."""

    until = _day("The last day.")

    class Meta:
        """`from` is no name that Python has."""

        include = {"from": _day("The first day.")}  # noqa: RUF012


class BoundForm(Schema):
    """From when until when a version binds the person; null: still."""

    version = fields.Integer(strict=True, required=True)
    since = fields.String(required=True, metadata={"format": "date-time"})
    until = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    why = _of(Why, "Its effective date came, the person passed, or the latest date came.")
    effective_from = fields.String(required=True, metadata={"format": "date-time"})


class FeedbackForm(Schema):
    """What a person's final contacts of a period came to."""

    person = fields.Nested(FeedbackPersonForm, required=True)
    standard = fields.Nested(JudgingForm, required=True)
    period = fields.Nested(FeedbackDaysForm, required=True)
    hash = text(
        "SHA-256 of all figures: what a confirmation that it was read names.", required=True
    )
    made_at = fields.String(required=True, metadata={"format": "date-time"})
    least = fields.Integer(
        strict=True,
        required=True,
        metadata={"description": "Of fewer decided nothing is judged."},
    )
    provisional = fields.Integer(
        strict=True, required=True, metadata={"description": "Contacts that do not count yet."}
    )
    strengths = fields.List(fields.String(), required=True)
    to_work_on = fields.List(fields.String(), required=True)
    criteria = fields.List(fields.Nested(FeedbackCriterionForm), required=True)
    examples = fields.Dict(
        keys=fields.String(), values=fields.List(fields.Nested(FeedbackExampleForm)), required=True
    )
    trend = fields.List(fields.Nested(FeedbackPeriodForm), required=True)
    binding = fields.Nested(
        BoundForm,
        allow_none=True,
        metadata={"description": "Only where the person was given a grace of any version."},
    )
    bound_before = fields.Nested(BoundForm, allow_none=True)
    bound_after = fields.Nested(BoundForm, allow_none=True)


def period_in(given: Mapping[str, Any]) -> Period | None:
    """The days that are asked for; None for none. ValidationError where they make no period."""
    days = {name: _date(name, given[name]) for name in ("from", "until") if name in given}
    if not days:
        return None
    if len(days) < 2:
        raise ValidationError("Name both days.", "until" if "from" in days else "from")
    first, last = days["from"], days["until"]
    if first > last:
        raise ValidationError("The first day comes after the last one.", "from")
    if (last - first).days > LONGEST or first.year < EARLIEST or last.year > LATEST:
        raise ValidationError("That is longer than ten years, or too far off.", "from")
    return Period(first, last)


def _date(name: str, given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise ValidationError("There is no such day.", name) from error
