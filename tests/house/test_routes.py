"""Every route asked as everybody: what is not declared is refused, what is not allowed too.

Whoever may not is told 401 or 403 before anything of the request is read; so no route has to be
given a body, or a thing that exists, to be walked.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask import Flask
from pymongo import MongoClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from mobile_api.permissions import OPEN_TO_ALL, PERMISSIONS, Action, Role, scope_of
from plugin.app import create_app
from plugin.config import Config
from plugin.directory.signing_in import hash_of
from plugin.doors import action_of, cookie_name, door_of, doors
from plugin.house import House
from plugin.openapi import document
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.people.sessions import Door
from plugin.stores.shopping.keys import OdkKey, OdkKeys
from tests.plugin.directory.people import CHEAP, NOW, PASSWORD, register

OPEN_METHODS = {"OPTIONS"}  # Flask's own answer, which no view declares: refused like the rest
PLAIN = "text/x-nothing"
# For each kind of part of an address a value that names nothing.
PARTS = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "float": "1.5"}


@dataclass(frozen=True, slots=True)
class Route:
    """A route and a method that it answers."""

    endpoint: str
    rule: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def app_over(database: Mongo) -> Flask:
    config = Config(keys=(new_key(),))
    return create_app(House(config, database, Sealer(config.keys), lambda: NOW), CHEAP)


def routes() -> list[Route]:
    """Every route of the app, described over a database that is closed."""
    client = client_of("mongodb://127.0.0.1:1")
    client.close()
    return sorted(_routes(app_over(database_of(client, "none"))), key=str)


def _routes(app: Flask) -> Iterator[Route]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - OPEN_METHODS):
            yield Route(rule.endpoint, rule.rule, method, _path(rule))


def _path(rule: Rule) -> str:
    """An address of the rule, which names nothing that exists."""
    path = "".join(
        text if not is_part else PARTS.get(_converter(rule, text), "none")
        for is_part, text in rule._trace
    )
    return path.lstrip("|")


def _converter(rule: Rule, part: str) -> str:
    name = type(rule._converters[part]).__name__
    return {"IntegerConverter": "int", "UUIDConverter": "uuid", "FloatConverter": "float"}.get(
        name, "text"
    )


ROUTES = routes()
by_route = pytest.mark.parametrize("route", ROUTES, ids=str)


@pytest.fixture(scope="module")
def app(mongo: MongoClient[Document]) -> Iterator[Flask]:
    name = f"test-{uuid4().hex}"
    database = database_of(mongo, name)
    lay_out_all(database)
    for role in Role:
        register(database, role.value, role)
    yield app_over(database)
    mongo.drop_database(name)


def asked_as(app: Flask, route: Route, role: Role | None) -> TestResponse:
    """What the role is answered; None is somebody unknown."""
    client, headers = app.test_client(), {"Content-Type": PLAIN}
    door, path = door_of(route.rule) or Door.API, route.path
    if role is not None and door is Door.ODK:
        path = path.replace("/openrosa/none/", f"/openrosa/{key_of(app, role)}/")
        headers["Authorization"] = basic(role, key_of(app, role))
    elif role is not None and door is Door.API:
        headers["Authorization"] = f"Bearer {token_of(app, role, door)}"
    elif role is not None:
        name = cookie_name(app.extensions["house"].config)
        client.set_cookie(name, token_of(app, role, door))
    answer = client.open(path, method=route.method, headers=headers)
    if route.rule in ENDING:
        app.extensions.pop("tokens of tests", None)
    return answer


# Whoever asks here is signed out by it.
ENDING = frozenset({"/api/v1/sessions/current", "/sign-out"})


def token_of(app: Flask, role: Role, door: Door) -> str:
    """The role's token at the door, from one sign-in for all routes that leave it good."""
    known: dict[tuple[Role, Door], str] = app.extensions.setdefault("tokens of tests", {})
    if (role, door) not in known:
        with app.app_context():
            signing_in = doors().signing_in
        signed_in = signing_in.sign_in(role.value, PASSWORD, NOW, door=door)
        known[role, door] = signed_in.access_token
    return known[role, door]


