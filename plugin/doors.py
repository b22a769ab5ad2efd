"""The doors of the web application: by which one a request comes, and who stands in it.

What is under /api and the metrics is opened by a bearer token, all else that is not open to
everybody by the cookie of a sign-in at the pages. What is under /openrosa is opened by an app key,
in the address or as the password of HTTP Basic. None opens another's door: so a page of
somebody else's cannot speak to the API in the name of whoever is signed in, and needs a token of
the form to speak to ours.

flask-login is left out: it keeps the user in a signed cookie that nobody can take back, where this
house keeps every sign-in in one store that phones and pages share and that an admin can end.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized

from mobile_api.permissions import OPEN_TO_ALL, Action, Caller, Role
from plugin.config import Config
from plugin.directory.callers import Callers
from plugin.directory.signing_in import PAGES_SECONDS, Session, SigningIn
from plugin.house import House
from plugin.in_clear import HttpsRequired, is_in_clear
from plugin.shopping.odk_keys import KeyHolders
from plugin.stores.people.sessions import Door
from plugin.stores.shopping.keys import OdkKeys

_BEARER = "bearer"  # in either kind of letters (RFC 9110, 11.1)
_BY_TOKEN = ("/api/", "/metrics")
_BY_KEY = "/openrosa"
_UNASKED = ("/webhooks/", "/health/")  # nobody stands there
_NO_SECRET = frozenset({"pages.choose_language"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ASKED = {
    Door.API: WWWAuthenticate("bearer"),
    Door.ODK: WWWAuthenticate("basic", {"realm": "Plumbline", "charset": "UTF-8"}),
}
_METRICS = Caller("metrics", "metrics", frozenset({Role.SERVICE_ACCOUNT}))


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view asks of whoever calls: its action (None: it declares none), and the door.

    `door` is None where nobody is asked who they are.
    """

    action: Action | None
    door: Door | None

    @property
    def is_open(self) -> bool:
        """Whether everybody may."""
        return self.action in OPEN_TO_ALL


@dataclass(frozen=True, slots=True)
class Doors:
    """Asks who calls before each request, and refuses what is not declared or not allowed."""

    house: House
    signing_in: SigningIn
    callers: Callers
    key_holders: KeyHolders
    csrf: CSRFProtect
    _rules: dict[tuple[str, str], Rule] = field(default_factory=dict)

    def admit(self) -> None:
        """Lets the request through with `g.caller`, or aborts with 401 or 403.

        HttpsRequired when a password or token is asked for in the clear.
        """
        if request.endpoint is None:
            return  # no such route: 404 tells nothing
        rule = self._rule(request.endpoint, request.method)
        if rule.is_open and rule.door is None:
            return
        if rule.action is None:
            raise Forbidden
        self._refuse_in_clear(rule)
        caller = g.caller = self._caller(rule.door)
        if not rule.is_open:
            _hold(caller, rule)
        if rule.door is Door.PAGES and request.method not in _SAFE:
            self.csrf.protect()

    def _rule(self, endpoint: str, method: str) -> Rule:
        rule = self._rules.get((endpoint, method))
        if rule is None:
            door = door_of(request.url_rule.rule if request.url_rule else "")
            rule = Rule(action_of(current_app, endpoint, method), door)
            self._rules[endpoint, method] = rule
        return rule

    def _refuse_in_clear(self, rule: Rule) -> None:
        """Refuses what tells who somebody is where everybody on the way could read it."""
        config = self.house.config
        if config.plain_http or not is_in_clear(request, config.proxies):
            return
        is_harmless = rule.is_open and rule.action is not Action.SIGN_IN
        if is_harmless or request.endpoint in _NO_SECRET or self._is_monitor():
            return
        g.caller = None
        raise HttpsRequired

    def _is_monitor(self) -> bool:
        """Whether a monitor asks by a token that opens the metrics and nothing else."""
        token = request.headers.get("Authorization", "").partition(" ")[2].strip()
        return door_is_metrics() and _is_metrics_token(self.house.config, token)

    def _caller(self, door: Door | None) -> Caller | None:
        now = self.house.clock()
        if door is Door.PAGES:
            token = request.cookies.get(cookie_name(self.house.config), "")
            return self.callers.of(token, door, now) if token else None
        if door is Door.ODK:
            return self._holder_of_key(now)
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        token = given.strip()
        if scheme.lower() != _BEARER or not token:
            return None
        if _is_metrics_token(self.house.config, token) and door_is_metrics():
            return _METRICS
        return self.callers.of(token, Door.API, now)

    def _holder_of_key(self, now: int) -> Caller | None:
        if key := (request.view_args or {}).get("key"):
            return self.key_holders.of(key, None, now)
        told = request.authorization
        if told is None or told.type != "basic" or not told.password:
            return None
        return self.key_holders.of(told.password, told.username or "", now)


