"""A draft is written as a form and as YAML, and neither loses what was done in the other."""

from __future__ import annotations

import pytest

from plugin.house import House
from plugin.stores.layout import Mongo
from tests.pages.authoring.desk import (
    DESK,
    EDIT,
    desk,
    send_again,
    sign_in,
    yaml_in,
)


@pytest.fixture
def house(database: Mongo) -> House:
    """tess's draft of the desk."""
    return desk(database)


def test_what_nobody_changed_is_sent_back_as_it_was(house: House) -> None:
    tess = sign_in(house, "tess")
    assert yaml_in(tess.get(EDIT).text) == DESK
    for number in range(3):
        page = tess.get(f"{EDIT}?criterion={number}").text
        assert yaml_in(send_again(tess, page).text) == DESK
