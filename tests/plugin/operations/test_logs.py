"""Logs tell what happened, in one form, and no secret, token, query value or message text."""

from __future__ import annotations

import io
import json
import logging
from base64 import urlsafe_b64encode

import pytest
import structlog
from flask import Flask

from plugin.config import Config
from plugin.operations.logs import LEFT_OUT, configure
from plugin.operations.measuring import Requests
from plugin.operations.requests import log_requests
from plugin.sealing import Sealer, new_key
from tests.plugin.operations.logging_in_tests import logs

KEY = new_key()
CONFIG = Config(keys=(KEY,), metrics_token="mt-1", mongodb_uri="mongodb://u:hunter2@db/?x=1")


def test_a_line_tells_event_level_and_instant() -> None:
    with logs(CONFIG) as lines:
        structlog.get_logger().info("delivery filed", connection="zd-acme", ms=3.2, tries=None)
    (line,) = lines
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "delivery filed", "level": "info", "connection": "zd-acme", "ms": 3.2,
        "tries": None,
    }  # fmt: skip


SEALED = urlsafe_b64encode(Sealer([KEY]).seal("Dzień dobry".encode())).decode()

# field | value | what must not be seen
LEAKS = {
    "a field named for a secret": ("webhook_secret", "whs-12", "whs-12"),
    "a token": ("access_token", "t-1", "t-1"),
    "a password": ("password", "pw", "pw"),
    "words of a customer": ("body", "my shoes are torn", "shoes"),
    "a header": ("authorization", "Bearer 1", "Bearer"),
    "a key of ours": ("told", f"with {KEY}", KEY),
    "the token of the metrics": ("told", "given mt-1", "mt-1"),
    "the address of the database": ("told", CONFIG.mongodb_uri, "hunter2"),
    "another address with a password": ("told", "mongodb://me:pw1@h", "pw1"),
    "a bearer in a text": ("told", "sent Bearer abc.def", "abc.def"),
    "a basic in a text": ("told", "sent basic YWJj", "YWJj"),
    "query values": ("path", "/visits?after=Kowalski", "Kowalski"),
    "what is sealed": ("told", SEALED, SEALED[10:]),
    "a long word by chance": ("told", "x 4fQ9-zzPq_81nKdYw3Lr0VbTtUe6HsJm z", "4fQ9"),
    "bytes": ("told", b"raw", "raw"),
    "in a list": ("told", ["Bearer abc"], "abc"),
    "in a mapping": ("told", {"inner": {"secret": "s-9"}}, "s-9"),
    "in an object's words": ("told", ValueError("Bearer abc"), "abc"),
}


@pytest.mark.parametrize("why", LEAKS)
def test_what_must_not_be_seen_is_left_out(why: str) -> None:
    field, value, unseen = LEAKS[why]
    with logs(CONFIG) as lines:
        structlog.get_logger().info("something", **{field: value})
    assert unseen not in json.dumps(lines)
    assert LEFT_OUT in json.dumps(lines)


# What must stay readable, or the logs are of no use.
PLAIN = [
    "zd-acme/ticket/35436",
    "visit/0a4c2f3e-6f0c-4a8e-9d2b-0f6a5f1b2c3d",
    "8f14e45fceea167a5a36dedd4bea2543",
    "MongoServerSelectionError",
    "host-17/4242/worker-0",
    "/api/v1/visits/<uuid:visit_id>/acceptance",
]


@pytest.mark.parametrize("value", PLAIN)
def test_plain_values_stay(value: str) -> None:
    with logs(CONFIG) as lines:
        structlog.get_logger().info("something", told=value)
    assert lines[0]["told"] == value


def test_numbers_of_things_with_private_names_stay() -> None:
    with logs(CONFIG) as lines:
        structlog.get_logger().info("tally", tokens=3, body=None)
    assert (lines[0]["tokens"], lines[0]["body"]) == (3, None)


def test_an_exception_is_told_by_type_and_places_not_by_its_words() -> None:
    def break_down() -> None:
        raise ValueError("Jan Kowalski wrote: my card is 4111")

    with logs(CONFIG) as lines:
        try:
            break_down()
        except ValueError:
            structlog.get_logger().exception("station stumbled")
    (line,) = lines
    assert line["exception"] == "ValueError"
    assert line["places"][-1].endswith("break_down")
    assert "Kowalski" not in json.dumps(line)


