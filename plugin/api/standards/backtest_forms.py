"""The forms of backtests and recounts: what is asked for, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from mobile_api.blueprint import Whole
from mobile_api.forms.parts import INSTANT, text
from plugin.api.forms import Instant
from plugin.backtests.asking import LONGEST_NAME
from plugin.stores.versions.backtests import Asked, Kind, Progress, State
from scoring.backtest import GRAVITY, Backtest, Idle, Verdicts
from scoring.scorecard import Outcome
from standards.instants import show_instant

_KINDS, _STATES = ([each.value for each in words] for words in (Kind, State))
_VERDICTS = [each.value for each in GRAVITY]
_OUTCOMES = [each.value for each in Outcome]
_CODE = validate.Length(1, 64)


def _instant(said: str, **more: Any) -> Instant:
    return Instant(metadata={"type": "string", "format": "date-time", "description": said}, **more)


class NewBacktestForm(Schema):
    """A backtest to be: of the standard's open draft, or of a version published before."""

    code = text("The code of the standard.", required=True, validate=_CODE)
    version = Whole(
        allow_none=True,
        load_default=None,
        validate=validate.Range(1, 999_999_999),
        metadata={"description": "Recount under this published version; null: the open draft."},
    )
    since = _instant("Contacts opened from this instant on.", required=True)
    until = _instant("And before this one.", required=True)
    name = text("A name of your own.", load_default="", validate=validate.Length(0, LONGEST_NAME))


class WhichBacktestsForm(Schema):
    """Whose backtests to list."""

    code = text("The code of the standard.", required=True, validate=_CODE)


class BacktestHeadForm(Schema):
    """A backtest without what it found."""

    id = text(required=True)
    kind = text(required=True, validate=validate.OneOf(_KINDS))
    name = text("The asker's own name for it; empty where there is none.", required=True)
    code = text(required=True)
    version = fields.Integer(strict=True, required=True)
    since = fields.String(required=True, metadata=INSTANT)
    until = fields.String(required=True, metadata=INSTANT)
    asked_at = fields.String(required=True, metadata=INSTANT)
    asked_by = text(required=True)
    state = text(required=True, validate=validate.OneOf(_STATES))


class BacktestListForm(Schema):
    """Backtests, the newest first."""

    backtests = fields.List(fields.Nested(BacktestHeadForm), required=True)


class BacktestProgressForm(Schema):
    """How far it has come: parts judged of how many, and why some could not be."""

    done = fields.Integer(strict=True, required=True)
    of = fields.Integer(strict=True, required=True)
    failed = fields.List(text(), required=True)


class VerdictsForm(Schema):
    """Occurrences by verdict; the share met of the decided, 0..1, with its 95 % interval."""

    counts = fields.Dict(
        keys=text(validate=validate.OneOf(_VERDICTS)),
        values=fields.Integer(strict=True),
        required=True,
    )
    share = fields.Float(required=True, allow_none=True)
    low = fields.Float(required=True, allow_none=True)
    high = fields.Float(required=True, allow_none=True)


class BacktestRowForm(Schema):
    """A criterion of one team (null: of none) as judged, and as it would be."""

    criterion = text(required=True)
    team = text(required=True, allow_none=True)
    was = fields.Nested(VerdictsForm, required=True)
    now = fields.Nested(VerdictsForm, required=True)


class BacktestFlipForm(Schema):
    """Contacts that flip in one way: how many, and the first of them."""

    criterion = text(required=True)
    was = text(required=True, validate=validate.OneOf(_VERDICTS))
    now = text(required=True, validate=validate.OneOf(_VERDICTS))
    number = fields.Integer(strict=True, required=True)
    contacts = fields.List(text(), required=True)


class BacktestOutcomeForm(Schema):
    """How many scorecards had this verdict (null: there was none), and would have that one."""

    was = text(required=True, allow_none=True, validate=validate.OneOf([*_OUTCOMES, None]))
    now = text(required=True, validate=validate.OneOf(_OUTCOMES))
    number = fields.Integer(strict=True, required=True)


class BacktestIdleForm(Schema):
    """A criterion that decides nothing, and why."""

    criterion = text(required=True)
    why = text(required=True, validate=validate.OneOf([each.value for each in Idle]))


class BacktestForm(BacktestHeadForm):
    """A backtest, how far it has come, and once it has ended what it found. Nothing is filed."""

    progress = fields.Nested(BacktestProgressForm, required=True)
    contacts = fields.Integer(strict=True, required=True)
    unjudged = fields.Integer(
        strict=True,
        required=True,
        metadata={"description": "Contacts without a card of the version in force."},
    )
    anew = fields.Integer(
        strict=True,
        required=True,
        metadata={"description": "Contacts whose card was replaced since it was asked for."},
    )
    unasked = fields.Dict(
        keys=text(),
        values=fields.Integer(strict=True),
        required=True,
        metadata={"description": "Visits and reviews that were not asked the criterion so."},
    )
    rows = fields.List(fields.Nested(BacktestRowForm), required=True)
    flips = fields.List(fields.Nested(BacktestFlipForm), required=True)
    outcomes = fields.List(fields.Nested(BacktestOutcomeForm), required=True)
    idle = fields.List(fields.Nested(BacktestIdleForm), required=True)


def head_told(asked: Asked, state: State) -> dict[str, Any]:
    """A backtest without what it found, as it is answered."""
    return {
        "id": asked.id,
        "kind": asked.kind.value,
        "name": asked.name,
        "code": asked.code,
        "version": asked.version,
        "since": show_instant(asked.since),
        "until": show_instant(asked.until),
        "asked_at": show_instant(asked.asked_at),
        "asked_by": asked.asked_by,
        "state": state.value,
    }


def backtest_told(
    asked: Asked, state: State, progress: Progress, found: Backtest
) -> dict[str, Any]:
    """A backtest with what it found, as it is answered."""
    return {
        **head_told(asked, state),
        "progress": {"done": progress.done, "of": progress.of, "failed": [*progress.failed]},
        "contacts": found.contacts,
        "unjudged": found.unjudged,
        "anew": found.anew,
        "unasked": dict(found.unasked),
        "rows": [*_rows(found)],
        "flips": [
            {**flip._asdict(), "number": flipped.number, "contacts": flipped.contacts}
            for flip, flipped in sorted(found.flips.items())
        ],
        "outcomes": [
            {"was": was, "now": now, "number": number}
            for (was, now), number in sorted(found.outcomes.items(), key=str)
        ],
        "idle": [
            {"criterion": code, "why": now.idle.value}
            for code, (_, now) in found.by_criterion().items()
            if now.idle is not None
        ],
    }


def _rows(found: Backtest) -> list[Mapping[str, Any]]:
    nothing = Verdicts()
    rows = sorted({*found.was, *found.now}, key=lambda row: (row.criterion, row.team or ""))
    return [
        {
            **row._asdict(),
            "was": _verdicts(found.was.get(row, nothing)),
            "now": _verdicts(found.now.get(row, nothing)),
        }
        for row in rows
    ]


def _verdicts(verdicts: Verdicts) -> dict[str, Any]:
    interval = verdicts.interval
    return {
        "counts": {each.value: verdicts.of(each) for each in GRAVITY},
        "share": verdicts.share,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
    }
