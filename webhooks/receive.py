"""The one route: `POST /webhooks/<connection>`. Proves, keeps, answers; reading comes later."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from webhooks.contract import Delivery, Helpdesk, Label, PayloadInvalid
from webhooks.needs import Connection, Intake, UnknownConnection

ROOT = "/webhooks/"
REFUSED = "webhooks.refused"  # in the WSGI environment: why the lane has refused it already
LARGEST = 288 * 1024  # bytes: helpdesks stay under 256 KB, and their counting may differ

_JSON = frozenset({"application/json", ""})  # what a proxy has taken the type from is JSON too
View: TypeAlias = "Callable[[str], Response]"


def blueprint(
    intake: Intake, helpdesks: Mapping[str, Helpdesk], declared: Callable[[View], View]
) -> Blueprint:
    """The route over the house's intake; `declared` marks its view with the action that it is."""
    made = Blueprint("webhooks", __name__)

    def receive(connection: str) -> Response:
        if REFUSED in request.environ:
            raise request.environ[REFUSED]
        found = intake.connection(connection)
        if found is None:
            raise UnknownConnection("no connection bears this name")
        take(intake, found, helpdesks[found.helpdesk], _arrived(intake.clock()))
        return Response(status=202)

    made.add_url_rule(f"{ROOT}<connection>", view_func=declared(receive), methods=["POST"])
    return made


def take(intake: Intake, connection: Connection, helpdesk: Helpdesk, delivery: Delivery) -> bool:
    """Whether the delivery is new; it is durable when this returns, also where it is unreadable.

    SignatureInvalid when it does not prove its origin, NotKept when it could not be kept.
    """
    helpdesk.verify(delivery, connection.secrets, intake.oldest_signature_seconds)
    name = connection.account.name
    kept = replace(delivery, headers=_kept(delivery.headers, helpdesk.kept_headers))
    try:
        label = helpdesk.label(delivery, connection.account)
    except PayloadInvalid as error:
        # Its sender would only send the same again: it is kept for a person instead of refused.
        nameless = Label(f"sha256:{hashlib.sha256(delivery.body).hexdigest()}", None)
        return intake.keep(name, nameless, kept, str(error))
    return intake.keep(name, label, kept)


def _kept(headers: Mapping[str, str], wanted: frozenset[str]) -> Mapping[str, str]:
    return {name: headers[name] for name in wanted if name in headers}


def _arrived(now: int) -> Delivery:
    if request.mimetype not in _JSON:
        raise UnsupportedMediaType("a delivery is sent as application/json")
    request.max_content_length = LARGEST + 1  # what comes in pieces is cut there without a word
    body = request.get_data(cache=False)
    if len(body) > LARGEST:
        raise RequestEntityTooLarge
    return Delivery({name.lower(): value for name, value in request.headers}, body, now)
