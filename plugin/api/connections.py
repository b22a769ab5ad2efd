"""Connections: accounts of helpdesks, connected and changed; what is secret is never shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import Blueprint, Flag
from mobile_api.forms.parts import text
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import house
from plugin.stores.tickets.breakers import Breakers
from plugin.stores.tickets.connections import Connection, Connections
from plugin.tickets.breaker import Breaker
from plugin.tickets.connecting import Asked, asking, connect
from webhooks.helpdesks import HELPDESKS
from webhooks.needs import UnknownConnection

blueprint = Blueprint(
    "connections",
    __name__,
    url_prefix="/api/v1/connections",
    description="Accounts of helpdesks.",
)

_SECRET = validate.Length(1, 500)


class AskedForm(Schema):
    """What is asked for a connection; what is left out stays, or is as usual."""

    helpdesk = text(load_default="zendesk", validate=validate.OneOf(sorted(HELPDESKS)))
    address = text(
        "The account's own: `https://acme.zendesk.com`.", validate=validate.Length(1, 300)
    )
    prefix = text("Begins our tags: 1 to 7 of a-z and 0-9; `pl` unless told.")
    secret = text("What proves its deliveries.", load_only=True, validate=_SECRET)
    add_secret = Flag(
        load_default=False,
        metadata={"description": "Keep the secret that stood beside the new one."},
    )
    user = text("The user that tags are written as.", validate=validate.Length(1, 300))
    token = text("That user's API token.", load_only=True, validate=_SECRET)
    write_back = Flag(metadata={"description": "Whether tags are written; true at first."})
    our_user = text("The helpdesk's id of that user.", validate=validate.Length(1, 100))
    ask = Flag(
        load_default=True,
        metadata={
            "description": "Ask the helpdesk who we are there, where `our_user` is not told."
        },
    )


class ConnectionForm(Schema):
    """A connection, and how well it is."""

    name = text(required=True)
    helpdesk = text(required=True)
    address = text(required=True)
    prefix = text(required=True)
    our_user = text(required=True, allow_none=True)
    user = text(required=True, allow_none=True)
    write_back = fields.Boolean(required=True)
    secrets = fields.Integer(
        required=True, metadata={"description": "How many prove its deliveries."}
    )
    token = fields.Boolean(required=True, metadata={"description": "Whether there is one."})
    webhook = text("The path that its webhook posts to.", required=True)
    breaker = text("`closed` while calls go through.", required=True)
    reason = text("What ails it.", required=True, allow_none=True)


class ConnectionListForm(Schema):
    """Every connection, by name."""

    connections = fields.List(fields.Nested(ConnectionForm), required=True)


_ASKED, _ONE, _LIST = AskedForm(), ConnectionForm(), ConnectionListForm()


@blueprint.route("")
class All(MethodView):
    """The connections of all."""

    @needs(Action.KEEP_CONNECTIONS)
    @blueprint.response(200, _LIST)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """List the connections"""
        standing = Connections(house().database, house().sealer).all()
        return json_of({"connections": [_told(each) for each in standing]})


@blueprint.route("/<name>")
class One(MethodView):
    """One connection."""

    @needs(Action.KEEP_CONNECTIONS)
    @blueprint.response(200, _ONE)
    @refuses(blueprint, 401, 404)
    def get(self, name: str) -> Response:
        """Show a connection"""
        found = Connections(house().database, house().sealer).find(name)
        if found is None:
            raise UnknownConnection("no connection bears this name")
        return json_of(_told(found))

    @needs(Action.KEEP_CONNECTIONS)
    @blueprint.arguments(_ASKED)
    @blueprint.response(200, _ONE)
    @refuses(blueprint, 401)
    def put(self, given: Mapping[str, Any], name: str) -> Response:
        """Connect an account, or change how it is connected

        What is left out stays as it was, so that no secret need be sent to change something else;
        but a token is for one address, and is to be sent with another one. The helpdesk is asked
        who we are there; where it lets us not in, nothing is changed.
        """
        told = {**given}
        ask = told.pop("ask")
        asked = Asked(name=name, **told)
        ask_who = asking(house()) if ask else None
        return json_of(_told(connect(house(), asked, ask_who)))


def _told(connection: Connection) -> dict[str, Any]:
    breaker: Breaker = Breakers(house().database).of(connection.name)
    account = connection.account
    return {
        "name": connection.name,
        "helpdesk": connection.helpdesk,
        "address": account.address,
        "prefix": account.prefix,
        "our_user": account.our_user,
        "user": connection.user,
        "write_back": connection.write_back,
        "secrets": len(connection.secrets),
        "token": connection.token is not None,
        "webhook": f"/webhooks/{connection.name}",
        "breaker": str(breaker.state),
        "reason": breaker.reason,
    }
