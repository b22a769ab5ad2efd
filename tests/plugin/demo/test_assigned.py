"""What the demonstration's shoppers are to visit."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from pymongo import MongoClient

from mobile_api.assigning import AssignmentState
from plugin.config import Config
from plugin.demo.assigning import assign, assigned
from plugin.demo.firm import SHOPS
from plugin.demo.furnishing import SHOPPERS, furnish
from plugin.demo.lives import Era
from plugin.demo.visits import visits
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.shopping.assignments import Assignments
from plugin.stores.shopping.locations import Locations
from plugin.stores.versions.standards import Standards
from standards.zones import load_zone

NOW = 1_795_000_000
DAY = 86_400


@pytest.fixture(scope="module")
def house(mongo: MongoClient[Document]) -> Iterator[House]:
    """A house that is furnished already; to furnish one takes a second."""
    database, key = database_of(mongo, f"test-{uuid4().hex}"), new_key()
    lay_out_all(database)
    config = Config(keys=(key,), zone=load_zone("Europe/Warsaw"))
    made = House(config, database, Sealer([key]), lambda: NOW)
    furnish(made, NOW - 200 * DAY)
    yield made
    mongo.drop_database(database.name)


def test_each_shopper_has_every_shop_to_visit_this_week_and_once(house: House) -> None:
    assign(house, NOW)
    assign(house, NOW)
    for shopper in SHOPPERS:
        kept = Assignments(house.database).of(shopper)
        assert len(kept) == len(SHOPS)
        assert any(each.opens_at <= NOW <= each.closes_at for each in kept)
        assert all(set(each.scenario) == {"en", "pl", "ru"} for each in kept)
        places = Locations(house.database).located([each.location for each in kept], NOW)
        assert all(places[each.location].roster for each in kept)
        assert all(places[each.location].latitude is not None for each in kept)


def test_the_first_visits_name_what_they_came_of_and_always_the_same(house: House) -> None:
    standard = next(
        each for each in Standards(house.database).in_force(NOW) if each.code == "contact"
    )
    era = Era(NOW - 90 * DAY, NOW, load_zone("Europe/Warsaw"), standard.hours["service"])
    told = tuple(visits(era, 20, "seed"))
    named = assigned(house, told)
    assert named == assigned(house, told)
    assert [each.id for each in named] == [each.id for each in told]
    kept = Assignments(house.database)
    for place, each in enumerate(named[:4]):
        found = kept.find(each.body["assignment"])
        assert found is not None
        assert (found.shopper, found.location) == (SHOPPERS[place % 2], each.body["location"])
        assert found.state is AssignmentState.OPEN
    assert all("assignment" not in each.body for each in named[4:])
