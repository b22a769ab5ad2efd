"""Passwords and tokens are not taken over plain HTTP from another host, whoever stands between."""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Response

from mobile_api.permissions import Role
from plugin.in_clear import is_in_clear
from plugin.stores.layout import Mongo
from plugin.stores.people.sessions import Door
from tests.plugin.directory.people import NOW, PASSWORD, register, way_in
from tests.plugin.test_doors import app_over
from tests.tables import rows

# believed proxies | from | the proxy says | scheme | taken | why it is here
WAYS = """
0 | 127.0.0.1 | - | http | yes | on this host
0 | ::1 | - | http | yes | on this host by IPv6
0 | ::ffff:127.0.0.1 | - | http | yes | on this host by IPv4 in IPv6
0 | 127.8.8.8 | - | http | yes | all of the loopback net
0 | 10.0.0.7 | - | http | no | from the office
0 | 10.0.0.7 | - | https | yes | from the office over TLS
0 | 10.0.0.7 | proto=https | http | no | a word of somebody who is not believed
0 | fe80::1%eth0 | - | http | no | from the same wire
0 | nonsense | - | http | no | from nobody knows where
0 | 127.0.0.1 | proto=https | http | yes | a proxy on this host that speaks TLS
0 | 127.0.0.1 | proto=http | http | no | a proxy on this host that does not
0 | 127.0.0.1 | for=9.9.9.9 | http | no | a proxy on this host that does not say
1 | 10.0.0.1 | for=9.9.9.9 proto=https | http | yes | the proxy speaks TLS
1 | 10.0.0.1 | for=9.9.9.9 proto=HTTPS | http | yes | in whichever letters
1 | 10.0.0.1 | for=9.9.9.9 proto=http | http | no | the proxy does not
1 | 10.0.0.1 | for=9.9.9.9 | http | no | it does not say
1 | 10.0.0.1 | for=127.0.0.1 proto=http | http | yes | asked on the proxy's own host
1 | 127.0.0.1 | - | http | yes | past the proxy on this host
1 | 10.0.0.7 | - | http | no | past the proxy from elsewhere
2 | 10.0.0.1 | for=9.9.9.9,10.0.0.2 proto=https,http | http | yes | TLS ends at the outer one
2 | 10.0.0.1 | for=9.9.9.9,10.0.0.2 proto=http,https | http | no | it begins at the inner one
2 | 10.0.0.1 | for=9.9.9.9,10.0.0.2 proto=https | http | yes | one word for both
"""


def headers_of(told: str) -> dict[str, str]:
    """What the proxies say, as headers."""
    words = dict(each.split("=") for each in told.split()) if told != "-" else {}
    return {f"X-Forwarded-{name.title()}": value for name, value in words.items()}


@pytest.mark.parametrize(("proxies", "address", "told", "scheme", "taken"), rows(WAYS))
def test_what_others_could_read_is_in_the_clear(
    proxies: str, address: str, told: str, scheme: str, taken: str
) -> None:
    found: list[bool] = []

    def look(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        found.append(is_in_clear(Request(environ), int(proxies)))
        return Response()(environ, start)

    count = int(proxies)
    believing = ProxyFix(look, x_for=count, x_proto=count, x_host=count) if count else look
    environ = {"REMOTE_ADDR": address}
    base = f"{scheme}://service.example"
    Client(believing).get("/", base_url=base, headers=headers_of(told), environ_base=environ)
    assert found == [taken == "no"]


def test_a_believed_proxy_that_speaks_tls_lets_a_token_in(database: Mongo) -> None:
    register(database, "ann", Role.ADMIN)
    client = app_over(database, proxies=1).test_client()
    token = way_in(database).sign_in("ann", PASSWORD, NOW).access_token
    for proto, status in (("https", 200), ("http", 403)):
        headers = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": proto}
        headers["Authorization"] = f"Bearer {token}"
        answer = client.get("/api/whose", headers=headers)
        assert answer.status_code == status


def asked_in_clear(
    database: Mongo, method: str, path: str, *, token: str = "", **settings: object
) -> TestResponse:
    """What is answered to somebody in the office over plain HTTP."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"name": "ann", "password": PASSWORD}
    return (
        app_over(database, **settings)
        .test_client()
        .open(
            path,
            method=method,
            environ_base={"REMOTE_ADDR": "10.0.0.7"},
            headers=headers,
            json=body if method == "POST" else None,
        )
    )


def test_a_password_is_refused_in_words(database: Mongo) -> None:
    register(database, "ann", Role.SHOPPER)
    answer = asked_in_clear(database, "POST", "/api/v1/sessions")
    told = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, told["type"]) == (403, "urn:plumbline:problem:https-required")
    assert "ask by https://" in told["detail"]
    assert database.sessions.count_documents({}) == 0
    assert database.tries.count_documents({}) == 0, "it was not even looked at"


@pytest.mark.parametrize("path", ["/api/v1/account", "/api/v1/sessions/current"])
def test_whoever_says_no_token_is_told_before_they_do(database: Mongo, path: str) -> None:
    answer = asked_in_clear(database, "DELETE" if "sessions" in path else "GET", path)
    assert answer.get_json()["type"] == "urn:plumbline:problem:https-required"


def test_a_test_network_may_be_allowed_it(database: Mongo) -> None:
    register(database, "ann", Role.SHOPPER)
    answer = asked_in_clear(database, "POST", "/api/v1/sessions", plain_http=True)
    assert answer.status_code == 201


def test_a_page_says_so_in_words(database: Mongo) -> None:
    register(database, "ann", Role.ADMIN)
    client = app_over(database).test_client()
    session = way_in(database).sign_in("ann", PASSWORD, NOW, door=Door.PAGES)
    client.set_cookie("plumbline", session.access_token)
    for path in ("/sign-in", "/standards", "/"):
        answer = client.get(path, environ_base={"REMOTE_ADDR": "10.0.0.7"})
        assert answer.status_code == 403
        assert "This page has to be opened over HTTPS" in answer.text
        assert "Ann" not in answer.text, "nobody is known there"


def test_an_app_of_others_is_told_so_too(database: Mongo) -> None:
    answer = asked_in_clear(database, "GET", "/openrosa/some-key/formList")
    assert answer.status_code == 403
    assert "ask by https://" in answer.text


# path, method -> status, why
OPEN = {
    ("/health/live", "GET"): 200,
    ("/static/page.css", "GET"): 200,
    ("/webhooks/none", "POST"): 404,
    ("/language", "POST"): 400,  # for want of the form's token
}


@pytest.mark.parametrize(("path", "method"), OPEN)
def test_what_takes_no_secret_is_open_as_ever(database: Mongo, path: str, method: str) -> None:
    assert asked_in_clear(database, method, path).status_code == OPEN[path, method]


def test_a_monitor_may_ask_with_the_token_of_the_metrics(database: Mongo) -> None:
    register(database, "ann", Role.ADMIN)
    token = "a token of the metrics"
    settings = {"metrics_token": token}
    assert asked_in_clear(database, "GET", "/metrics", token=token, **settings).status_code == 200
    own = way_in(database).sign_in("ann", PASSWORD, NOW).access_token
    assert asked_in_clear(database, "GET", "/metrics", token=own, **settings).status_code == 403
