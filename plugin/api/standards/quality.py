"""How well each criterion of a published version works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from mobile_api.blueprint import Blueprint
from mobile_api.forms.parts import text
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import house, standards
from plugin.pages.periods import EARLIEST, LATEST, LONGEST
from plugin.quality.looking import look
from plugin.stores.versions.standards import Unreadable
from scoring.quality import Concern, CriterionQuality
from scoring.statistics.interval import Interval
from standards.model import Standard

blueprint = Blueprint(
    "quality",
    __name__,
    url_prefix="/api/v1/standards",
    description="How well each criterion of a published version works.",
)
_SHARE = {"description": "0..1; null where there is nothing to share."}
_FROM_TO = {"description": "-1..1"}


class QualityQueryForm(Schema):
    """Which contacts are looked at."""

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

    @validates_schema
    def _in_order(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        first, last = data.get("first"), data.get("last")
        if not isinstance(first, date) or not isinstance(last, date):
            return
        if first > last:
            raise ValidationError("The first day comes after the last one.", "from")
        if first.year < EARLIEST or last.year > LATEST:
            raise ValidationError("No contact is that old, or that far ahead.", "from")
        if (last - first).days > LONGEST:
            raise ValidationError(f"That is longer than {LONGEST} days.", "from")


class AgreementForm(Schema):
    """How far two people or more agree about so many contacts; alpha is Krippendorff's."""

    contacts = fields.Integer(strict=True, required=True)
    share = fields.Float(required=True, metadata=_SHARE)
    low = fields.Float(required=True, metadata=_SHARE)
    high = fields.Float(required=True, metadata=_SHARE)
    alpha = fields.Float(required=True, allow_none=True, metadata=_FROM_TO)
    alpha_low = fields.Float(required=True, allow_none=True, metadata=_FROM_TO)
    alpha_high = fields.Float(required=True, allow_none=True, metadata=_FROM_TO)


class AssociationForm(Schema):
    """Kendall's tau-b of verdict and customers' rating; mean ratings are null where too few are."""

    by = text("The criterion that asks for the rating.", required=True)
    contacts = fields.Integer(strict=True, required=True)
    tau = fields.Float(required=True, metadata=_FROM_TO)
    low = fields.Float(required=True, metadata=_FROM_TO)
    high = fields.Float(required=True, metadata=_FROM_TO)
    mean_met = fields.Float(required=True, allow_none=True)
    mean_missed = fields.Float(required=True, allow_none=True)
    apart_low = fields.Float(required=True, allow_none=True)
    apart_high = fields.Float(required=True, allow_none=True)


class CriterionQualityForm(Schema):
    """How well one criterion works; what is null is not known of enough contacts."""

    criterion = text(required=True)
    occurrences = fields.Integer(strict=True, required=True)
    inapplicable = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    unknown_ = fields.Float(required=True, allow_none=True, data_key="unknown", metadata=_SHARE)
    met = fields.Float(required=True, allow_none=True, metadata=_SHARE)
    twice = fields.Integer(
        strict=True,
        required=True,
        metadata={"description": "Contacts that two people or more have answered."},
    )
    agreement = fields.Nested(AgreementForm, required=True, allow_none=True)
    with_rating = fields.Integer(
        strict=True, required=True, metadata={"description": "Contacts with verdict and rating."}
    )
    rated = fields.Nested(AssociationForm, required=True, allow_none=True)
    concerns = fields.List(
        text(validate=validate.OneOf([each.value for each in Concern])),
        required=True,
        metadata={"description": "Why its wording is to be looked at again."},
    )


class QualityForm(Schema):
    """How well the criteria of a version work, in their order."""

    standard = text(required=True)
    version = fields.Integer(strict=True, required=True)
    criteria = fields.List(fields.Nested(CriterionQualityForm), required=True)


_QUERY, _QUALITY = QualityQueryForm(), QualityForm()


@blueprint.route("/<code>/<int:version>/quality")
class VersionQuality(MethodView):
    """The criteria of one version."""

    @needs(Action.SEE_DRAFTS)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _QUALITY)
    @refuses(blueprint, 401, 404)
    def get(self, query: Mapping[str, Any], code: str, version: int) -> Response:
        """Show how well each criterion works

        By final cards of contacts opened in these days: whether it applies, can be told, parts good
        from bad, is answered alike by two people, and agrees with what customers say.
        """
        looked = look(house(), _standard(code, version), query["first"], query["last"])
        criteria = [_told(each) for each in looked.criteria]
        return json_of({"standard": code, "version": version, "criteria": criteria})


def _standard(code: str, version: int) -> Standard:
    try:
        found = standards().version(code, version)
    except Unreadable as error:
        raise NotFound(str(error)) from error
    if found is None:
        raise NotFound(f"there is no version {version} of {code[:40]!r}")
    return found


def _told(each: CriterionQuality) -> dict[str, Any]:
    counts = each.counts
    return {
        "criterion": each.criterion,
        "occurrences": counts.decided + counts.pending + counts.unknown + counts.not_applicable,
        "inapplicable": each.inapplicable,
        "unknown": each.unknown,
        "met": each.met,
        "twice": each.twice,
        "agreement": _agreement(each),
        "with_rating": each.with_rating,
        "rated": _rated(each),
        "concerns": [one.value for one in each.concerns],
    }


def _agreement(each: CriterionQuality) -> dict[str, Any] | None:
    found = each.agreement
    if found is None:
        return None
    told = {"contacts": found.contacts, "share": found.share, "alpha": found.alpha}
    return {**told, **_ends("", found.interval), **_ends("alpha_", found.range)}


def _rated(each: CriterionQuality) -> dict[str, Any] | None:
    if each.rated is None:
        return None
    found, apart = each.rated.association, each.rated.apart
    return {
        "by": each.rated.by,
        "contacts": found.contacts,
        "tau": found.tau,
        **_ends("", found.range),
        "mean_met": None if apart is None else apart.mean,
        "mean_missed": None if apart is None else apart.other,
        **_ends("apart_", None if apart is None else apart.by),
    }


def _ends(of: str, interval: Interval | None) -> dict[str, float | None]:
    low, high = (None, None) if interval is None else interval
    return {f"{of}low": low, f"{of}high": high}
