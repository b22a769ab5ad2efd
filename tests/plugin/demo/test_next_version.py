"""The demonstration has a version on its way, people who learnt, and people in grace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pymongo import MongoClient

from plugin.authoring.drafting import Drafting
from plugin.config import Config
from plugin.demo.authoring import write_next
from plugin.demo.firm import SELLERS
from plugin.demo.furnishing import furnish
from plugin.demo.training import train
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import lay_out_all
from plugin.stores.layout import Document
from plugin.stores.opening import database_of
from plugin.stores.training.assignments import Assignments
from plugin.stores.training.learning import Learning
from plugin.stores.versions.backtests import Backtests
from plugin.stores.versions.drafts import Drafts
from plugin.stores.versions.standards import Standards
from plugin.training.standing import State
from plugin.training.studying import Studying
from scoring.binding import bound_from
from standards.lifecycle import State as DraftState

NOW = 1_795_000_000
DAY = 86_400
KEY = new_key()


@pytest.fixture(scope="module")
def house(mongo: MongoClient[Document]) -> Iterator[House]:
    """The invented firm after its next version was written and its people were taught, twice."""
    database = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(database)
    config = Config(keys=(KEY,), zone=ZoneInfo("Europe/Warsaw"))
    made = House(config, database, Sealer([KEY]), lambda: NOW)
    furnish(made, NOW - 200 * DAY)
    for _ in range(2):
        write_next(made, NOW - 60 * DAY)
        train(made)
    yield made
    mongo.drop_database(database.name)


def test_a_version_is_in_review_and_lacks_one_approval(house: House) -> None:
    draft = Drafts(house.database).of("contact")
    assert draft.control.state is DraftState.IN_REVIEW
    assert [each.step for each in draft.control.history] == [
        "edit", "submit", "return", "edit", "submit", "approve",
    ]  # fmt: skip
    drafting = Drafting(Drafts(house.database), Standards(house.database), "x", NOW)
    assert draft.control.missing(drafting.governance(draft)) == ("service",)
    found = drafting.against_published(draft)
    assert found is not None
    assert [each.code for each in found.clauses] == ["RSP-01"]
    instants = [each.at for each in draft.control.history]
    assert instants == sorted(instants)
    assert instants[-1] < NOW


def test_one_backtest_of_it_waits_for_a_worker(house: House) -> None:
    (asked,) = Backtests(house.database).listed("contact", most=5)
    assert (asked.version, asked.until) == (2, NOW)


def test_some_have_passed_some_are_late_and_some_failed(house: House) -> None:
    studying = Studying(house)
    people = [each for each, held in Assignments(house.database).holding("contact").items() if held]
    standing = [studying.lesson(each, "contact", 1).standing for each in people]
    states = Counter(each.state for each in standing)
    assert states[State.KNOWN] > 5
    assert states[State.TO_LEARN] > 3
    assert any(each.is_overdue for each in standing)
    assert any(each.tries and each.state is not State.KNOWN for each in standing)


def test_who_has_not_passed_the_shops_version_is_in_grace(house: House) -> None:
    *_, second = Standards(house.database).versions("shop-visit")
    assert (second.version, second.effective_from) == (2, NOW)
    knowing = Assignments(house.database).knowing("shop-visit")
    assert knowing.keys() == {each.code for each in SELLERS}
    bound = [bound_from(second.effective_from, each[0]) for each in knowing.values()]
    assert NOW in bound
    assert max(bound) > NOW + 13 * DAY


def test_what_was_told_already_is_not_told_again(house: House) -> None:
    assert len(Assignments(house.database).standing()) == 3 + len(SELLERS)
    assert len(Standards(house.database).versions("shop-visit")) == 2
    assert len(Learning(house.database).of("ewa-lis")) == 1
