"""A house with people, a standard and a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from tests.pages.training.school import School, furnished


@pytest.fixture
def school(database: Mongo) -> School:
    return furnished(database)


@pytest.fixture
def trainer(school: School) -> FlaskClient:
    return school.enter("trainer")


@pytest.fixture(scope="module")
def standing(mongo: MongoClient[Document]) -> Iterator[School]:
    """A house for tests that change nothing."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    yield furnished(made)
    mongo.drop_database(name)
