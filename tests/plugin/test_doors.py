"""By which door a request comes, who stands in it, and what browsers are told."""

from __future__ import annotations

import re

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from mobile_api.permissions import Action, Role, needs
from plugin.app import create_app
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door
from tests.plugin.api.admins import house_over
from tests.plugin.directory.people import CHEAP, NOW, PASSWORD, register, way_in
from tests.tables import rows


def app_over(database: Mongo, **settings: object) -> Flask:
    """The app, with two views that say who asks."""
    app = create_app(house_over(database, **settings), CHEAP)

    @needs(Action.SEE_OWN_ACCOUNT)
    def whose() -> str:
        return str(g.caller.user)

    app.add_url_rule("/whose", view_func=whose, methods=["GET", "POST"], endpoint="whose")
    app.add_url_rule("/api/whose", view_func=whose, methods=["GET", "POST"], endpoint="api whose")
    return app


def cookie(client: FlaskClient, database: Mongo, name: str = "plumbline") -> str:
    """Gives the browser the cookie of a sign-in at the pages."""
    session = way_in(database).sign_in("ann", PASSWORD, NOW, door=Door.PAGES)
    client.set_cookie(name, session.access_token)
    return session.access_token


@pytest.fixture
def client(database: Mongo) -> FlaskClient:
    register(database, "ann", Role.TRAINER)
    return app_over(database).test_client()


# at      | with          | answered | why
DOORS = """
/api/whose | api token    | 200 | a token at the API
/api/whose | pages token  | 401 | what a cookie holds is no token
/api/whose | cookie       | 401 | a cookie is nothing at the API
/api/whose | nothing      | 401 | nobody
/whose     | cookie       | 200 | a cookie at the pages
/whose     | api token    | 401 | a token is nothing at the pages
/whose     | api cookie   | 401 | nor is it one in a cookie
/whose     | nothing      | 401 | nobody
"""


@pytest.mark.parametrize(("path", "given", "status"), rows(DOORS))
def test_each_door_has_its_own_key(
    client: FlaskClient, database: Mongo, path: str, given: str, status: str
) -> None:
    signing_in = way_in(database)
    headers = {}
    if given in {"api token", "pages token"}:
        door = Door.API if given == "api token" else Door.PAGES
        token = signing_in.sign_in("ann", PASSWORD, NOW, door=door).access_token
        headers = {"Authorization": f"Bearer {token}"}
    elif given == "api cookie":
        client.set_cookie("plumbline", signing_in.sign_in("ann", PASSWORD, NOW).access_token)
    elif given == "cookie":
        cookie(client, database)
    answer = client.get(path, headers=headers)
    assert str(answer.status_code) == status
    assert answer.text == "ann" if status == "200" else "ann" not in answer.text


def test_who_is_unknown_is_told_how_to_be_known(client: FlaskClient) -> None:
    answer = client.get("/api/whose")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.content_type == "application/problem+json"


# method, path | status | what it is
NOWHERE = """
GET  | /nothing         | 404 | text/html                | an address that is none
POST | /sign-out/now    | 404 | text/html                | and one below a page
PUT  | /sign-in         | 405 | text/html                | a page that takes no such thing
GET  | /api/v1/nothing  | 404 | application/problem+json | an address that the API has not
PUT  | /api/v1/sessions | 405 | application/problem+json | a method that it has not
GET  | /webhooks/zd     | 405 | application/problem+json | helpdesks post
GET  | /metrics         | 401 | application/problem+json | what scrapes wants no page
GET  | /health/nothing  | 404 | application/problem+json | nor does what watches
"""


@pytest.mark.parametrize(("method", "path", "status", "kind"), rows(NOWHERE))
def test_an_error_is_told_in_the_way_of_the_door(
    client: FlaskClient, method: str, path: str, status: str, kind: str
) -> None:
    answer = client.open(path, method=method)
    assert (str(answer.status_code), answer.mimetype) == (status, kind)


# Authorization | why
STRANGE = [
    pytest.param("Bearer", id="no token"),
    pytest.param("Bearer ", id="an empty one"),
    pytest.param("Basic YW5uOng=", id="another scheme"),
    pytest.param("Bearer pa_" + "0" * 32 + "_x", id="a session that is none"),
    pytest.param("Bearer " + "x" * 7_000, id="a long one"),
    pytest.param("Bearer \xff\xfe", id="no letters"),
]


@pytest.mark.parametrize("given", STRANGE)
def test_a_strange_token_is_nobodys(client: FlaskClient, given: str) -> None:
    assert client.get("/api/whose", headers={"Authorization": given}).status_code == 401


