"""Lets the web application be watched: a log line a request, and the figures under /metrics."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from mobile_api.permissions import Action, needs
from plugin.house import House
from plugin.operations.measuring import Requests
from plugin.operations.metrics import HouseFigures
from plugin.operations.requests import log_requests
from plugin.stores.keeping.figures import read_figures


def observe(app: Flask, house: House) -> Requests:
    """What is counted; must come before whatever refuses requests, so that those are told too."""
    requests = Requests()
    log_requests(app, requests)
    app.register_blueprint(_metrics(house, requests))
    return requests


def _metrics(house: House, requests: Requests) -> Blueprint:
    figures = CollectorRegistry(auto_describe=False)
    figures.register(HouseFigures(lambda: read_figures(house.database, house.clock())))
    made = Blueprint("metrics", __name__)

    @made.get("/metrics")
    @needs(Action.SEE_METRICS)
    def metrics() -> Response:
        told = generate_latest(figures) + generate_latest(requests.registry)
        return Response(told, content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return made
