"""What people agreed to do after a report: who does what until when, and what proves it done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import Blueprint, Whole
from mobile_api.forms.parts import INSTANT, text
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.actions.agreeing import LONGEST_NOTE, LONGEST_WHAT, Agreeing, Given
from plugin.api.here import caller, house
from plugin.stores.people.actions import MOST, Concern, Proof, Scope, State, Task, cursor_of
from standards.instants import show_instant

blueprint = Blueprint(
    "actions",
    __name__,
    url_prefix="/api/v1/actions",
    description="What was agreed on after a report.",
)
_STATES = [each.value for each in State]
_DAY: dict[str, Any] = {"description": "Until the end of this day.", "format": "date"}
_NAME = validate.Length(1, 200)
_CURSOR = r"^[0-9]{4}-[0-9]{2}-[0-9]{2} [!-~]{1,64}$"  # a day and an id


class ActionConcernForm(Schema):
    """What an action is about; null where it is about no such thing in particular."""

    standard = text("The code of a standard.", allow_none=True, validate=_NAME)
    criterion = text("The code of one of its criteria.", allow_none=True, validate=_NAME)
    person = text("An id of the directory.", allow_none=True, validate=_NAME)
    team = text("An id of the directory.", allow_none=True, validate=_NAME)


class ActionProofForm(Schema):
    """What shows that it was done: words, a contact, or both."""

    contact = text("The id of a contact.", allow_none=True, load_default=None, validate=_NAME)
    text = text(validate=validate.Length(0, LONGEST_NOTE), load_default="")


class ActionTurnForm(Schema):
    """Something that happened to an action."""

    state = text(required=True, validate=validate.OneOf(_STATES))
    by = text("The user.", required=True)
    at = fields.String(required=True, metadata=INSTANT)
    note = text(required=True)


class ActionForm(Schema):
    """An action."""

    id = text(required=True)
    what = text(required=True)
    owner = text("Who does it: an id of the directory.", required=True)
    due = fields.String(required=True, metadata=_DAY)
    is_overdue = fields.Boolean(required=True)
    about = fields.Nested(ActionConcernForm, required=True)
    state = text(required=True, validate=validate.OneOf(_STATES))
    proof = fields.Nested(ActionProofForm, required=True, allow_none=True)
    history = fields.List(fields.Nested(ActionTurnForm), required=True)
    revision = fields.Integer(strict=True, required=True)


class ActionListForm(Schema):
    """Actions by their day; `after` leads on, null where there are no more."""

    actions = fields.List(fields.Nested(ActionForm), required=True)
    after = text(required=True, allow_none=True)


class WhichForm(Schema):
    """Which actions to list."""

    state = text(
        "`open` unless told.", load_default=State.OPEN.value, validate=validate.OneOf(_STATES)
    )
    standard = text("Only those about this standard.")
    person = text("Only those about this person, or theirs to do.")
    after = text("What the list before said.", validate=validate.Regexp(_CURSOR))


class NewActionForm(Schema):
    """An action to be."""

    what = text("What is to be done.", required=True, validate=validate.Length(1, LONGEST_WHAT))
    owner = text("Who does it: an id of the directory.", required=True, validate=_NAME)
    due = fields.String(required=True, metadata=_DAY)
    about = fields.Nested(ActionConcernForm, load_default=dict)


class RevisionForm(Schema):
    """The state of an action that the sender has seen."""

    revision = Whole(required=True, validate=validate.Range(1, 2**31 - 1))


class ActionDoneForm(RevisionForm):
    """That it is done."""

    proof = fields.Nested(ActionProofForm, required=True)


class ActionReasonForm(RevisionForm):
    """Why it is to be otherwise."""

    why = text(required=True, validate=validate.Length(1, LONGEST_NOTE))


_ACTION, _LIST, _WHICH, _NEW = ActionForm(), ActionListForm(), WhichForm(), NewActionForm()
_DONE, _WHY = ActionDoneForm(), ActionReasonForm()


@blueprint.route("")
class Agreed(MethodView):
    """The actions that the caller may see."""

    @needs(Action.SEE_ACTIONS)
    @blueprint.arguments(_WHICH, location="query")
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self, which: Mapping[str, Any]) -> Response:
        """List actions

        Those due first come first.
        """
        agreeing = _agreeing()
        seeing = agreeing.seeing(caller())
        scope = Scope(which.get("standard"), which.get("person"), seeing)
        found = agreeing.actions.listed(scope, State(which["state"]), which.get("after"))
        after = cursor_of(found[MOST - 1]) if len(found) > MOST else None
        return json_of({"actions": [_told(each) for each in found[:MOST]], "after": after})

    @needs(Action.SET_ACTIONS)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _ACTION)
    @refuses(blueprint, 401)
    def post(self, given: Mapping[str, Any]) -> Response:
        """Agree on an action"""
        about = Concern(**given["about"])
        said = Given(given["what"], given["owner"], given["due"], about)
        task = _agreeing().add(caller(), said)
        there = url_for("actions.One", task=task.id)
        return json_of(_told(task), 201, {"Location": there})


@blueprint.route("/<task>")
class One(MethodView):
    """One action."""

    @needs(Action.SEE_ACTIONS)
    @blueprint.response(200, _ACTION)
    @refuses(blueprint, 401, 404)
    def get(self, task: str) -> Response:
        """Show an action with its history"""
        return json_of(_told(_agreeing().find(caller(), task)))


@blueprint.route("/<task>/done")
class Done(MethodView):
    """That an action is done."""

    @needs(Action.CLOSE_ACTIONS)
    @blueprint.arguments(_DONE)
    @blueprint.response(200, _ACTION)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], task: str) -> Response:
        """Say that an action is done, with what shows it

        409 when somebody changed it since `revision`.
        """
        proof = Proof(given["proof"]["text"], given["proof"]["contact"])
        return json_of(_told(_agreeing().finish(caller(), task, given["revision"], proof)))


@blueprint.route("/<task>/dropped")
class Dropped(MethodView):
    """That an action will not be done."""

    @needs(Action.SET_ACTIONS)
    @blueprint.arguments(_WHY)
    @blueprint.response(200, _ACTION)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], task: str) -> Response:
        """Drop an action

        409 when somebody changed it since `revision`.
        """
        return json_of(_told(_agreeing().drop(caller(), task, given["revision"], given["why"])))


@blueprint.route("/<task>/open")
class Reopened(MethodView):
    """That an action is to be done after all."""

    @needs(Action.SET_ACTIONS)
    @blueprint.arguments(_WHY)
    @blueprint.response(200, _ACTION)
    @refuses(blueprint, 401, 404, 409)
    def post(self, given: Mapping[str, Any], task: str) -> Response:
        """Open an action again

        409 when somebody changed it since `revision`.
        """
        return json_of(_told(_agreeing().reopen(caller(), task, given["revision"], given["why"])))


def _agreeing() -> Agreeing:
    return Agreeing.of(house())


def _told(task: Task) -> dict[str, Any]:
    about, proof = task.about, task.proof
    return {
        "id": task.id,
        "what": task.what,
        "owner": task.owner,
        "due": task.due,
        "is_overdue": task.is_overdue(_agreeing().today.isoformat()),
        "about": {name: getattr(about, name) for name in about.__slots__},
        "state": task.state.value,
        "proof": None if proof is None else {"text": proof.text, "contact": proof.contact},
        "history": [
            {
                "state": each.state.value,
                "by": each.by,
                "at": show_instant(each.at),
                "note": each.note,
            }
            for each in task.history
        ],
        "revision": task.revision,
    }
