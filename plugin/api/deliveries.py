"""Deliveries that nobody could read: which they are, why, and trying them anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from mobile_api.blueprint import AskedNumber, Blueprint
from mobile_api.forms.parts import text
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from plugin.api.here import house
from plugin.stores.queue import FAILED
from plugin.stores.tickets.deliveries import STATES, Deliveries, Listed
from standards.instants import show_instant

blueprint = Blueprint(
    "deliveries",
    __name__,
    url_prefix="/api/v1/deliveries",
    description="What helpdesks sent, until it is read.",
)


class WhichForm(Schema):
    """Which deliveries to list."""

    state = text("`failed` unless told.", load_default=FAILED, validate=validate.OneOf(STATES))
    connection = text("Only those of this connection.")
    limit = AskedNumber(load_default=100, validate=validate.Range(1, 1_000))


class DeliveryForm(Schema):
    """A delivery, without what it says."""

    key = text(required=True)
    connection = text(required=True)
    contact = text(required=True, allow_none=True)
    state = text(required=True, validate=validate.OneOf(STATES))
    reason = text("Why it could not be read.", required=True, allow_none=True)
    tries = fields.Integer(strict=True, required=True)
    received_at = fields.String(required=True, metadata={"format": "date-time"})


class DeliveryListForm(Schema):
    """The latest first, and how many there are of each state."""

    deliveries = fields.List(fields.Nested(DeliveryForm), required=True)
    counted = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ReplayForm(Schema):
    """Which of the failed deliveries are to be tried anew."""

    keys = fields.List(
        fields.String(validate=validate.Length(1, 300)),
        validate=validate.Length(1, 1_000),
        metadata={"description": "These; all of them without it."},
    )


class ReplayedForm(Schema):
    """How many are tried anew."""

    replayed = fields.Integer(strict=True, required=True)


@blueprint.route("")
class All(MethodView):
    """The deliveries of all."""

    @needs(Action.SEE_DELIVERIES)
    @blueprint.arguments(WhichForm, location="query")
    @blueprint.response(200, DeliveryListForm)
    @refuses(blueprint, 401)
    def get(self, which: Mapping[str, Any]) -> Response:
        """List deliveries"""
        kept = _kept()
        found = kept.listed(which["state"], which.get("connection"), which["limit"])
        return json_of({"deliveries": [_told(each) for each in found], "counted": kept.counted()})


@blueprint.route("/replay")
class Replay(MethodView):
    """Trying failed deliveries anew."""

    @needs(Action.REPLAY_DELIVERIES)
    @blueprint.arguments(ReplayForm)
    @blueprint.response(200, ReplayedForm)
    @refuses(blueprint, 401)
    def post(self, asked: Mapping[str, Any]) -> Response:
        """Have failed deliveries tried anew

        A key that no failed delivery bears counts for nothing.
        """
        kept, now = _kept(), house().clock()
        if "keys" in asked:
            return json_of({"replayed": sum(kept.replay(key, now) for key in set(asked["keys"]))})
        return json_of({"replayed": kept.replay_failed(now)})


def _kept() -> Deliveries:
    return Deliveries(house().database, house().sealer)


def _told(found: Listed) -> dict[str, Any]:
    return {
        "key": found.key,
        "connection": found.connection,
        "contact": found.contact,
        "state": found.state,
        "reason": found.reason,
        "tries": found.tries,
        "received_at": show_instant(found.received_at),
    }