def key_of(app: Flask, role: Role) -> str:
    """An app key of the role's, as if such a one could be made for everybody."""
    known: dict[Role, str] = app.extensions.setdefault("keys of tests", {})
    if role not in known:
        known[role] = f"odk_{uuid4().hex}"
        OdkKeys(app.extensions["house"].database).add(
            OdkKey(
                id=uuid4().hex,
                user=role.value,
                name="test",
                key=hash_of(known[role]),
                made_at=NOW,
                made_by=role.value,
            )
        )
    return known[role]


def basic(role: Role, key: str) -> str:
    """The header of HTTP Basic."""
    return f"Basic {b64encode(f'{role.value}:{key}'.encode()).decode()}"


def is_refused(answer: TestResponse) -> bool:
    """Whether it says that the caller may not; the pages show an unknown one to their door."""
    shown_to_the_door = answer.location is not None and answer.location.startswith("/sign-in")
    return answer.status_code in {401, 403} or shown_to_the_door


@by_route
def test_the_route_declares_what_it_is(route: Route, app: Flask) -> None:
    assert action_of(app, route.endpoint, route.method) is not None


@by_route
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_it_is_open_to_whom_the_permissions_name(
    route: Route, role: Role | None, app: Flask
) -> None:
    action = action_of(app, route.endpoint, route.method)
    assert action is not None
    answer = asked_as(app, route, role)
    assert answer.status_code < 500 or action is Action.SEE_HEALTH
    if action in OPEN_TO_ALL:
        assert not is_refused(answer) or _proves_itself(action)
    else:
        assert is_refused(answer) is (role is None or scope_of([role], action) is None)


def _proves_itself(action: Action) -> bool:
    """A sign-in or a delivery that fits nothing is refused by what it says itself."""
    return action in {Action.SIGN_IN, Action.RECEIVE_DELIVERIES}


def _operations(app: Flask) -> Iterator[tuple[str, str, dict[str, object]]]:
    for path, methods in document(app)["paths"].items():
        for method, operation in methods.items():
            if isinstance(operation, dict) and "responses" in operation:
                yield path, method.upper(), operation


def test_the_document_says_of_each_route_who_may(app: Flask) -> None:
    described = {
        (path, method): operation.get("security", document(app)["security"])
        for path, method, operation in _operations(app)
    }
    under_api = [route for route in ROUTES if route.rule.startswith("/api/")]
    assert under_api
    for route in under_api:
        if route.method == "HEAD":
            continue
        action = action_of(app, route.endpoint, route.method)
        path = route.rule.replace("<", "{").replace(">", "}")
        for converter in ("int:", "uuid:", "path:", "string:"):
            path = path.replace("{" + converter, "{")
        wanted: list[object] = [] if action in OPEN_TO_ALL else [{"bearer": []}]
        assert described[path, route.method] == wanted, str(route)


def test_every_action_is_somebodys_and_every_role_has_its_own() -> None:
    granted = {action for actions in PERMISSIONS.values() for action in actions}
    assert granted | OPEN_TO_ALL == set(Action)
    assert set(PERMISSIONS) == set(Role)


def test_a_view_that_declares_nothing_is_shut_to_everybody(database: Mongo) -> None:
    app = app_over(database)
    register(database, "admin", Role.ADMIN)
    app.add_url_rule("/forgotten", view_func=lambda: "open", endpoint="forgotten")
    app.add_url_rule("/api/forgotten", view_func=lambda: "open", endpoint="forgotten api")
    for path, door in (("/forgotten", Door.PAGES), ("/api/forgotten", Door.API)):
        route = Route("", path, "GET", path)
        assert asked_as(app, route, None).status_code == 403
        assert asked_as(app, route, Role.ADMIN).status_code == 403
        assert door_of(path) is door
