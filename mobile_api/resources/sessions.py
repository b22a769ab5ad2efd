"""Signing in, staying signed in, signing out."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.forms.accounts import (
    RenewalForm,
    SignInForm,
    SignInsForm,
    SignInsQueryForm,
    TokensForm,
)
from mobile_api.needs import Tokens, caller, house
from mobile_api.permissions import Action, Scope, needs
from mobile_api.refusals import NotFound
from mobile_api.refusing import refuses
from mobile_api.signed_in import told_sign_in
from mobile_api.telling import json_of
from standards.instants import show_instant

blueprint = Blueprint(
    "sessions", __name__, url_prefix="/api/v1/sessions", description="Signing in and out."
)
_SIGN_IN, _RENEWAL, _TOKENS = SignInForm(), RenewalForm(), TokensForm()
_SIGN_INS, _WHOSE = SignInsForm(), SignInsQueryForm()


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
        address, agent = request.remote_addr or "", request.user_agent.string
        name, password = given["name"], given["password"]
        now = here.clock()
        return _told(here.signing_in.sign_in(name, password, now, address=address, agent=agent))

    @needs(Action.SEE_OWN_ACCOUNT)
    @blueprint.arguments(_WHOSE, location="query")
    @blueprint.response(200, _SIGN_INS)
    @refuses(blueprint, 401, 404)
    def get(self, query: Mapping[str, str]) -> Response:
        """List sign-ins

        One's own, the last used first: on what device, since when, and when it was last used (to
        the minute). `user` asks for another's, which is for admins.
        """
        here = house()
        found = here.signing_in.standing(_whose(query), _token(), here.clock())
        return json_of({"sessions": [told_sign_in(each) for each in found]})


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
        has stolen it, and the sign-in ends for both. Where the answer was lost, the same token may
        be sent again: as long as no token of any answer to it was used, and the first to be used
        stands.
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
        house().signing_in.sign_out(_token())
        return Response(status=204)


@blueprint.route("/<session>")
class SignIn(MethodView):
    """A sign-in, perhaps on another device."""

    @needs(Action.SEE_OWN_ACCOUNT)
    @blueprint.arguments(_WHOSE, location="query")
    @blueprint.response(204)
    @refuses(blueprint, 401, 404)
    def delete(self, query: Mapping[str, str], session: str) -> Response:
        """End a sign-in

        Such as that of a phone that was stolen: its tokens are worth nothing within five seconds.
        `user` ends another's, which is for admins.
        """
        if not house().signing_in.revoke(_whose(query), session):
            raise NotFound("there is no such sign-in")
        return Response(status=204)


def _whose(query: Mapping[str, str]) -> str:
    """Whose sign-ins are meant. NotFound where that is somebody else and no admin asks."""
    user = query.get("user", caller().user).strip().casefold()
    if user != caller().user and caller().scope(Action.KEEP_USERS) is not Scope.ALL:
        raise NotFound("there is no such sign-in")
    return user


def _token() -> str:
    """The token by which the caller came in."""
    return request.headers.get("Authorization", "").partition(" ")[2].strip()


def _told(tokens: Tokens) -> Response:
    told = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "access_until": show_instant(tokens.access_until),
        "refresh_token": tokens.refresh_token,
        "refresh_until": show_instant(tokens.refresh_until),
    }
    return json_of(told, 201, {"Cache-Control": "no-store"})
