"""The service with the shops of the tests: opened once a file, and swept after each test."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from tests.mobile_api.service import Service, opened
from tests.plugin.shopping.assigned import shops, sweep


@pytest.fixture(scope="module")
def standing(mongo: MongoClient[Document]) -> Iterator[Service]:
    """The real app over a database of the file's own."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    with opened(database) as service:
        shops(database)
        yield service
    mongo.drop_database(database.name)


@pytest.fixture
def service(standing: Service) -> Iterator[Service]:
    """The service without assignments and visits."""
    yield standing
    sweep(standing.database)