def open_doors(app: Flask, house: House, signing_in: SigningIn, callers: Callers) -> Doors:
    """The doors of the app: from now on nothing passes but what is declared and allowed."""
    app.secret_key, *older = _form_secrets(house.config)
    app.config.update(
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="plumbline-form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=house.config.secure_cookies,
        WTF_CSRF_CHECK_DEFAULT=False,  # held by the door of the pages
        WTF_CSRF_TIME_LIMIT=None,  # as long as the cookie it belongs to
    )
    holders = KeyHolders(OdkKeys(house.database), signing_in.users, callers)
    doors = Doors(house, signing_in, callers, holders, CSRFProtect(app))
    app.extensions["doors"] = doors
    app.before_request(doors.admit)
    return doors


def doors() -> Doors:
    """The doors of the app that answers."""
    found: Doors = current_app.extensions["doors"]
    return found


def door_of(route: str) -> Door | None:
    """The door that a route's pattern is behind; None where nobody is asked who they are."""
    if route.startswith(_UNASKED):
        return None
    if route.startswith(f"{_BY_KEY}/"):
        return Door.ODK
    return Door.API if route.startswith(_BY_TOKEN) else Door.PAGES


def door_is_metrics() -> bool:
    """Whether the request is for the metrics."""
    return request.path == "/metrics"


def action_of(app: Flask, endpoint: str, method: str) -> Action | None:
    """The action that the view declares; None where it declares none."""
    if endpoint.endswith(".static"):
        return Action.SEE_FRONT
    view = app.view_functions.get(endpoint)
    of_class = getattr(view, "view_class", None)
    asked = view if of_class is None else _method(of_class, method)
    action = getattr(asked, "action", None)
    return action if isinstance(action, Action) else None


def _method(of_class: type, method: str) -> Callable[..., object] | None:
    """The method of a class that answers; what has no `head` answers it by `get`."""
    asked = getattr(of_class, method.lower(), None)
    return getattr(of_class, "get", None) if asked is None and method == "HEAD" else asked


def _hold(caller: Caller | None, rule: Rule) -> None:
    """Refuses a caller who is not known, or who may not do it in any scope."""
    assert rule.action is not None
    if caller is None and rule.door is Door.ODK and "key" in (request.view_args or {}):
        raise Forbidden  # no name and password would make the address a good one
    if caller is None:
        asked = _ASKED.get(rule.door) if rule.door else None
        raise Unauthorized(www_authenticate=asked)
    if caller.scope(rule.action) is None:
        raise Forbidden


def cookie_name(config: Config) -> str:
    """The cookie of a sign-in at the pages; over TLS no other host or path can set it."""
    return "__Host-plumbline" if config.secure_cookies else "plumbline"


def let_in(response: Response, session: Session, config: Config) -> None:
    """Gives the browser the cookie of the sign-in."""
    response.set_cookie(
        cookie_name(config),
        session.access_token,
        max_age=PAGES_SECONDS,
        path="/",
        secure=config.secure_cookies,
        httponly=True,
        samesite="Lax",
    )


def let_out(response: Response, config: Config) -> None:
    """Takes the cookie away."""
    name = cookie_name(config)
    response.delete_cookie(name, path="/", secure=config.secure_cookies, httponly=True)


def _is_metrics_token(config: Config, token: str) -> bool:
    wanted = config.metrics_token
    return bool(wanted) and hmac.compare_digest((wanted or "").encode(), token.encode())


def _form_secrets(config: Config) -> list[str]:
    """What signs the tokens of forms, for each of the house's keys; by chance where it has none."""
    keys = config.keys or (secrets.token_urlsafe(32),)
    return [hmac.new(key.encode(), b"forms", hashlib.sha256).hexdigest() for key in keys]
