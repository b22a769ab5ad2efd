"""App keys, by which ODK Collect and KoboCollect sign in as a shopper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import caller, house
from plugin.api.shopping.odk_forms import MadeOdkKeyForm, NewOdkKeyForm, OdkKeyForm, OdkKeyListForm
from plugin.shopping.odk_keys import KeyKeeping
from plugin.shopping.odk_settings import addresses, settings_of
from plugin.stores.people.users import Users
from plugin.stores.shopping.keys import OdkKey, OdkKeys
from standards.instants import show_instant

blueprint = Blueprint(
    "odk_keys",
    __name__,
    url_prefix="/api/v1/odk-keys",
    description="By which ODK Collect and KoboCollect sign in as a shopper.",
)
_NEW, _KEY, _MADE, _LIST = NewOdkKeyForm(), OdkKeyForm(), MadeOdkKeyForm(), OdkKeyListForm()


@blueprint.route("")
class Keys(MethodView):
    """The keys that the caller may see."""

    @needs(Action.KEEP_ODK_KEYS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List app keys

        One's own, or everybody's for coordinators. The keys themselves are not kept.
        """
        return json_of({"keys": [told_key(each) for each in key_keeping().listed(caller())]})

    @needs(Action.KEEP_ODK_KEYS)
    @blueprint.arguments(_NEW)
    @blueprint.response(201, _MADE)
    @refuses(blueprint, 401, 404)
    def post(self, given: Mapping[str, str]) -> Response:
        """Make an app key

        For oneself, or as a coordinator for a shopper. It is told this once, with what Collect is
        to be set up with; it opens the OpenRosa addresses alone.
        """
        made, key = key_keeping().make(caller(), given["name"], given.get("user"))
        at = addresses(request.url_root, key, made.user)
        told = {
            "key": key,
            "server": at.server,
            "sign_in": {"server": at.root, "name": made.user, "password": key},
            "settings": settings_of(at.server),
        }
        return json_of({**told_key(made), **told}, 201)


@blueprint.route("/<key>")
class Key(MethodView):
    """One key."""

    @needs(Action.KEEP_ODK_KEYS)
    @blueprint.response(200, _KEY)
    @refuses(blueprint, 401, 404)
    def delete(self, key: str) -> Response:
        """Revoke an app key

        It is good for nothing from this moment on. What came by it stays.
        """
        return json_of(told_key(key_keeping().revoke(caller(), key)))


def key_keeping() -> KeyKeeping:
    """What keeps the keys of the house."""
    database = house().database
    return KeyKeeping(OdkKeys(database), Users(database), house().clock)


def told_key(key: OdkKey) -> dict[str, Any]:
    """The key as JSON, without itself."""
    return {
        "id": key.id,
        "user": key.user,
        "name": key.name,
        "made_at": show_instant(key.made_at),
        "made_by": key.made_by,
        "used_at": None if key.used_at is None else show_instant(key.used_at),
        "revoked_at": None if key.revoked_at is None else show_instant(key.revoked_at),
    }
