"""Visits and reviews: a shopper's or reviewer's answers about one contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import abort

from mobile_api.blueprint import Blueprint
from mobile_api.forms.sent import VisitForm
from mobile_api.forms.submissions import (
    AcceptanceForm,
    SubmissionForm,
    SubmissionsForm,
    SubmissionsQueryForm,
)
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, Scope, needs
from mobile_api.refusing import refuses
from mobile_api.taking import body_of
from mobile_api.telling import json_of, summary_of
from mobile_api.visits.accepting import accept
from mobile_api.visits.noticing import DEVICE_TIME, device_time_of
from mobile_api.visits.submissions import Wanted
from mobile_api.visits.submitting import LARGEST, found, submit, told
from standards.kinds import Instrument

_ANSWER, _LIST, _QUERY = SubmissionForm(), SubmissionsForm(), SubmissionsQueryForm()
_ACCEPTANCE = AcceptanceForm()
_BODY = {"required": True, "content": {"application/json": {"schema": VisitForm}}}


def submissions_of(instrument: Instrument, submit_action: Action, plural: str) -> Blueprint:
    """The addresses below `/api/v1/PLURAL` for submissions of the instrument."""
    blueprint = Blueprint(
        plural,
        __name__,
        url_prefix=f"/api/v1/{plural}",
        description=f"A person's answers, a {instrument} each.",
    )
    _list(blueprint, instrument)
    _one(blueprint, instrument, submit_action)
    _acceptance(blueprint, instrument)
    return blueprint


def _list(blueprint: Any, instrument: Instrument) -> None:
    @blueprint.route("")
    class List(MethodView):
        """Those that the caller may see."""

        @needs(Action.SEE_SUBMISSIONS)
        @blueprint.arguments(_QUERY, location="query")
        @blueprint.response(200, _LIST)
        @refuses(blueprint, 401)
        def get(self, query: Mapping[str, Any]) -> Response:
            """List submissions

            The newest first: one's own, or everybody's for a coordinator.
            """
            is_all = caller().scope(Action.SEE_SUBMISSIONS) is Scope.ALL
            by = None if is_all else caller().user
            wanted = Wanted(instrument=instrument, by=by, **query)
            try:
                page = house().submissions.page(wanted)
            except ValueError as error:
                abort(422, errors={"query": {"after": [str(error)]}})
            items = [summary_of(each) for each in page.items]
            return json_of({"items": items, "after": page.after})


def _one(blueprint: Any, instrument: Instrument, submit_action: Action) -> None:
    @blueprint.route("/<uuid:uuid>")
    class One(MethodView):
        """One submission."""

        @needs(Action.SEE_SUBMISSIONS)
        @blueprint.response(200, _ANSWER)
        @refuses(blueprint, 401, 404)
        def get(self, uuid: UUID) -> Response:
            """Show a submission

            Its card as it stands, and how far each of its files has come.
            """
            contact = f"{instrument}/{uuid}"
            return json_of(told(house(), found(house(), contact, caller())))

        @needs(submit_action)
        @blueprint.doc(requestBody=_BODY)
        @blueprint.response(201, _ANSWER)
        @blueprint.alt_response(200, schema=_ANSWER)
        @refuses(blueprint, 400, 401, 409, 413, 415, 422)
        def put(self, uuid: UUID) -> Response:
            """Submit answers

            The sender makes up the UUID. 201 says that it is kept for good; its card in the
            answer is provisional. Sending the same bytes again is safe and answered 200; other
            bytes under the same UUID are answered 409: a correction goes under a new UUID and
            says in `replaces` which one it takes the place of. 422 lists every fault. Files of that
            one that a correction names with the same `sha256` and `bytes` have arrived with it.

            `Device-Time` says what the phone's clock says (ISO 8601 with an offset), so that a
            clock that is wrong can be marked; one that cannot be read is left unread. What is odd
            about a visit stands in `marks` and blocks nothing.
            """
            contact = f"{instrument}/{uuid}"
            told_at = device_time_of(request.headers.get(DEVICE_TIME))
            raw = body_of(LARGEST)
            answer, is_new = submit(house(), instrument, contact, raw, caller(), told_at)
            return json_of(answer, 201 if is_new else 200)


def _acceptance(blueprint: Any, instrument: Instrument) -> None:
    @blueprint.route("/<uuid:uuid>/acceptance")
    class Acceptance(MethodView):
        """That a submission is accepted."""

        @needs(Action.ACCEPT_SUBMISSIONS)
        @blueprint.arguments(_ACCEPTANCE)
        @blueprint.response(200, _ANSWER)
        @refuses(blueprint, 401, 403, 404, 409)
        def post(self, given: Mapping[str, bool], uuid: UUID) -> Response:
            """Accept a submission

            Its card is final from then on and counts in reports. Accepting again changes nothing.
            While named files have not arrived, 409 lists them; `without_files` accepts all the
            same. Nobody accepts what they sent themselves.
            """
            contact = f"{instrument}/{uuid}"
            return json_of(accept(house(), contact, caller(), given["without_files"]))


visits = submissions_of(Instrument.VISIT, Action.SUBMIT_VISITS, "visits")
reviews = submissions_of(Instrument.REVIEW, Action.SUBMIT_REVIEWS, "reviews")
