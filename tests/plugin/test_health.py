"""Health says in a word whether the service can work, and what it lacks when it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.keeping.readiness import PATIENCE_SECONDS
from plugin.stores.layout import Mongo
from plugin.stores.migrations.run import COLLECTION, bring_up
from plugin.stores.opening import client_of, database_of


@pytest.fixture
def house(database: Mongo) -> House:
    bring_up(database)
    return House(Config(), database, Sealer([new_key()]), lambda: 1_700_000_000)


@pytest.fixture
def away() -> Iterator[Mongo]:
    """A database that nobody answers for."""
    with client_of("mongodb://127.0.0.1:9/?replicaSet=rs0") as client:
        yield database_of(client, "away")


def client(house: House) -> FlaskClient:
    return create_app(house).test_client()


def test_a_service_with_all_it_needs_is_ready(house: House) -> None:
    for _ in range(2):
        answer = client(house).get("/health/ready")
        assert (answer.status_code, answer.json) == (200, {"status": "ready"})


def test_a_database_that_is_not_brought_up_is_said_so(house: House) -> None:
    house.database[COLLECTION].delete_many({})
    answer = client(house).get("/health/ready")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "not ready", "lacks": ["migrations"]},
    )


def test_a_database_of_a_newer_version_is_said_so(house: House) -> None:
    house.database[COLLECTION].insert_one({"_id": 1_000_000, "name": "of the future"})
    answer = client(house).get("/health/ready")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "not ready", "lacks": ["migrations"]},
    )


def test_keys_that_open_nothing_are_said_so(house: House) -> None:
    assert client(house).get("/health/ready").status_code == 200
    other = replace(house, sealer=Sealer([new_key()]))
    answer = client(other).get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "not ready", "lacks": ["keys"]})


def test_a_database_that_is_away_is_said_so_within_the_patience_of_who_watches(
    house: House, away: Mongo
) -> None:
    answer = client(replace(house, database=away)).get("/health/ready")
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "not ready", "lacks": ["database"]},
    )
    assert PATIENCE_SECONDS < 5


def test_it_lives_whatever_the_database_does(house: House, away: Mongo) -> None:
    answer = client(replace(house, database=away)).get("/health/live")
    assert (answer.status_code, answer.json) == (200, {"status": "live"})


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_no_answer_is_kept_anywhere(house: House, path: str) -> None:
    assert client(house).get(path).headers["Cache-Control"] == "no-store"
