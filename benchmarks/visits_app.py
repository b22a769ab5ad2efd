"""What is served while visits are measured: the service itself, and beside it the floor.

The floor is the least that anybody must do who answers for a submission: the same look at who
asks, and one journaled insert of the same body. It stands in the same application, under /floor.
"""

from __future__ import annotations

from uuid import UUID

from bson.binary import Binary
from flask import Flask, Response, request

from benchmarks.house import house_of
from mobile_api.permissions import Action, needs
from plugin.app import create_app
from plugin.house import House
from plugin.serving.standing import stand

DATABASE = "visits"
FLOOR = "/api/v1/floor"


def build() -> Flask:
    """The application of one server process, from its environment."""
    app = beside_the_floor(house_of(DATABASE))
    stand()
    return app


def beside_the_floor(house: House) -> Flask:
    """The service of the house, and the floor in the same application."""
    app, database = create_app(house), house.database

    @app.put(f"{FLOOR}/<uuid:uuid>")
    @needs(Action.SUBMIT_VISITS)
    def keep(uuid: UUID) -> Response:
        database.floor.insert_one({"_id": str(uuid), "body": request.get_data(as_text=True)})
        return Response(f'{{"contact":"visit/{uuid}"}}', 201, content_type="application/json")

    @needs(Action.SUBMIT_VISITS)
    def keep_photo(uuid: UUID, name: str) -> Response:
        content = Binary(request.get_data(cache=False))
        database.floor.insert_one({"_id": f"{uuid} {name}", "content": content})
        return Response("{}", 201, content_type="application/json")

    keep_photo.takes = frozenset({"image/*"})  # type: ignore[attr-defined]
    app.add_url_rule(f"{FLOOR}/<uuid:uuid>/files/<name>", view_func=keep_photo, methods=["PUT"])
    return app
