"""Whether the service lives and whether it can work, for whoever watches or balances it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.sealing import SealBroken
from plugin.stores.keeping.readiness import lacking


def blueprint(house: House) -> Blueprint:
    """The routes `/health/live` and `/health/ready`."""
    health = Blueprint("health", __name__, url_prefix="/health")

    @health.get("/live")
    @needs(Action.SEE_HEALTH)
    def live() -> Response:
        """Answers: this process runs."""
        return _told({"status": "live"})

    @health.get("/ready")
    @needs(Action.SEE_HEALTH)
    def ready() -> tuple[Response, int]:
        """Whether the database takes writes, is migrated, and its seals open with our keys.

        200 when so; 503 with what is lacking.
        """
        lacks = lacking(house.database, house.sealer.seal, house.sealer.open, SealBroken)
        if lacks:
            return _told({"status": "not ready", "lacks": list(lacks)}), 503
        return _told({"status": "ready"}), 200

    return health


def _told(what: dict[str, object]) -> Response:
    answer = jsonify(what)
    answer.headers["Cache-Control"] = "no-store"
    return answer
