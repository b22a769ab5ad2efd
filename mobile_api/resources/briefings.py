"""Briefings: a quiz is answered, and coordinators see who is certified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.days.briefing import QuizAnswers, told_result
from mobile_api.forms.work import (
    BriefingAttemptForm,
    BriefingCertificatesForm,
    BriefingForgivenForm,
    BriefingResultForm,
    BriefingTriesForm,
)
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from standards.instants import show_instant

blueprint = Blueprint(
    "briefings",
    __name__,
    url_prefix="/api/v1/briefings",
    description="What shoppers know of their questionnaires.",
)
_ATTEMPT, _RESULT, _CERTIFICATES = (
    BriefingAttemptForm(),
    BriefingResultForm(),
    BriefingCertificatesForm(),
)
_MORE, _GIVEN = BriefingTriesForm(), BriefingForgivenForm()


@blueprint.route("/<standard>/<int:version>/attempts")
class Attempts(MethodView):
    """Answers to the quiz of a briefing."""

    @needs(Action.SUBMIT_VISITS)
    @blueprint.arguments(_ATTEMPT)
    @blueprint.response(200, _RESULT)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], standard: str, version: int) -> Response:
        """Answer the quiz of a briefing

        The quiz came with `GET /work`; whoever passes it is certified for the version. The same
        answers to the same attempt may be sent again and are answered alike; other answers are
        answered 409, for the first ones stand. 422 names each item that is not answered. A try
        that failed brings another quiz with the next `GET /work`, as long as a try is left.
        """
        answers = QuizAnswers(
            user=caller().user,
            standard=standard,
            version=version,
            attempt=given["attempt"],
            answers=given["answers"],
            answered_at=_second(given["answered_at"]),
        )
        return json_of(told_result(house().briefings.answer(answers)))


@blueprint.route("/<standard>/<int:version>/certificates")
class Certificates(MethodView):
    """Who is certified for a version."""

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.response(200, _CERTIFICATES)
    @refuses(blueprint, 401, 404)
    def get(self, standard: str, version: int) -> Response:
        """List who is certified for a questionnaire"""
        _published(standard, version)
        certified = house().briefings.certified(standard, version)
        told = [{"user": user, "certified_at": show_instant(at)} for user, at in certified.items()]
        return json_of({"certificates": told})


@blueprint.route("/<standard>/<int:version>/tries")
class Tries(MethodView):
    """How often somebody may try."""

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.arguments(_MORE)
    @blueprint.response(200, _GIVEN)
    @refuses(blueprint, 401, 404)
    def post(self, given: Mapping[str, Any], standard: str, version: int) -> Response:
        """Let somebody try again

        The shopper's failed tries at the version count no longer.
        """
        _published(standard, version)
        forgiven = house().briefings.forgive(given["user"], standard, version)
        return json_of({"forgiven": forgiven})


def _published(standard: str, version: int) -> None:
    if house().questionnaires.version(standard, version) is None:
        raise NotFound(f"there is no version {version} of {standard}")


def _second(at: datetime) -> int:
    return int(at.timestamp() // 1)
