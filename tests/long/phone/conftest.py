"""The service that the phones of a file share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pymongo import MongoClient

from plugin.stores.layout import Document
from tests.long.phone.phones import Service, a_service


@pytest.fixture(scope="module")
def service(mongo: MongoClient[Document]) -> Iterator[Service]:
    with a_service(mongo) as service:
        yield service
