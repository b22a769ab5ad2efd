"""One log line a request: its id, and what was asked as a route, never its values."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from plugin.operations.measuring import Requests

HEADER = "X-Request-Id"
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
_NAMED = re.compile(r"[a-z0-9-]{1,40}")  # a connection, rather than whatever somebody typed
_UNSEEN = frozenset({"/health/live", "/health/ready", "/metrics"})  # asked all the time
# Thousands a second when all is well: the figures tell how many, and a line each would cost more
# than to keep them does.
_TOO_MANY = frozenset({"/webhooks/<connection>"})
_log = structlog.get_logger("plumbline.requests")


def log_requests(app: Flask, measured: Requests) -> None:
    """Gives each request an id, which its log lines bear and its answer tells, and counts it."""
    app.before_request(_begin)
    app.after_request(lambda response: _end(response, measured))
    app.teardown_request(lambda _: structlog.contextvars.clear_contextvars())


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _GIVEN.fullmatch(given) else uuid4().hex
    g.begun_at = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end(response: Response, measured: Requests) -> Response:
    begun_at = g.get("begun_at")
    if begun_at is None:  # refused before it began
        return response
    response.headers[HEADER] = g.request_id
    seconds = time.perf_counter() - begun_at
    route = request.url_rule.rule if request.url_rule else "none"
    well = response.status_code < 300
    measured.count(request.method, route, response.status_code, seconds)
    if route not in _UNSEEN and not (well and route in _TOO_MANY):
        _log.info(
            "request",
            method=request.method,
            route=route,
            connection=_connection(),
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )
    return response


def _connection() -> str | None:
    """The connection that a delivery came for; no other part of an address is told."""
    named = str((request.view_args or {}).get("connection", ""))
    return named if _NAMED.fullmatch(named) else None
