"""Collections are laid out once; what stands as declared is not touched again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import ASCENDING, IndexModel, MongoClient, monitoring
from pymongo.errors import WriteError

from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document, Layout, Mongo, lay_out
from plugin.stores.opening import database_of
from tests.mongo import ADDRESS

ONE = Layout("ones", (IndexModel([("name", ASCENDING)], name="name"),), {"required": ["name"]})
STRICTER = Layout("ones", ONE.indexes, {"required": ["name", "at"]})


class Noted(monitoring.CommandListener):
    """The names of the commands that were sent."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.names.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing to note."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing to note."""


@pytest.fixture
def empty(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A database in which nothing stands."""
    made = database_of(mongo, f"test-{uuid4().hex}")
    yield made
    mongo.drop_database(made.name)


def test_what_is_declared_holds(empty: Mongo) -> None:
    lay_out(empty, (ONE,))
    with pytest.raises(WriteError):
        empty["ones"].insert_one({})
    assert empty["ones"].index_information().keys() == {"_id_", "name"}


def test_what_stands_as_declared_is_left_alone(database: Mongo) -> None:
    noted = Noted()
    with MongoClient[Document](os.environ[ADDRESS], event_listeners=[noted]) as client:
        lay_out_all(database_of(client, database.name))
    assert "listCollections" in noted.names
    assert not {"create", "collMod"} & set(noted.names)


def test_a_validator_is_brought_to_what_is_declared_now(empty: Mongo) -> None:
    lay_out(empty, (ONE,))
    empty["ones"].insert_one({"name": "before"})
    lay_out(empty, (STRICTER,))
    with pytest.raises(WriteError):
        empty["ones"].insert_one({"name": "after"})
    empty["ones"].update_one({"name": "before"}, {"$set": {"more": 1}})
    assert empty["ones"].count_documents({"more": 1}) == 1
