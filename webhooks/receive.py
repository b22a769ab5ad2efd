"""The one route: `POST /webhooks/<connection>`. Proves, keeps, answers; reading comes later.

A helpdesk that can prove its origin by nothing else posts to `/webhooks/<connection>/<secret>`.
"""

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

View: TypeAlias = "Callable[..., Response]"


def blueprint(
    intake: Intake, helpdesks: Mapping[str, Helpdesk], declared: Callable[[View], View]
) -> Blueprint:
    """The route over the house's intake; `declared` marks its view with the action that it is."""
    made = Blueprint("webhooks", __name__)

    def receive(connection: str, secret: str | None = None) -> Response:
        if REFUSED in request.environ:
            raise request.environ[REFUSED]
        found = intake.connection(connection)
        if found is None:
            raise UnknownConnection("no connection bears this name")
        helpdesk = helpdesks[found.helpdesk]
        delivery = replace(_arrived(helpdesk, intake.clock()), address_secret=secret)
        take(intake, found, helpdesk, delivery)
        return Response(status=202)

    view = declared(receive)
    for address in (f"{ROOT}<connection>", f"{ROOT}<connection>/<secret>"):
        made.add_url_rule(address, view_func=view, methods=["POST"])
    return made


def take(intake: Intake, connection: Connection, helpdesk: Helpdesk, delivery: Delivery) -> bool:
    """Whether the delivery is new; it is durable when this returns, also where it is unreadable.

    SignatureInvalid when it does not prove its origin, NotKept when it could not be kept.
    """
    helpdesk.verify(delivery, connection.secrets, intake.oldest_signature_seconds)
    name = connection.account.name
    headers = _kept(delivery.headers, helpdesk.kept_headers)
    kept = replace(delivery, headers=headers, address_secret=None)
    try:
        label = helpdesk.label(delivery, connection.account)
    except PayloadInvalid as error:
        # Its sender would only send the same again: it is kept for a person instead of refused.
        nameless = Label(f"sha256:{hashlib.sha256(delivery.body).hexdigest()}", None)
        return intake.keep(name, nameless, kept, str(error))
    return intake.keep(name, label, kept)


def _kept(headers: Mapping[str, str], wanted: frozenset[str]) -> Mapping[str, str]:
    return {name: headers[name] for name in wanted if name in headers}


def _arrived(helpdesk: Helpdesk, now: int) -> Delivery:
    if request.mimetype not in helpdesk.media_types:
        known = " or ".join(sorted(each for each in helpdesk.media_types if each))
        raise UnsupportedMediaType(f"a delivery is sent as {known}")
    request.max_content_length = LARGEST + 1  # what comes in pieces is cut there without a word
    body = request.get_data(cache=False)
    if len(body) > LARGEST:
        raise RequestEntityTooLarge
    return Delivery({name.lower(): value for name, value in request.headers}, body, now)
