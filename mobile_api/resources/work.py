"""The phone's working day in one call."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.days.working import day_of
from mobile_api.forms.work import WorkForm, WorkQueryForm
from mobile_api.needs import caller, house
from mobile_api.packing import packed
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses

blueprint = Blueprint(
    "work", __name__, url_prefix="/api/v1/work", description="A shopper's working day in one call."
)
_QUERY, _ANSWER = WorkQueryForm(), WorkForm()


@blueprint.route("")
class Work(MethodView):
    """The caller's working day."""

    @needs(Action.SUBMIT_VISITS)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _ANSWER)
    @refuses(blueprint, 304, 401)
    def get(self, wanted: Mapping[str, str]) -> Response:
        """Show my working day

        Everything that a phone needs to work without a network. Ask again with the answer's
        `cursor` in `since`: what has changed is told, and what is gone. `whole` says that the
        phone forgets what this answer does not tell; so is answered whoever sends no cursor, or
        one that they were not given within the last weeks. The answer's `ETag` in `If-None-Match`
        asks for 304 when nothing has changed. It is compressed for whoever accepts gzip.
        """
        here, now = house(), house().clock()
        day = day_of(here, caller(), now)
        since = wanted.get("since")
        answer = Response(content_type="application/json")
        # No browser writes it to its disk: the app keeps it sealed, and asks with the ETag itself.
        answer.headers["Cache-Control"] = "no-store"
        answer.vary.add("Authorization")
        answer.set_etag(day.cursor, weak=True)
        if since != day.cursor:
            held = None if since is None else here.cursors.held(caller().user, since)
            here.cursors.issue(caller().user, day.cursor, day.marks, now)
        else:
            held = day.marks
        answer.set_data(day.since(held))
        answer.make_conditional(request)
        return packed(answer, request)
