"""A house with people, a standard, and somebody who trains them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Mongo
from plugin.stores.opening import database_of
from tests.pages.training.school import School, furnished


@pytest.fixture
def school(database: Mongo) -> School:
    return with_address(furnished(database))


@pytest.fixture(scope="module")
def standing(mongo: MongoClient[Document]) -> Iterator[School]:
    """A house for tests that change nothing."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    yield with_address(furnished(made))
    mongo.drop_database(name)


def with_address(school: School) -> School:
    """The school, where Anna can be written to."""
    people = school.house.database.people
    people.update_one({"_id": "anna"}, {"$set": {"email": "anna@acme.example"}})
    return school
