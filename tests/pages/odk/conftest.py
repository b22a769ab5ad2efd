"""The service, for the page for teams who use ODK Collect."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.stores.layout import Mongo
from tests.mobile_api.service import Service, opened


@pytest.fixture
def service(database: Mongo) -> Iterator[Service]:
    """The real app over a database of the test's own."""
    with opened(database) as service:
        yield service
