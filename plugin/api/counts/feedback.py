"""Feedback: what a person's contacts came to, with the same figures as their page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.counts.feedback_forms import AskedFeedbackForm, FeedbackForm, period_in
from plugin.api.here import caller, directory, house, standards
from plugin.feedback.choosing import Chosen, Wanted, choose
from plugin.feedback.report import Report
from plugin.feedback.reporting import Reporting
from plugin.feedback.telling import binding_told, hash_of, told
from plugin.pages.feedback.asked import USUAL, today_in
from plugin.pages.feedback.reach import person_for
from plugin.pages.periods import usual_periods
from plugin.stores.versions.standards import Unreadable
from standards.instants import show_instant
from standards.model import Standard

blueprint = Blueprint(
    "feedback",
    __name__,
    url_prefix="/api/v1/employees",
    description="What people's contacts came to.",
)


@blueprint.route("/<person>/feedback")
class Feedback(MethodView):
    """One person's feedback."""

    @needs(Action.SEE_FEEDBACK)
    @blueprint.arguments(AskedFeedbackForm, location="query")
    @blueprint.response(200, FeedbackForm)
    @refuses(blueprint, 401, 404)
    def get(self, asked: Mapping[str, Any], person: str) -> Response:
        """Show a person's feedback

        Of oneself, of the people of one's team, or of everybody, as the role has it. Only final
        contacts count.
        """
        found = person_for(directory(), caller(), Action.SEE_FEEDBACK, person)
        if found is None:
            raise NotFound("there is no such person, or their feedback is not yours to see")
        period = period_in(asked) or usual_periods(today_in(house()))[USUAL]
        reporting, wanted = (
            Reporting.of(house()),
            Wanted(asked.get("standard"), asked.get("version")),
        )
        chosen = choose(reporting, standards().known(), found, period, wanted)
        known = _version(chosen)
        if known is None:
            raise NotFound("there is no such version of a standard")
        return json_of(_told(reporting.report(found, known, period)))


def _told(report: Report) -> dict[str, Any]:
    made_at = show_instant(report.made_at)
    dates = binding_told(report.told)
    return {**told(report), **dates, "hash": hash_of(report), "made_at": made_at}


def _version(chosen: Chosen | None) -> Standard | None:
    """The standard; None where there is none, or this release cannot read it any more."""
    try:
        return None if chosen is None else standards().version(chosen.code, chosen.version)
    except Unreadable:
        return None
