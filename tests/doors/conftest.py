"""The service with one user of every role, opened once a file: what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from mobile_api.permissions import Role
from plugin.directory.passwords import Passwords
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.people.users import User, Users
from tests.doors.live import EVERY_ROLE
from tests.mobile_api.service import CHEAP, PASSWORD, Service, opened


@pytest.fixture(scope="module")
def service(mongo: MongoClient[Document]) -> Iterator[Service]:
    """The real app over a database of the file's own."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    with opened(database) as made:
        hashed = Passwords.of(CHEAP).hashed(PASSWORD)
        Users(database).add(User(EVERY_ROLE, "Olga", frozenset(Role), password=hashed))
        for name in (EVERY_ROLE, "anna", "boris", "carol"):
            made.token(name)
        yield made
    mongo.drop_database(database.name)