def test_a_librarys_line_keeps_its_words_without_its_values() -> None:
    with logs(CONFIG) as lines:
        logging.getLogger("some.library").warning("cannot send %s", "Kowalski's letter")
        try:
            raise KeyError("Kowalski")
        except KeyError:
            logging.getLogger("some.library").exception("lost %s", "Kowalski")
    assert [each["logger"] for each in lines] == ["some.library"] * 2
    assert lines[1]["exception"] == "KeyError"
    assert "Kowalski" not in json.dumps(lines)


def test_a_line_of_ours_keeps_its_values_and_is_scrubbed() -> None:
    with logs(CONFIG) as lines:
        logging.getLogger("plumbline.deliveries").info("%s waits: %s", "zd-acme/ticket/7", KEY)
    assert lines[0]["event"] == f"zd-acme/ticket/7 waits: {LEFT_OUT}"


def test_at_level_warning_what_is_in_order_is_not_told() -> None:
    with logs(Config(log_level="warning")) as lines:
        structlog.get_logger().info("delivery filed")
        structlog.get_logger().warning("breaker open")
        logging.getLogger("granian").info("started")
    assert [line["event"] for line in lines] == ["breaker open"]


def test_the_database_driver_is_quiet() -> None:
    with logs(CONFIG) as lines:
        logging.getLogger("pymongo.command").info("find")
    assert lines == []


def test_people_may_read_plain_lines() -> None:
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure(Config(log_format="console"), stream)
    structlog.get_logger().info("ready", port=8470)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
    assert "ready" in stream.getvalue()
    with pytest.raises(json.JSONDecodeError):
        json.loads(stream.getvalue())


def small_app() -> Flask:
    app = Flask("small")
    log_requests(app, Requests())

    @app.post("/webhooks/<connection>/<secret>")
    def taken(connection: str, secret: str) -> str:
        structlog.get_logger().info("taken")
        return ""

    @app.get("/health/live")
    def live() -> str:
        return ""

    return app


def test_a_request_is_told_by_route_connection_status_and_time() -> None:
    with logs(CONFIG) as lines:
        answer = small_app().test_client().post("/webhooks/zd-acme/s3cr3t?code=9&name=Kowalski")
    taken, line = lines
    assert line["request_id"] == taken["request_id"] == answer.headers["X-Request-Id"]
    assert line["ms"] >= 0
    told = {name: line[name] for name in ("method", "route", "connection", "status")}
    assert told == {
        "method": "POST", "route": "/webhooks/<connection>/<secret>", "connection": "zd-acme",
        "status": 200,
    }  # fmt: skip
    assert not {"s3cr3t", "Kowalski"} & set(json.dumps(lines).split('"'))


@pytest.mark.parametrize(
    ("given", "kept"), [("abcdef-0123", True), ("x", False), ('a"b\ninjected-line', False)]
)
def test_a_request_id_is_kept_where_it_is_one(given: str, kept: bool) -> None:
    with logs(CONFIG):
        client = small_app().test_client()
        answer = client.post(
            "/webhooks/a/b", environ_overrides={"HTTP_X_REQUEST_ID": given.replace("\n", " ")}
        )
    assert (answer.headers["X-Request-Id"] == given) is kept


def test_what_is_told_after_a_request_does_not_bear_its_id() -> None:
    with logs(CONFIG) as lines:
        small_app().test_client().post("/webhooks/a/b")
        structlog.get_logger().info("something else")
    assert "request_id" not in lines[-1]


def test_what_is_not_there_is_told_without_its_address() -> None:
    with logs(CONFIG) as lines:
        small_app().test_client().get("/wp-login/Kowalski")
    assert (lines[0]["route"], lines[0]["status"]) == ("none", 404)
    assert "Kowalski" not in json.dumps(lines)


def test_a_webhook_is_told_when_it_is_refused_and_counted_when_it_is_not() -> None:
    app = small_app()

    @app.post("/webhooks/<connection>")
    def delivered(connection: str) -> tuple[str, int]:
        return "", 202 if connection == "known" else 404

    with logs(CONFIG) as lines:
        for connection in ("known", "unknown"):
            app.test_client().post(f"/webhooks/{connection}")
    assert [line["status"] for line in lines] == [404]


def test_health_is_not_told() -> None:
    with logs(CONFIG) as lines:
        small_app().test_client().get("/health/live")
    assert lines == []
