"""Many lives of a firm, after each of which its phones hold the whole day."""

from __future__ import annotations

import pytest

from plugin.stores.layout import Mongo
from tests.mobile_api.service import opened
from tests.mobile_api.test_deltas import live_through

pytestmark = pytest.mark.long


def test_any_chain_of_deltas_comes_to_the_whole_day(database: Mongo) -> None:
    with opened(database) as service:
        live_through(service, 40)
