"""A desk of one's own for each test, and workbooks to send to it."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.pages.standards.desk import Desk


@pytest.fixture
def desk(database: Mongo) -> Desk:
    """A house with people and nothing published."""
    return Desk(database)
