"""What is served while intake is measured: the service itself, and beside it the floor.

The floor is the least that anybody must do who answers for a delivery: the same proof of origin,
and one journaled insert a request. Both stand behind one server, under /webhooks and /floor.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from flask import Flask, Response, request

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer
from plugin.serving.standing import stand
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from webhooks.contract import Delivery
from webhooks.zendesk.adapter import Zendesk

DATABASE = "intake"
ENVIRONMENT = (
    "BENCH_URI",
    "BENCH_KEY",
    "BENCH_SECRET",
)  # where, sealed with what, signed with what
Wsgi: TypeAlias = "Callable[[dict[str, Any], Any], Iterable[bytes]]"


def build() -> Wsgi:
    """The WSGI application of one server process, from its environment."""
    uri, key, secret = (os.environ[name] for name in ENVIRONMENT)
    database = database_of(client_of(uri, pool=64), DATABASE)
    config = Config(keys=(key,), oldest_signature_seconds=10**9)
    service = create_app(House(config, database, Sealer([key]), lambda: int(time.time())))
    floor = floor_of(database, secret)

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        app = floor if environ["PATH_INFO"].startswith("/floor") else service
        return app(environ, start_response)

    stand()
    return serve


def floor_of(database: Mongo, secret: str) -> Flask:
    """One journaled insert a request, and the signature looked at before."""
    app, zendesk = Flask("floor"), Zendesk()

    @app.post("/floor")
    def receive() -> Response:
        body, now = request.get_data(cache=False), int(time.time())
        headers = {name.lower(): value for name, value in request.headers}
        zendesk.verify(Delivery(headers, body, now), (secret,), None)
        database.floor.insert_one({"body": body, "received_at": now})
        return Response(status=202)

    return app
