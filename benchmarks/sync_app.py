"""What is served while syncs are measured: the service itself, and beside it the floor.

The floor is the least that anybody must do who tells a shopper of 50 assignments: the same look at
who asks, one find of them by an index, and gzip over the same bytes. It is told once what those
bytes are, under each of their names, and stands in the same application, under /floor.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, g

from benchmarks.house import house_of
from mobile_api.permissions import Action, needs
from plugin.app import create_app
from plugin.house import House
from plugin.serving.standing import stand

DATABASE = "sync"
FLOOR = "/api/v1/floor"
_LEVEL = 6  # as the service's own


def build() -> Flask:
    """The application of one server process, from its environment."""
    app = beside_the_floor(house_of(DATABASE))
    stand()
    return app


def beside_the_floor(house: House) -> Flask:
    """The service of the house, and the floor in the same application."""
    app, database = create_app(house), house.database
    known: dict[str, bytes] = {}

    @app.get(f"{FLOOR}/<name>")
    @needs(Action.SUBMIT_VISITS)
    def tell(name: str) -> Response:
        if name not in known:
            known[name] = (database.floor.find_one({"_id": name}) or {})["body"]
        found = list(database.shopping.find({"shopper": g.caller.user, "state": "open"}))
        assert found
        packed = gzip.compress(known[name], _LEVEL, mtime=0)
        headers = {"Content-Encoding": "gzip"}
        return Response(packed, 200, headers, content_type="application/json")

    return app
