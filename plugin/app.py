"""Builds the web application: the only place where routes, stores and settings are wired."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from argon2 import PasswordHasher
from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from mobile_api.permissions import Action, needs
from mobile_api.phone import serving as phone
from plugin import health
from plugin.api import connections, deliveries, directory, users
from plugin.api.counts import actions, compliance, feedback
from plugin.api.shopping import assignments, odk_instances, odk_keys
from plugin.api.standards import (
    backtests,
    checks,
    drafts,
    exchange,
    handbook,
    quality,
    standards,
)
from plugin.api.training import learning, training
from plugin.directory.callers import Callers
from plugin.directory.signing_in import SigningIn
from plugin.doors import open_doors
from plugin.house import House
from plugin.openapi import HouseApi
from plugin.operations.measuring import Requests
from plugin.operations.observe import observe
from plugin.pages import routes as pages
from plugin.stores.people.directory import Directory
from plugin.tickets.intake import HouseIntake
from plugin.visits.door import open_mobile_door
from webhooks import receive
from webhooks.helpdesks import HELPDESKS
from webhooks.lane import Lane

LARGEST = 1024 * 1024  # bytes of a body; a view that takes more says so itself

_EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
_AS_DATA = {
    **_EVERYWHERE,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
_AS_PAGE = {
    **_EVERYWHERE,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "script-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_DATA = ("/api/", "/metrics", "/health/", "/openrosa/")
_OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}


def create_app(house: House, hasher: PasswordHasher | None = None) -> Flask:
    """The application over the house; nothing else is read from outside.

    `hasher` says what a password costs; None: what argon2-cffi holds right.
    """
    app = Flask("plugin", static_folder=None)
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST, JSON_SORT_KEYS=False
    )
    app.extensions["house"] = house
    signing_in = SigningIn.over(house.database, hasher)
    requests = observe(app, house)
    open_doors(app, house, signing_in, Callers(signing_in, Directory(house.database)))
    app.after_request(_headers_of(house))
    api = HouseApi(app)
    intake = HouseIntake(house)
    _wire(app, api, house, intake)
    open_mobile_door(app, api, house, signing_in)
    _open_lane(app, intake, requests)
    _trust_proxies(app, house.config.proxies)
    return app


_NOUNS = (
    connections,
    deliveries,
    standards,
    compliance,
    drafts,
    checks,
    exchange,
    backtests,
    quality,
    handbook,
    directory,
    users,
    actions,
    feedback,
    learning,
    training,
    assignments,
    odk_keys,
    odk_instances,
)


def _wire(app: Flask, api: HouseApi, house: House, intake: HouseIntake) -> None:
    """Every route of the house, a line a noun."""
    delivered = needs(Action.RECEIVE_DELIVERIES)
    app.register_blueprint(receive.blueprint(intake, HELPDESKS, delivered))
    app.register_blueprint(health.blueprint(house))
    for each in _NOUNS:
        api.register_blueprint(each.blueprint)
    app.register_blueprint(pages.blueprint(house))
    app.register_blueprint(phone.blueprint())


def _open_lane(app: Flask, intake: HouseIntake, requests: Requests) -> None:
    """Lets deliveries that are in order past the app, which counts them as its own."""
    counted = partial(requests.count, "POST", f"{receive.ROOT}<connection>", 202)
    app.wsgi_app = Lane(  # type: ignore[method-assign]  # Flask's own way to wrap it
        app.wsgi_app, intake, HELPDESKS, counted
    )


def _trust_proxies(app: Flask, proxies: int) -> None:
    """Believes what so many proxies before us say of the caller's address and of TLS."""
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own way to wrap it
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )


def _headers_of(house: House) -> Callable[[Response], Response]:
    """Adds what browsers are told about every answer of ours."""
    over_tls = _OVER_TLS if house.config.secure_cookies else {}
    as_data, as_page = {**_AS_DATA, **over_tls}, {**_AS_PAGE, **over_tls}

    def add(response: Response) -> Response:
        path = request.path
        if not path.startswith("/webhooks/"):  # read by a machine that sends thousands a second
            for name, value in (as_data if path.startswith(_DATA) else as_page).items():
                response.headers.setdefault(name, value)
        return response

    return add
