"""What is asked of visits and reviews now."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.days.questions import questionnaires_of
from mobile_api.forms.questionnaires import QuestionnairesForm, QuestionnairesQueryForm
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from standards.kinds import Instrument

blueprint = Blueprint(
    "questionnaires",
    __name__,
    url_prefix="/api/v1/questionnaires",
    description="The questions of the standards in force.",
)
_QUERY, _ANSWER = QuestionnairesQueryForm(), QuestionnairesForm()
_BOTH = (Instrument.VISIT, Instrument.REVIEW)


@blueprint.route("")
class Questionnaires(MethodView):
    """The questionnaires of all."""

    @needs(Action.SEE_QUESTIONNAIRES)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _ANSWER)
    @refuses(blueprint, 304, 401)
    def get(self, wanted: Mapping[str, str]) -> Response:
        """Show my questionnaires

        Of each standard the version in force. Keep the answer and ask again with its `ETag` in
        `If-None-Match`: 304 says that nothing has changed. Answers to an older version are taken
        as well, for whoever was without a network when the new one was published.
        """
        here = house()
        instrument = wanted.get("instrument")
        instruments = _BOTH if instrument is None else (Instrument(instrument),)
        language = wanted.get("language") or caller().language
        asked = questionnaires_of(here.questionnaires.in_force(here.clock()), instruments, language)
        answer = json_of({"questionnaires": asked}, 200, {"Cache-Control": "private, no-cache"})
        answer.vary.add("Authorization")
        answer.add_etag()
        answer.make_conditional(request)
        return answer
