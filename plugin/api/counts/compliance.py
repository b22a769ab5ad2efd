"""The compliance with a standard, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from mobile_api.blueprint import AskedNumber, Blueprint
from mobile_api.forms.parts import text
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, house, standards
from plugin.pages.asked import STANDINGS, Asked
from plugin.pages.bindings import in_grace
from plugin.pages.counts.breakdown import CRITERION, WAYS, found_by
from plugin.pages.counts.compliance import summed
from plugin.pages.periods import LONGEST, Period
from plugin.pages.scope import whose_of
from plugin.stores.filed.reports import Reports, Whose
from plugin.stores.training.bindings import Bindings
from plugin.stores.versions.standards import Unreadable
from scoring.binding import followed_at
from scoring.compliance import CriterionKept, Kept, Where, kept, where_stands
from scoring.statistics.difference import Method
from scoring.tally.counts import Counts
from standards.instants import show_instant
from standards.kinds import Instrument
from standards.model import Standard

blueprint = Blueprint(
    "compliance",
    __name__,
    url_prefix="/api/v1/standards",
    description="How well a standard is kept.",
)
_NARROWING = ("team", "location", "channel")
_VALUE = validate.Length(0, 200)
_SHARE = {"description": "0..1; null where nothing is decided."}
_COUNTED = (
    "met", "partly", "missed", "decided", "pending", "unknown", "not_applicable",
)  # fmt: skip


class ComplianceQueryForm(Schema):
    """Which contacts are counted, and by what."""

    first = fields.Date(
        data_key="from",
        required=True,
        metadata={"description": "Contacts opened from this day on.", "format": "date"},
    )
    last = fields.Date(
        data_key="until",
        required=True,
        metadata={"description": "To this day, with it.", "format": "date"},
    )
    version = AskedNumber(
        metadata={"description": "Of the standard; the newest without it."},
        validate=validate.Range(1, 2**31 - 1),
    )
    standing = text(
        "Final contacts alone, or provisional ones too.",
        validate=validate.OneOf(tuple(STANDINGS)),
        load_default="final",
    )
    by = text(
        "By what the parts are counted; by `criterion` there are none.",
        validate=validate.OneOf(list(WAYS)),
        load_default=CRITERION,
    )
    team = text("Only of this group of a helpdesk.", validate=_VALUE)
    location = text("Only of this location.", validate=_VALUE)
    channel = text("Only of this channel.", validate=_VALUE)

    @validates_schema
    def _in_order(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        first, last = data.get("first"), data.get("last")
        if not isinstance(first, date) or not isinstance(last, date):
            return
        if first > last:
            raise ValidationError("The first day comes after the last one.", "from")
        if (last - first).days > LONGEST:
            raise ValidationError(f"That is longer than {LONGEST} days.", "from")


class CountedForm(Schema):
    """Occurrences by verdict, with their share; `attained` is null without a goal."""

    instrument = text(required=True, validate=validate.OneOf(list(Instrument)))
    met = fields.Integer(strict=True, required=True)
    partly = fields.Integer(strict=True, required=True)
    missed = fields.Integer(strict=True, required=True)
    decided = fields.Integer(strict=True, required=True)
    pending = fields.Integer(strict=True, required=True)
    unknown_ = fields.Integer(strict=True, required=True, data_key="unknown")
    not_applicable = fields.Integer(strict=True, required=True)
    share = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    low = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    high = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    coverage = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    attained = text(required=True, allow_none=True, validate=validate.OneOf([*Where, None]))


class DifferForm(Schema):
    """How often chance alone makes shares differ as much."""

    probability = fields.Float(required=True)
    method = text(required=True, validate=validate.OneOf(list(Method)))


class CriterionKeptForm(Schema):
    """A criterion; `differ` is null where fewer than two instruments have anything decided."""

    criterion = text(required=True)
    goal = fields.Float(required=True, allow_none=True)
    instruments = fields.List(fields.Nested(CountedForm), required=True)
    differ = fields.Nested(DifferForm, required=True, allow_none=True)


class PartForm(Schema):
    """What was counted for one value of what is asked by; null is not known."""

    value = text(required=True, allow_none=True)
    instruments = fields.List(fields.Nested(CountedForm), required=True)


class InGraceForm(Schema):
    """How many people are in grace of the version now, and until when at most."""

    people = fields.Integer(strict=True, required=True)
    until = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})


class ComplianceForm(Schema):
    """The compliance with a version of a standard, and from when until when it is in force.

    That is for everybody; those in grace go by an older version in their own feedback alone.
    """

    standard = text(required=True)
    version = fields.Integer(strict=True, required=True)
    effective_from = fields.String(required=True, metadata={"format": "date-time"})
    followed_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"format": "date-time", "description": "When a newer version takes its place."},
    )
    withdrawn_at = fields.String(required=True, allow_none=True, metadata={"format": "date-time"})
    in_grace = fields.Nested(InGraceForm, required=True)
    contacts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many there are by standing."},
    )
    criteria = fields.List(fields.Nested(CriterionKeptForm), required=True)
    parts = fields.List(fields.Nested(PartForm), required=True)


_QUERY, _COMPLIANCE = ComplianceQueryForm(), ComplianceForm()


@blueprint.route("/<code>/compliance")
class Compliance(MethodView):
    """The compliance with one standard."""

    @needs(Action.SEE_COMPLIANCE)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _COMPLIANCE)
    @refuses(blueprint, 401, 404)
    def get(self, query: Mapping[str, Any], code: str) -> Response:
        """Show how well a standard is kept

        Counted are the occurrences that the caller may see, in contacts opened in these days.
        """
        standard = _standard(code, query.get("version"))
        only = {name: query[name] for name in _NARROWING if name in query}
        period = Period(query["first"], query["last"])
        asked = Asked(standard.code, standard.version, period, query["standing"], only)
        return json_of(_told(standard, asked, query["by"]))


def _standard(code: str, version: int | None) -> Standard:
    known = [each.version for each in standards().versions(code)]
    wanted = version or max(known, default=0)
    try:
        found = standards().version(code, wanted) if wanted in known else None
    except Unreadable:
        found = None
    if found is None:
        raise NotFound(f"there is no such version of {code[:40]!r}")
    return found


def _told(standard: Standard, asked: Asked, by: str) -> dict[str, Any]:
    reports = Reports(house().database)
    whose = whose_of(caller(), Action.SEE_COMPLIANCE)
    stretch = asked.stretch(whose)
    counted = reports.counted(stretch, asked.tallied)
    told = kept(standard, summed(counted.cells, asked.standings))
    parts = {} if by == CRITERION else found_by(by, standard, reports, asked, stretch)
    return {
        "standard": standard.code,
        "version": standard.version,
        **_dates(standard, whose),
        "contacts": {str(standing): number for standing, number in counted.contacts.items()},
        "criteria": [_criterion(each) for each in told],
        "parts": [
            {"value": value, "instruments": list(_part(summed(parts[value], asked.standings)))}
            for value in sorted(parts, key=lambda value: (value is None, value or ""))
        ],
    }


def _dates(standard: Standard, whose: Whose | None) -> dict[str, Any]:
    versions = standards().versions(standard.code)
    version = next(each for each in versions if each.version == standard.version)
    bindings = Bindings(house().database, house().config.zone, standards())
    ends = in_grace(version, bindings, whose, house().clock())
    return {
        "effective_from": show_instant(version.effective_from),
        "followed_at": _instant(followed_at(version, versions)),
        "withdrawn_at": _instant(version.withdrawn_at),
        "in_grace": {"people": len(ends), "until": _instant(max(ends, default=None))},
    }


def _instant(at: int | None) -> str | None:
    return None if at is None else show_instant(at)


def _criterion(told: CriterionKept) -> dict[str, Any]:
    differ = told.differ
    return {
        "criterion": told.criterion.code,
        "goal": told.criterion.goal,
        "instruments": [_counted(each, its) for each, its in told.by.items()],
        "differ": None
        if differ is None
        else {"probability": differ.probability, "method": str(differ.method)},
    }


def _part(told: Mapping[tuple[str, Instrument], Counts]) -> Iterator[dict[str, Any]]:
    for instrument in Instrument:
        counts = sum((its for (_, each), its in told.items() if each is instrument), Counts())
        if counts != Counts():
            yield _counted(instrument, Kept(counts, where_stands(counts, None)))


def _counted(instrument: Instrument, told: Kept) -> dict[str, Any]:
    counts, interval = told.counts, told.counts.interval
    return {
        "instrument": str(instrument),
        **{name: getattr(counts, name) for name in _COUNTED},
        "share": counts.share,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "coverage": counts.coverage,
        "attained": None if told.where is None else str(told.where),
    }
