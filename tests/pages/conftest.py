"""A house with the example shop's contacts, filled once a file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pymongo import MongoClient

from plugin.stores.layout import Document
from tests.pages.acme import Filled, filled


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """Tickets, reviews of them and visits, judged by what the library says of each."""
    with filled(mongo) as house:
        yield house
