"""A transaction is all or nothing, and is tried again when another one was quicker."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Barrier, Thread

import pytest
from pymongo.errors import AutoReconnect, DuplicateKeyError, OperationFailure

from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.layout import Mongo
from plugin.stores.opening import client_of, database_of
from plugin.stores.transactions import Session, is_passing, transact


def test_what_the_work_raises_leaves_no_trace(database: Mongo) -> None:
    def work(session: Session) -> None:
        database.things.insert_one({"_id": 1}, session=session)
        raise LookupError("no")

    with pytest.raises(LookupError):
        transact(database, work)
    assert database.things.count_documents({}) == 0


def test_it_gives_what_the_work_returns(database: Mongo) -> None:
    def work(session: Session) -> str:
        database.things.insert_one({"_id": 1}, session=session)
        return "done"

    assert transact(database, work) == "done"
    assert database.things.count_documents({}) == 1


def test_two_that_make_the_same_document_both_come_through(database: Mongo) -> None:
    database.things.insert_one({"_id": "there already"})
    both_have_looked = Barrier(2)
    runs: list[int] = []

    def work(session: Session, first: list[bool]) -> None:
        runs.append(1)
        found = database.things.find_one({"_id": "sum"}, session=session)
        if first:
            first.pop()
            both_have_looked.wait(10)
        if found is None:
            database.things.insert_one({"_id": "sum", "of": 1}, session=session)
        else:
            database.things.update_one({"_id": "sum"}, {"$inc": {"of": 1}}, session=session)

    def once() -> None:
        first = [True]
        transact(database, lambda session: work(session, first))

    threads = [Thread(target=once) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert database.things.find_one({"_id": "sum"}) == {"_id": "sum", "of": 2}
    assert len(runs) > 2


def test_what_collides_with_itself_is_given_up(database: Mongo) -> None:
    database.things.insert_one({"_id": 1})
    with pytest.raises(DuplicateKeyError):
        transact(database, lambda session: database.things.insert_one({"_id": 1}, session=session))


def test_a_mongod_that_dies_and_comes_back_costs_time_alone(tmp_path: Path) -> None:
    binary, data = find_mongod(os.environ), tmp_path / "data"
    running = [start(binary, data)]
    with client_of(running[0].uri) as client:
        database = database_of(client, "plumbline")
        database.create_collection("things")

        def work(session: Session) -> None:
            database.things.insert_one({"_id": len(running)}, session=session)
            if len(running) == 1:
                running[0].process.kill()
                running[0].process.wait(30)
                running.append(start(binary, data))

        try:
            transact(database, work, patience_seconds=120)
            assert list(database.things.find()) == [{"_id": 2}]
        finally:
            running[-1].stop()


def test_whoever_waits_too_long_gives_up(database: Mongo) -> None:
    database.things.insert_one({"_id": 1, "of": 0})
    with database.client.start_session() as other, other.start_transaction():
        database.things.update_one({"_id": 1}, {"$inc": {"of": 1}}, session=other)

        def work(session: Session) -> None:
            database.things.update_one({"_id": 1}, {"$inc": {"of": 1}}, session=session)

        with pytest.raises(OperationFailure) as given_up:
            transact(database, work, patience_seconds=0.2)
        assert is_passing(given_up.value)
        other.abort_transaction()


def test_only_what_passes_by_itself_is_passing() -> None:
    transient = OperationFailure("x", 112, {"errorLabels": ["TransientTransactionError"]})
    assert is_passing(AutoReconnect("x"))
    assert is_passing(transient)
    assert not is_passing(OperationFailure("x", 121, {}))
    assert not is_passing(ValueError("x"))
