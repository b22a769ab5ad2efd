"""What one is to know oneself: trying to show it, signing; and what was learnt, as statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, Scope, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, directory, house
from plugin.api.training.training_forms import (
    AnswersForm,
    LessonForm,
    LessonListForm,
    SignatureForm,
    StatementsForm,
    StatementsQueryForm,
    TryForm,
)
from plugin.language import TRANSLATED, Language
from plugin.stores.training.learning import Try
from plugin.training.matrix import people_seen
from plugin.training.refusals import TrainingUnfit
from plugin.training.showing import Question, Shown
from plugin.training.studying import Lesson, Studying
from plugin.training.xapi import Telling, home_of
from standards.instants import show_instant

blueprint = Blueprint(
    "learning", __name__, url_prefix="/api/v1/learning", description="What one is to know."
)
_LIST, _LESSON, _TRY, _ANSWERS = LessonListForm(), LessonForm(), TryForm(), AnswersForm()
_SIGNATURE, _QUERY, _STATEMENTS = SignatureForm(), StatementsQueryForm(), StatementsForm()


@blueprint.route("")
class Lessons(MethodView):
    """What the caller is to know."""

    @needs(Action.LEARN)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List what you are to know"""
        employee = caller().employee
        found = studying().lessons(employee) if employee else ()
        return json_of({"lessons": [lesson_told(each) for each in found]})


@blueprint.route("/statements")
class Statements(MethodView):
    """Answered tries as xAPI statements."""

    @needs(Action.SEE_TRAINING)
    @blueprint.arguments(_QUERY, location="query")
    @blueprint.response(200, _STATEMENTS)
    @refuses(blueprint, 401)
    def get(self, query: Mapping[str, Any]) -> Response:
        """Read answered tries as xAPI statements

        Those of the people whose training you see, in the order in which they were answered. The
        id of a statement never changes: a store that is sent one twice keeps it once.
        """
        people = people_seen(directory(), caller())
        emails = {each.id: each.email for each in people if each.email} if query["email"] else {}
        ways, home = studying(), home_of(house().config)
        telling = Telling(ways.learning, ways.standards, home, emails)
        is_all = caller().scope(Action.SEE_TRAINING) is Scope.ALL
        whose = None if is_all else [each.id for each in people]
        found = telling.after(query["since"], query["limit"], whose)
        return json_of(
            {"statements": found.statements, "since": found.since, "has_more": found.has_more}
        )


@blueprint.route("/<code>/<int:version>")
class One(MethodView):
    """A version that the caller is to know."""

    @needs(Action.LEARN)
    @blueprint.response(200, _LESSON)
    @refuses(blueprint, 401, 404)
    def get(self, code: str, version: int) -> Response:
        """Show where you stand with a version"""
        return json_of(lesson_told(studying().lesson(caller().employee, code, version)))


@blueprint.route("/<code>/<int:version>/tries")
class Tries(MethodView):
    """Tries at a version."""

    @needs(Action.LEARN)
    @blueprint.response(201, _TRY)
    @refuses(blueprint, 401, 404, 409)
    def post(self, code: str, version: int) -> Response:
        """Begin a try, or go on with the one that is open

        409 when no try is left, the next has to wait, or there is nothing to learn.
        """
        ways = studying()
        lesson = ways.lesson(caller().employee, code, version)
        return json_of(_try_told(ways, lesson, ways.begin(lesson, caller().user)), 201)


@blueprint.route("/<code>/<int:version>/tries/<attempt>/answers")
class Answers(MethodView):
    """The answers of a try."""

    @needs(Action.LEARN)
    @blueprint.arguments(_ANSWERS)
    @blueprint.response(200, _TRY)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], code: str, version: int, attempt: str) -> Response:
        """Answer a try, once

        409 when it was answered before: the first answers stand.
        """
        ways = studying()
        lesson = ways.lesson(caller().employee, code, version)
        found = ways.own_try(lesson, attempt)
        items = ways.items(found, ways.standard(lesson.published))
        by_item = {each.id: f"q{place}" for place, each in enumerate(items, 1)}
        told = {item: given["answers"].get(name) for item, name in by_item.items()}
        answers = {item: said for item, said in told.items() if said is not None}
        try:
            answered = ways.answer(lesson, attempt, answers)
        except TrainingUnfit as unfit:
            named = {f"answers/{by_item[each]}": said for each, said in unfit.faults.items()}
            raise TrainingUnfit(named) from unfit
        return json_of(_try_told(ways, lesson, answered))


@blueprint.route("/<code>/<int:version>/signature")
class Signed(MethodView):
    """The signature under a version."""

    @needs(Action.LEARN)
    @blueprint.arguments(_SIGNATURE)
    @blueprint.response(200, _LESSON)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], code: str, version: int) -> Response:
        """Sign that you know a version

        409 when there is no passed try that waits for it.
        """
        ways = studying()
        lesson = ways.lesson(caller().employee, code, version)
        ways.sign(lesson, caller().user, given["name"], given["agreed"], _language())
        return json_of(lesson_told(ways.lesson(caller().employee, code, version)))


def studying() -> Studying:
    """What the people of this house learn."""
    return Studying(house())


def lesson_told(lesson: Lesson) -> dict[str, Any]:
    """Where somebody stands, as it is answered."""
    standing, person = lesson.standing, lesson.person
    attempt = standing.signed or standing.last
    result = None if attempt is None else attempt.result
    return {
        "person": person.id,
        "name": person.name,
        "team": person.team,
        "code": lesson.published.code,
        "version": lesson.published.version,
        "state": standing.state.value,
        "is_overdue": standing.is_overdue,
        "due_at": _instant(standing.due_at),
        "grace_until": _instant(standing.grace_until),
        "score": None if result is None else result.score,
        "signed_at": _instant(None if standing.signed is None else standing.signed.signed_at),
        "ends_at": _instant(standing.ends_at),
        "tries_left": standing.tries_left,
        "next_try_at": _instant(standing.next_try_at),
        "known_before": standing.since,
    }


def _try_told(ways: Studying, lesson: Lesson, attempt: Try) -> dict[str, Any]:
    standard, own = ways.standard(lesson.published), ways.own_of(attempt)
    shown = Shown(standard, own, lesson.published.published_at, _language())
    result = attempt.result
    return {
        "id": attempt.id,
        "number": attempt.number,
        "begun_at": show_instant(attempt.begun_at),
        "pass_mark": attempt.pass_mark,
        "questions": [_question(each) for each in shown.questions(ways.items(attempt, standard))],
        "result": None
        if result is None
        else {
            "passed": result.passed,
            "right": result.right,
            "score": result.score,
            "answered_at": _instant(attempt.answered_at),
        },
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "criterion": question.code or None,
        "title": question.title,
        "text": question.text,
        "given": list(question.given),
        "facts": question.facts,
        "answers": [{"mark": mark, "text": said} for mark, said in question.answers],
    }


def _language() -> Language:
    own = caller().language
    return Language(own if own in TRANSLATED else "en")


def _instant(at: int | None) -> str | None:
    return None if at is None else show_instant(at)
