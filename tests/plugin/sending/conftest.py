"""A fake Zendesk a test, and the desk that writes to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plugin.stores.layout import Mongo
from tests.fakes.zendesk.server import FakeZendesk
from tests.plugin.sending.desk import Clock, Desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zendesk(clock: Clock) -> Iterator[FakeZendesk]:
    """The fake; a call that Zendesk does not document fails the test."""
    with FakeZendesk(clock) as fake:
        yield fake
    assert fake.api.complaints == []


@pytest.fixture
def desk(database: Mongo, zendesk: FakeZendesk, clock: Clock) -> Desk:
    """The desk, connected."""
    made = Desk(database, zendesk, clock)
    made.connect()
    return made
