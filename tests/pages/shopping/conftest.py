"""The service with the shops of the tests, and a coordinator at its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.stores.layout import Mongo
from tests.mobile_api.service import Service, opened
from tests.pages.shopping.desk import Desk, at_a_desk
from tests.plugin.shopping.assigned import shops


@pytest.fixture
def service(database: Mongo) -> Iterator[Service]:
    """The real app over a database of the test's own."""
    with opened(database) as service:
        shops(database)
        yield service


@pytest.fixture
def carol(service: Service) -> Desk:
    """The coordinator."""
    return at_a_desk(service, "carol")
