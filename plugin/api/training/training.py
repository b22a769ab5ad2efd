"""Who is to know what: assignments, trainers' own questions, and who knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, directory, house
from plugin.api.training.learning import lesson_told, studying
from plugin.api.training.training_forms import (
    LessonForm,
    NewTrainingAssignmentForm,
    NewTrainingQuestionForm,
    TrainingAssignmentListForm,
    TrainingMatrixForm,
    TrainingQueryForm,
    TrainingQuestionForm,
    TrainingQuestionListForm,
)
from plugin.stores.training.assignments import Assignment, Kind, Target, Terms
from plugin.stores.training.own_questions import OwnQuestion
from plugin.training.assigning import Assigning, GivenAssignment
from plugin.training.matrix import matrix_of, people_seen
from plugin.training.questions import GivenQuestion
from standards.instants import show_instant

blueprint = Blueprint(
    "training", __name__, url_prefix="/api/v1/training", description="Who is to know what."
)
MOST = 100  # people of one answer
_QUERY, _MATRIX, _LESSON = TrainingQueryForm(), TrainingMatrixForm(), LessonForm()
_NEW, _LIST = NewTrainingAssignmentForm(), TrainingAssignmentListForm()
_ASKED, _QUESTION, _QUESTIONS = (
    NewTrainingQuestionForm(),
    TrainingQuestionForm(),
    TrainingQuestionListForm(),
)


@blueprint.route("")
class Training(MethodView):
    """Who knows what."""

    @needs(Action.SEE_TRAINING)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _MATRIX)
    @refuses(blueprint, 401)
    def get(self, query: Mapping[str, Any]) -> Response:
        """Show who knows which version

        Of the people whose training you see, by name: a hundred people at a time.
        """
        seen, team = people_seen(directory(), caller()), query.get("team")
        wanted = [each for each in seen if team is None or each.team == team]
        first = query["after"]
        matrix = matrix_of(studying(), wanted[first : first + MOST], query.get("standard"))
        after = first + MOST if len(wanted) > first + MOST else None
        return json_of({"lessons": [lesson_told(each) for each in matrix.lessons], "after": after})


@blueprint.route("/<code>/<int:version>/assignments")
class Given(MethodView):
    """The assignments of a version."""

    @needs(Action.KEEP_TRAINING)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401, 404)
    def get(self, code: str, version: int) -> Response:
        """List whom a version is assigned to"""
        published = _assigning().published(code, version)
        found = _assigning().assignments.standing(published.code, published.version)
        return json_of({"assignments": [_told(each) for each in found]})

    @needs(Action.KEEP_TRAINING)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _LIST)
    @refuses(blueprint, 401, 404)
    def post(self, given: Mapping[str, Any], code: str, version: int) -> Response:
        """Assign a version to people, teams or roles

        Whoever joins a team later has it too. An assignment for the same one before ends.
        """
        targets = tuple(Target(Kind(each["kind"]), each["id"]) for each in given["to"])
        terms = Terms(**given["terms"])
        told = GivenAssignment(targets, given["due"], given["latest"] or "", terms)
        assigning = _assigning()
        made = assigning.assign(assigning.published(code, version), told, caller().user)
        return json_of({"assignments": [_told(each) for each in made]}, 201)


@blueprint.route("/<code>/<int:version>/assignments/<assignment>")
class Ended(MethodView):
    """One assignment."""

    @needs(Action.KEEP_TRAINING)
    @blueprint.response(204)
    @refuses(blueprint, 401, 404)
    def delete(self, code: str, version: int, assignment: str) -> None:
        """Take an assignment back"""
        assigning = _assigning()
        assigning.end(assignment, assigning.published(code, version), caller().user)


@blueprint.route("/<code>/<int:version>/people/<person>/tries")
class Granted(MethodView):
    """The tries of one person."""

    @needs(Action.KEEP_TRAINING)
    @blueprint.response(201, _LESSON)
    @refuses(blueprint, 401, 404)
    def post(self, code: str, version: int, person: str) -> Response:
        """Grant one person one more try

        Once they have used up theirs. Everybody else keeps the tries that they have.
        """
        ways = studying()
        granted = ways.grant(ways.lesson(person, code, version), caller().user)
        return json_of(lesson_told(granted), 201)


@blueprint.route("/<code>/<int:version>/questions")
class Questions(MethodView):
    """The trainers' own questions about a version."""

    @needs(Action.KEEP_TRAINING)
    @blueprint.response(200, _QUESTIONS)
    @refuses(blueprint, 401, 404)
    def get(self, code: str, version: int) -> Response:
        """List the questions of your own"""
        published = _assigning().published(code, version)
        found = _assigning().questions.of(published.code, published.version)
        return json_of({"questions": [_question(each) for each in found]})

    @needs(Action.KEEP_TRAINING)
    @blueprint.arguments(_ASKED)
    @blueprint.response(201, _QUESTION)
    @refuses(blueprint, 401, 404)
    def post(self, given: Mapping[str, Any], code: str, version: int) -> Response:
        """Add a question of your own"""
        assigning, answers = _assigning(), tuple(given["answers"])
        told = GivenQuestion(given["text"], answers, given["right"], given["criterion"])
        made = assigning.ask(assigning.published(code, version), told, caller().user)
        return json_of(_question(made), 201)


@blueprint.route("/<code>/<int:version>/questions/<question>")
class NoMore(MethodView):
    """One question."""

    @needs(Action.KEEP_TRAINING)
    @blueprint.response(204)
    @refuses(blueprint, 401, 404)
    def delete(self, code: str, version: int, question: str) -> None:
        """Ask a question no more"""
        assigning = _assigning()
        assigning.ask_no_more(question, assigning.published(code, version))


def _assigning() -> Assigning:
    return Assigning(house())


def _told(assignment: Assignment) -> dict[str, Any]:
    terms = assignment.terms
    return {
        "id": assignment.id,
        "to": {"kind": assignment.to.kind.value, "id": assignment.to.id},
        "due": assignment.due,
        "latest": assignment.latest,
        "terms": {name: getattr(terms, name) for name in terms.__slots__},
        "assigned_at": show_instant(assignment.at),
        "assigned_by": assignment.by,
    }


def _question(question: OwnQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "criterion": question.criterion,
        "text": question.text,
        "answers": list(question.answers),
        "right": question.right,
    }
