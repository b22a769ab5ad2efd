"""Users: who may sign in, as what, and the end of their sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, Role, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.forms import (
    EndedForm,
    NewUserForm,
    PasswordForm,
    UserChangeForm,
    UserForm,
    UserListForm,
)
from plugin.api.here import registering
from plugin.stores.people.users import User, id_of
from standards.model import Area

blueprint = Blueprint(
    "users", __name__, url_prefix="/api/v1/users", description="Who may sign in, and as what."
)
_USER, _LIST, _NEW = UserForm(), UserListForm(), NewUserForm()
_CHANGE, _PASSWORD, _ENDED = UserChangeForm(), PasswordForm(), EndedForm()


@blueprint.route("")
class Users(MethodView):
    """The users of all."""

    @needs(Action.KEEP_USERS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List the users"""
        return json_of({"users": [_told(each) for each in registering().signing_in.users.known()]})

    @needs(Action.KEEP_USERS)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _USER)
    @refuses(blueprint, 401, 409)
    def post(self, given: Mapping[str, Any]) -> Response:
        """Add a user"""
        user = User(
            id=id_of(given["id"]),
            name=given.get("name", ""),
            roles=frozenset(map(Role, given["roles"])),
            person=given.get("person"),
            language=given["language"],
            areas=frozenset(map(Area, given["areas"])),
        )
        return json_of(_told(registering().add(user, given["password"])), 201)


@blueprint.route("/<user>")
class One(MethodView):
    """One user."""

    @needs(Action.KEEP_USERS)
    @blueprint.response(200, _USER)
    @refuses(blueprint, 401, 404)
    def get(self, user: str) -> Response:
        """Show a user"""
        return json_of(_told(registering().find(user)))

    @needs(Action.KEEP_USERS)
    @blueprint.arguments(_CHANGE)
    @blueprint.response(200, _USER)
    @refuses(blueprint, 401, 404, 409)
    def patch(self, given: Mapping[str, Any], user: str) -> Response:
        """Change a user

        What is left out stays as it is. `"active": false` lets them sign in no more. Whoever gets
        other roles is signed out everywhere.
        """
        told = {**given}
        if "roles" in told:
            told["roles"] = frozenset(map(Role, told["roles"]))
        if "areas" in told:
            told["areas"] = frozenset(map(Area, told["areas"]))
        return json_of(_told(registering().change(replace(registering().find(user), **told))))


@blueprint.route("/<user>/password")
class Password(MethodView):
    """A user's password, which nobody can read."""

    @needs(Action.KEEP_USERS)
    @blueprint.arguments(_PASSWORD)
    @blueprint.response(200, _USER)
    @refuses(blueprint, 401, 404)
    def put(self, given: Mapping[str, str], user: str) -> Response:
        """Set a user's password

        They are signed out everywhere.
        """
        return json_of(_told(registering().set_password(user, given["password"])))


@blueprint.route("/<user>/sessions")
class Sessions(MethodView):
    """A user's sign-ins."""

    @needs(Action.KEEP_USERS)
    @blueprint.response(200, _ENDED)
    @refuses(blueprint, 401, 404)
    def delete(self, user: str) -> Response:
        """Sign a user out everywhere

        Other processes let their tokens through for at most five seconds more.
        """
        found = registering().find(user)
        return json_of({"ended": registering().signing_in.revoke_all(found.id)})


def _told(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "name": user.name,
        "roles": sorted(user.roles),
        "person": user.person,
        "language": user.language,
        "active": user.active,
        "areas": sorted(user.areas),
    }
