"""A house with contacts and a draft, filled once a file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pymongo import MongoClient

from plugin.stores.layout import Document
from tests.pages.acme import Filled, filled, signed_in
from tests.pages.backtests.asked import Working, with_draft, with_tickets


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """The example shop, and a draft of version 2 of its standard for mail."""
    with filled(mongo) as house:
        with_tickets(house.house)
        with_draft(house.house)
        yield house


@pytest.fixture
def working(acme: Filled) -> Iterator[Working]:
    """Workers; nothing is left to do afterwards."""
    yield Working(acme.house)
    for name in ("backtests", "backtest_slices"):
        acme.house.database[name].delete_many({})


@pytest.fixture
def trainer(acme: Filled) -> FlaskClient:
    """The browser of somebody who writes standards."""
    return signed_in(acme.house, "admin")
