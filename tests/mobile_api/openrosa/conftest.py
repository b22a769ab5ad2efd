"""The service behind a real HTTP server, once a file of tests, and Collect with a key of Anna's."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from tests.fakes.collect import Collect
from tests.mobile_api.openrosa.served import new_key, served
from tests.mobile_api.openrosa.written import CASE
from tests.mobile_api.service import Service, opened


@pytest.fixture(scope="module")
def service(mongo: MongoClient[Document]) -> Iterator[Service]:
    """The real app over a database of the file's own."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    with opened(database) as service:
        yield service
    mongo.drop_database(database.name)


@pytest.fixture(autouse=True)
def _own_ids(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gives every test ids of its own."""
    monkeypatch.setitem(CASE, "now", request.node.name)


@pytest.fixture
def fresh(database: Mongo) -> Iterator[Service]:
    """The app over a database of the test's own: for what changes users or standards."""
    with opened(database) as service:
        yield service


@pytest.fixture(scope="module")
def server(service: Service) -> Iterator[str]:
    """The address of the service."""
    with served(service.app) as address:
        yield address


@pytest.fixture(scope="module")
def key(service: Service) -> str:
    """A key of Anna's."""
    return new_key(service)


@pytest.fixture
def collect(server: str, key: str) -> Collect:
    """Anna's Collect."""
    return Collect(f"{server}/openrosa/{key}")
