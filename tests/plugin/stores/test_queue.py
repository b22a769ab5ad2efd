"""One worker at a time has a document, and only whoever has it may end it."""

from __future__ import annotations

from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import DONE, FAILED, FRESH, READY, Queue

NOW = 1_700_000_000


def queue_of(database: Mongo, worker: str = "one") -> Queue:
    return Queue(database.jobs, worker)


def put(database: Mongo, name: str, run_at: int = NOW) -> None:
    database.jobs.insert_one({"_id": name, "run_at": run_at, **FRESH})


def state_of(database: Mongo, name: str) -> Document:
    return database.jobs.find_one({"_id": name}) or {}


def test_what_is_due_longest_comes_first_and_once(database: Mongo) -> None:
    put(database, "late", NOW - 1)
    put(database, "early", NOW - 2)
    put(database, "not yet", NOW + 1)
    queue = queue_of(database)
    taken = [queue.take(NOW), queue.take(NOW), queue.take(NOW)]
    assert [each and each["_id"] for each in taken] == ["early", "late", None]


def test_a_lease_that_ran_out_is_taken_over_and_its_token_is_worth_nothing(
    database: Mongo,
) -> None:
    put(database, "job")
    slow, quick = queue_of(database, "slow"), queue_of(database, "quick")
    first = slow.take(NOW)
    second = quick.take(NOW + 61)
    assert first is not None
    assert second is not None
    assert not slow.finish(first)
    assert quick.finish(second)
    assert state_of(database, "job")["state"] == DONE


def test_what_fails_too_often_is_set_aside_with_the_reason(database: Mongo) -> None:
    put(database, "job")
    queue = Queue(database.jobs, "one", most_tries=2)
    for expected in (READY, FAILED):
        taken = queue.take(NOW)
        assert taken is not None
        assert queue.again(taken, NOW, "the address does not answer")
        assert state_of(database, "job")["state"] == expected
    assert state_of(database, "job")["reason"] == "the address does not answer"
    assert queue.take(NOW) is None


def test_who_stops_gives_back_and_it_counts_as_no_try(database: Mongo) -> None:
    put(database, "job")
    queue = queue_of(database)
    queue.take(NOW)
    assert queue.give_back(NOW) == 1
    again = queue.take(NOW)
    assert again is not None
    assert again["tries"] == 1
