"""A house with the example shop's contacts, filled once a file of tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from pymongo import MongoClient

from plugin.house import House
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from scoring.scorecard import Scorecard
from tests.pages.acme import house_over, with_contacts, with_people, with_standards


@dataclass(frozen=True, slots=True)
class Filled:
    """A house, and the cards that were filed in it."""

    house: House
    cards: tuple[Scorecard, ...]


@pytest.fixture(scope="module")
def acme(mongo: MongoClient[Document]) -> Iterator[Filled]:
    """Tickets, reviews of them and visits, judged by what the library says of each."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    house = house_over(made)
    with_people(house)
    with_standards(house, "contact", "complaints", "shop_visit")
    cards = with_contacts(house, "tickets", "reviews", "visits")
    yield Filled(house, tuple(cards))
    mongo.drop_database(name)
