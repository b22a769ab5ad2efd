"""The watch over all other tests sees what it is there to see."""

from __future__ import annotations

from pymongo import WriteConcern

from plugin.stores.layout import Mongo
from plugin.stores.transactions import transact
from tests.durability import WATCH


def test_a_write_that_asks_for_less_is_seen(database: Mongo) -> None:
    known = len(WATCH.weak)
    database.deliveries.with_options(write_concern=WriteConcern(1)).delete_one({"_id": "x"})
    seen, WATCH.weak[known:] = WATCH.weak[known:], []
    assert seen == [f"delete of {database.name}: deliveries with {{'w': 1}}"]


def test_a_write_of_the_house_is_counted_and_asks_for_a_journaled_majority(database: Mongo) -> None:
    known, weak = WATCH.seen, len(WATCH.weak)
    database.deliveries.delete_one({"_id": "x"})
    database.deliveries.find_one_and_update({"_id": "x"}, {"$set": {"state": "ready"}})
    assert WATCH.seen == known + 2
    assert len(WATCH.weak) == weak


def test_in_a_transaction_the_commit_asks_for_it(database: Mongo) -> None:
    known, weak = WATCH.seen, len(WATCH.weak)
    transact(database, lambda session: database.jobs.insert_one({"_id": 1}, session=session))
    assert WATCH.seen == known + 1
    assert len(WATCH.weak) == weak