def test_a_form_of_another_page_does_nothing(client: FlaskClient, database: Mongo) -> None:
    cookie(client, database)
    assert client.post("/whose").status_code == 400
    page = client.get("/sign-in")
    if page.status_code == 303:  # whoever is in is sent on
        client.delete_cookie("plumbline")
        page = client.get("/sign-in")
        cookie(client, database)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None
    assert client.post("/whose", data={"csrf_token": found[1]}).status_code == 200
    assert client.post("/whose", data={"csrf_token": found[1] + "x"}).status_code == 400


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
def test_the_scheme_is_written_either_way(
    client: FlaskClient, database: Mongo, scheme: str
) -> None:
    token = way_in(database).sign_in("ann", PASSWORD, NOW).access_token
    assert client.get("/api/whose", headers={"Authorization": f"{scheme} {token}"}).text == "ann"


def test_the_api_needs_no_form(client: FlaskClient, database: Mongo) -> None:
    token = way_in(database).sign_in("ann", PASSWORD, NOW).access_token
    answer = client.post("/api/whose", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("is_secure", "name"), [(False, "plumbline"), (True, "__Host-plumbline")], ids=str
)
def test_the_cookie_is_for_the_browser_alone(database: Mongo, is_secure: bool, name: str) -> None:
    register(database, "ann", Role.TRAINER)
    base = "https://plumb.example" if is_secure else "http://plumb.example"
    client = app_over(database, secure_cookies=is_secure).test_client()
    page = client.get("/sign-in", base_url=base)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found is not None
    form = {"name": "ann", "password": PASSWORD, "csrf_token": found[1]}
    answer = client.post("/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/"})
    told = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(name))
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(told.split("; "))
    assert ("Secure" in told.split("; ")) is is_secure
    assert "Domain" not in told


HEADERS = """
/sign-in | Content-Security-Policy   | default-src 'none' | pages bring nothing from elsewhere
/sign-in | X-Content-Type-Options    | nosniff            | types are not guessed
/sign-in | Referrer-Policy           | same-origin        | addresses are not told to others
/sign-in | Cache-Control             | no-store           | pages are not kept
/api/v1/account | Content-Security-Policy | frame-ancestors 'none' | data is no page
/api/v1/account | Cache-Control      | no-store           | data is not kept
/health/live | X-Content-Type-Options | nosniff           | nor are those of health
"""


@pytest.mark.parametrize(("path", "name", "said"), rows(HEADERS))
def test_browsers_are_told(client: FlaskClient, path: str, name: str, said: str) -> None:
    assert said in client.get(path).headers[name]


def test_pages_have_no_inline_script_or_style(client: FlaskClient) -> None:
    policy = client.get("/sign-in").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy


@pytest.mark.parametrize("is_secure", [True, False])
def test_tls_is_asked_for_where_cookies_are_secure(database: Mongo, is_secure: bool) -> None:
    client = app_over(database, secure_cookies=is_secure).test_client()
    assert ("Strict-Transport-Security" in client.get("/sign-in").headers) is is_secure


# proxies | X-Forwarded-For        | who is slowed down
PROXIES = [
    pytest.param(0, "9.9.9.9", "127.0.0.1", id="without a proxy nobody is believed"),
    pytest.param(1, "9.9.9.9", "9.9.9.9", id="one proxy says whom it heard"),
    pytest.param(1, "1.1.1.1, 9.9.9.9", "9.9.9.9", id="and not what it was told"),
    pytest.param(2, "9.9.9.9, 10.0.0.1", "9.9.9.9", id="two say it in turn"),
]


@pytest.mark.parametrize(("proxies", "forwarded", "address"), PROXIES)
def test_an_address_is_believed_of_our_own_proxies(
    database: Mongo, proxies: int, forwarded: str, address: str
) -> None:
    client = app_over(database, proxies=proxies).test_client()
    body = {"name": "ann", "password": "wrong"}
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}
    client.post("/api/v1/sessions", json=body, headers=headers)
    assert f"from {address}" in {each["_id"] for each in database.tries.find()}


# token          | answered | why
METRICS = """
of the metrics | 200 | the token of the settings
of an admin    | 200 | an admin may look
of a trainer   | 403 | a trainer may not
of nobody      | 401 | another token
"""


@pytest.mark.parametrize(("token", "status"), rows(METRICS))
def test_the_metrics_have_a_token_of_their_own(database: Mongo, token: str, status: str) -> None:
    register(database, "ann", Role.TRAINER)
    register(database, "root", Role.ADMIN)
    client = app_over(database, metrics_token="scraper").test_client()
    given = {"of the metrics": "scraper", "of nobody": "other"}.get(token)
    if given is None:
        name = "root" if token == "of an admin" else "ann"
        given = way_in(database).sign_in(name, PASSWORD, NOW).access_token
    headers = {"Authorization": f"Bearer {given}"}
    assert str(client.get("/metrics", headers=headers).status_code) == status
    if token == "of the metrics":
        assert client.get("/api/whose", headers=headers).status_code == 401


def test_every_process_of_one_house_knows_the_forms_of_the_others(database: Mongo) -> None:
    house = house_over(database)
    one, other = create_app(house, CHEAP), create_app(house, CHEAP)
    assert one.secret_key == other.secret_key
    assert house.config.keys[0] not in str(one.secret_key)
