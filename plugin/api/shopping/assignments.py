"""Assignments: which shopper is to visit what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, url_for
from flask.views import MethodView

from mobile_api.assigning import Assignment, AssignmentState, told_assignment
from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, Scope, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.taking import body_of, takes
from mobile_api.telling import json_of
from plugin.api.conditions import SEEN, etag_of, seen
from plugin.api.here import caller, house
from plugin.api.shopping.assignment_forms import (
    AssignmentListForm,
    AssignmentsQueryForm,
    ImportedAssignmentsForm,
    KeptAssignmentForm,
    NewAssignmentForm,
)
from plugin.shopping.assigning import Assigning
from plugin.shopping.given import GivenAssignment
from plugin.shopping.importing import LARGEST, import_assignments
from plugin.stores.shopping.assignments import AssignmentsWanted
from standards.instants import show_instant

blueprint = Blueprint(
    "assignments",
    __name__,
    url_prefix="/api/v1/assignments",
    description="Which shopper is to visit what, and when.",
)
_CSV = "text/csv"
_BODY = {
    "required": True,
    "content": {_CSV: {"schema": {"type": "string", "description": "See docs/assignments.md."}}},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The state of the assignment."}}
_NEW, _KEPT, _LIST = NewAssignmentForm(), KeptAssignmentForm(), AssignmentListForm()
_WHICH, _IMPORTED = AssignmentsQueryForm(), ImportedAssignmentsForm()


@blueprint.route("")
class Every(MethodView):
    """The assignments that the caller may see."""

    @needs(Action.SEE_ASSIGNMENTS)
    @blueprint.arguments(_WHICH, location="query")
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self, which: Mapping[str, Any]) -> Response:
        """List assignments

        Open ones by the end of their window, all others backwards. A shopper sees their own, as
        `/api/v1/work` tells them.
        """
        told = {name: each for name, each in which.items() if name != "state"}
        if not _sees_all():
            told["shopper"] = caller().user
        state = which.get("state")
        wanted = AssignmentsWanted(state=state and AssignmentState(state), **told)
        page = _assigning().assignments.page(wanted)
        return json_of({"assignments": _told(page.items), "after": page.after})

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _KEPT, headers=_ETAG)
    @refuses(blueprint, 401, 409)
    def post(self, given: Mapping[str, Any]) -> Response:
        """Assign a visit

        422 names each field that cannot be: a version that was never published, a location or a
        shopper that nobody knows, a window that ends before it begins, a fee that is no money. 409
        where the shopper is to visit the same location in the same window already.
        """
        made = _assigning().assign(_given(given), caller().user)
        return _answer(made, 201, {"Location": url_for("assignments.One", assignment=made.id)})


@blueprint.route("/imports")
class Imports(MethodView):
    """Sheets."""

    @needs(Action.KEEP_ASSIGNMENTS)
    @takes(_CSV)
    @blueprint.doc(requestBody=_BODY)
    @blueprint.response(200, _IMPORTED)
    @refuses(blueprint, 401)
    def post(self) -> Response:
        """Import assignments from a sheet

        The body is CSV in UTF-8. All of it is taken or, where it has faults, nothing: each fault
        is listed with its row and column. The same sheet again makes nothing new.
        """
        imported = import_assignments(_assigning(), body_of(LARGEST), caller().user)
        return json_of(
            {
                "made": [each.id for each in imported.made],
                "standing": [each.id for each in imported.standing],
            }
        )


@blueprint.route("/<assignment>")
class One(MethodView):
    """One assignment."""

    @needs(Action.SEE_ASSIGNMENTS)
    @blueprint.response(200, _KEPT, headers=_ETAG)
    @refuses(blueprint, 401, 404)
    def get(self, assignment: str) -> Response:
        """Show an assignment"""
        found = _assigning().found(assignment)
        if not (_sees_all() or found.shopper == caller().user):
            raise NotFound("there is no such assignment")
        return _answer(found)

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.arguments(_NEW)
    @blueprint.doc(parameters=[SEEN])
    @blueprint.response(200, _KEPT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def put(self, given: Mapping[str, Any], assignment: str) -> Response:
        """Change an assignment

        All of it is said anew; the shopper stays. 412 when somebody was quicker, 409 when it is
        closed or withdrawn.
        """
        assigning, number = _assigning(), seen()
        told = assigning.read(_given(given), caller().user)
        return _answer(assigning.change(assignment, number, told))


@blueprint.route("/<assignment>/closed")
class Closed(MethodView):
    """That nobody expects a visit any more."""

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.doc(parameters=[SEEN])
    @blueprint.response(200, _KEPT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, assignment: str) -> Response:
        """Close an assignment

        A visit that comes all the same is taken, and marked.
        """
        return _answer(_assigning().close(assignment, seen()))


@blueprint.route("/<assignment>/withdrawn")
class Withdrawn(MethodView):
    """That an assignment was a mistake."""

    @needs(Action.KEEP_ASSIGNMENTS)
    @blueprint.doc(parameters=[SEEN])
    @blueprint.response(200, _KEPT, headers=_ETAG)
    @refuses(blueprint, 401, 404, 409, 412, 428)
    def post(self, assignment: str) -> Response:
        """Withdraw an assignment

        409 once a visit has come. A visit that comes all the same is taken, and marked.
        """
        return _answer(_assigning().withdraw(assignment, seen()))


def _assigning() -> Assigning:
    return Assigning.of(house())


def _sees_all() -> bool:
    return caller().scope(Action.SEE_ASSIGNMENTS) is Scope.ALL


def _given(told: Mapping[str, Any]) -> GivenAssignment:
    fee = told["fee"] or {"amount": "", "currency": ""}
    return GivenAssignment(
        shopper=told["shopper"],
        location=told["location"],
        **told["window"],
        **told["questionnaire"],
        scenario=told["scenario"],
        amount=fee["amount"],
        currency=fee["currency"],
        note=told["note"],
    )


def _answer(
    assignment: Assignment, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    told = _told((assignment,))[0]
    return json_of(told, status, {**etag_of(assignment.changed), **(headers or {})})


def _told(assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    kept, now = tuple(assignments), house().clock()
    located = _assigning().locations.located({each.location for each in kept}, now)
    of_coordinators = _of_coordinators if _sees_all() else _nothing
    return [
        {**told_assignment(each, located.get(each.location)), **of_coordinators(each)}
        for each in kept
    ]


def _of_coordinators(assignment: Assignment) -> dict[str, Any]:
    return {
        "shopper": assignment.shopper,
        "note": assignment.note,
        "by": assignment.by,
        "made_at": show_instant(assignment.at),
        "changed": assignment.changed,
    }


def _nothing(_: Assignment) -> dict[str, Any]:
    return {}
