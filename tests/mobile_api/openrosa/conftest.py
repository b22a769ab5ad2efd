"""The service behind a real HTTP server, and Collect set up with a key of Anna's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.collect import Collect
from tests.mobile_api.openrosa.served import served, with_key
from tests.mobile_api.service import Service


@pytest.fixture
def server(service: Service) -> Iterator[str]:
    """The address of the service."""
    with served(service.app) as address:
        yield address


@pytest.fixture
def collect(service: Service, server: str) -> Collect:
    """Anna's Collect."""
    return with_key(service, server)
