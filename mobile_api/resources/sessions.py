"""Signing in, staying signed in, signing out."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.forms import RenewalForm, SignInForm, TokensForm
from mobile_api.needs import Tokens, house
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from standards.instants import show_instant

blueprint = Blueprint(
    "sessions", __name__, url_prefix="/api/v1/sessions", description="Signing in and out."
)
_SIGN_IN, _RENEWAL, _TOKENS = SignInForm(), RenewalForm(), TokensForm()


@blueprint.route("")
class Sessions(MethodView):
    """The sign-ins of all."""

    @needs(Action.SIGN_IN)
    @blueprint.arguments(_SIGN_IN)
    @blueprint.response(201, _TOKENS)
    @refuses(blueprint, 401, 429)
    @blueprint.doc(security=[])
    def post(self, given: Mapping[str, str]) -> Response:
        """Sign in

        The access token is good for a quarter of an hour; renew it with the refresh token. Too
        many tries are answered 429 with `Retry-After`.
        """
        here = house()
        address = request.remote_addr or ""
        name, password = given["name"], given["password"]
        return _told(here.signing_in.sign_in(name, password, here.clock(), address=address))


@blueprint.route("/renewal")
class Renewal(MethodView):
    """A sign-in that goes on."""

    @needs(Action.SIGN_IN)
    @blueprint.arguments(_RENEWAL)
    @blueprint.response(201, _TOKENS)
    @refuses(blueprint, 401)
    @blueprint.doc(security=[])
    def post(self, given: Mapping[str, str]) -> Response:
        """Renew a sign-in

        Both tokens are new. A refresh token is good once: when it is used a second time, somebody
        has stolen it, and the sign-in ends for both.
        """
        here = house()
        return _told(here.signing_in.refresh(given["refresh_token"], here.clock()))


@blueprint.route("/current")
class Current(MethodView):
    """The caller's own sign-in."""

    @needs(Action.SEE_OWN_ACCOUNT)
    @blueprint.response(204)
    @refuses(blueprint, 401)
    def delete(self) -> Response:
        """Sign out

        Both tokens of the sign-in are worth nothing from then on.
        """
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        house().signing_in.sign_out(token.strip())
        return Response(status=204)


def _told(tokens: Tokens) -> Response:
    told = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "access_until": show_instant(tokens.access_until),
        "refresh_token": tokens.refresh_token,
        "refresh_until": show_instant(tokens.refresh_until),
    }
    return json_of(told, 201, {"Cache-Control": "no-store"})
