"""Builds the web application: the only place where routes, stores and settings are wired."""

from __future__ import annotations

from flask import Flask, abort, current_app, g, request

from mobile_api.permissions import OPEN_TO_ALL, Action
from plugin.house import House


def create_app(house: House) -> Flask:
    """The application over the house; nothing else is read from outside."""
    app = Flask("plugin", static_folder=None)
    app.extensions["house"] = house
    app.before_request(_refuse_unknown)
    return app


def action_of(app: Flask, endpoint: str | None, method: str) -> Action | None:
    """The action that the view declares; None where it declares none."""
    view = app.view_functions.get(endpoint or "")
    of_class = getattr(view, "view_class", None)
    asked = getattr(of_class, method.lower(), None) if of_class is not None else view
    action = getattr(asked, "action", None) or getattr(of_class, "action", None)
    return action if isinstance(action, Action) else None


def _refuse_unknown() -> None:
    if request.endpoint is None:
        return  # no such route: 404 tells nothing
    action = action_of(current_app, request.endpoint, request.method)
    if action is None:
        abort(403)
    if action not in OPEN_TO_ALL and g.get("caller") is None:
        abort(401)
