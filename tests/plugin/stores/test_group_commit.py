"""Threads share a write, and each is answered for its own document alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any, cast

import pytest
from pymongo.collection import Collection
from pymongo.errors import AutoReconnect, BulkWriteError, OperationFailure, WriteError

from plugin.stores.group_commit import GroupCommit
from plugin.stores.layout import Document, Mongo

THREADS = 24


class Between:
    """A collection before the real one: tells what is inserted together, and fails when told to.

    `before` and `after` are called with the number of the write and its documents.
    """

    def __init__(self, real: Collection[Document], **does: Callable[[int, Any], None]) -> None:
        self.real = real
        self.does = does
        self.writes: list[list[Any]] = []

    def insert_many(self, documents: Sequence[Document], ordered: bool) -> object:
        self.writes.append([each["_id"] for each in documents])
        number = len(self.writes)
        self.does.get("before", _nothing)(number, documents)
        try:
            return self.real.insert_many(documents, ordered=ordered)
        finally:
            self.does.get("after", _nothing)(number, documents)


def until(holds: Callable[[], bool]) -> None:
    for _ in range(20_000):
        if holds():
            return
        time.sleep(0.001)
    raise TimeoutError


def _wait(commit: GroupCommit, number: int) -> bool:
    return len(commit._waiting) >= number


def _nothing(number: int, documents: Any) -> None:
    pass


def held(database: Mongo, **does: Callable[[int, Any], None]) -> tuple[GroupCommit, Between]:
    between = Between(database.held, **does)
    return GroupCommit(cast("Collection[Document]", between)), between


def at_once(commit: GroupCommit, documents: Sequence[Document]) -> list[Any]:
    """What each thread is answered, all of them asking at once; what is raised is an answer."""
    ready = Barrier(len(documents))

    def insert(document: Document) -> Any:
        ready.wait(10)
        try:
            return commit.insert(document)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(documents)) as threads:
        return list(threads.map(insert, documents))


def all_in_one(first: Event, commit: GroupCommit, documents: Sequence[Document]) -> list[Any]:
    """As `at_once`, but in this order, and while the write of one more is held up."""

    def insert(document: Document) -> Any:
        try:
            return commit.insert(document)
        except Exception as error:
            return error

    with ThreadPoolExecutor(1) as thread:
        leading = thread.submit(commit.insert, {"_id": "leading"})
        until(lambda: commit._led)
        with ThreadPoolExecutor(len(documents)) as threads:
            asked = []
            for number, each in enumerate(documents, 1):
                asked.append(threads.submit(insert, each))
                until(partial(_wait, commit, number))
            first.set()
            answers = [each.result(20) for each in asked]
        assert leading.result(20) is True
    return answers


@pytest.fixture
def first() -> Event:
    """Set when the first write may go on."""
    return Event()


def hold_first(first: Event, then: Callable[[int, Any], None] = _nothing) -> Any:
    def before(number: int, documents: Any) -> None:
        if number == 1:
            assert first.wait(20)
        else:
            then(number, documents)

    return before


def test_all_are_kept_and_each_is_new(database: Mongo) -> None:
    commit, between = held(database)
    for turn in range(10):
        names = [f"{turn} {number}" for number in range(THREADS)]
        assert at_once(commit, [{"_id": each} for each in names]) == [True] * THREADS
    assert database.held.count_documents({}) == 10 * THREADS
    assert sum(map(len, between.writes)) == 10 * THREADS


def test_those_who_wait_share_one_write(database: Mongo, first: Event) -> None:
    commit, between = held(database, before=hold_first(first))
    assert all_in_one(first, commit, [{"_id": n} for n in range(THREADS)]) == [True] * THREADS
    assert between.writes == [["leading"], list(range(THREADS))]


def test_one_alone_waits_for_nobody(database: Mongo) -> None:
    commit, between = held(database)
    assert [commit.insert({"_id": n}) for n in range(3)] == [True] * 3
    assert between.writes == [[0], [1], [2]]


def test_a_batch_holds_no_more_than_it_may(database: Mongo, first: Event) -> None:
    between = Between(database.held, before=hold_first(first))
    commit = GroupCommit(cast("Collection[Document]", between), most=5)
    assert all_in_one(first, commit, [{"_id": n} for n in range(12)]) == [True] * 12
    assert [len(each) for each in between.writes] == [1, 5, 5, 2]


def test_a_duplicate_is_one_for_itself_alone(database: Mongo, first: Event) -> None:
    database.held.insert_one({"_id": "old"})
    commit, _ = held(database, before=hold_first(first))
    asked: list[Document] = [{"_id": each} for each in ("a", "old", "b", "a", "b", "c")]
    assert all_in_one(first, commit, asked) == [True, False, True, False, False, True]
    assert database.held.count_documents({}) == 5


def test_a_duplicate_is_answered_after_the_write_that_holds_the_first(
    database: Mongo, first: Event
) -> None:
    commit, _ = held(database, before=hold_first(first))
    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(commit.insert, {"_id": "same"})
        other = threads.submit(commit.insert, {"_id": "same"})
        Event().wait(0.1)
        assert not one.done()
        assert not other.done()
        first.set()
        assert {one.result(20), other.result(20)} == {True, False}


def test_a_lost_connection_before_the_write_is_tried_once_more(
    database: Mongo, first: Event
) -> None:
    def lose(number: int, documents: Any) -> None:
        if number == 2:
            raise AutoReconnect("gone")

    commit, between = held(database, before=hold_first(first, lose))
    assert all_in_one(first, commit, [{"_id": n} for n in range(8)]) == [True] * 8
    assert sorted(map(len, between.writes)) == [1] * 9 + [8]


def test_a_lost_connection_after_the_write_loses_and_doubles_nothing(
    database: Mongo, first: Event
) -> None:
    def lose(number: int, documents: Any) -> None:
        if number == 2:
            raise AutoReconnect("gone")

    commit, _ = held(database, before=hold_first(first), after=lose)
    assert all_in_one(first, commit, [{"_id": n} for n in range(8)]) == [False] * 8
    assert database.held.count_documents({}) == 9


def test_a_write_concern_that_failed_is_no_answer(database: Mongo, first: Event) -> None:
    """The documents stand there, but nobody knows whether they will after a crash."""

    def unsure(number: int, documents: Any) -> None:
        if number >= 2:
            told = {"writeErrors": [], "writeConcernErrors": [{"code": 64, "errmsg": "slow"}]}
            raise BulkWriteError(told)

    commit, _ = held(database, before=hold_first(first), after=unsure)
    answers = all_in_one(first, commit, [{"_id": n} for n in range(4)])
    assert [type(each) for each in answers] == [BulkWriteError] * 4


def test_one_that_is_too_large_fails_alone(database: Mongo, first: Event) -> None:
    commit, _ = held(database, before=hold_first(first))
    large = {"_id": "large", "body": b"x" * (17 * 1024 * 1024)}
    answers = all_in_one(first, commit, [{"_id": "a"}, large, {"_id": "b"}])
    assert [type(each) for each in answers] == [bool, OperationFailure, bool]
    assert database.held.count_documents({}) == 3


def test_one_that_the_validator_refuses_fails_alone(database: Mongo, first: Event) -> None:
    database.create_collection("held", validator={"body": {"$ne": "bad"}})
    commit, _ = held(database, before=hold_first(first))
    asked: list[Document] = [{"_id": "a"}, {"_id": "b", "body": "bad"}, {"_id": "c"}]
    answers = all_in_one(first, commit, asked)
    assert [type(each) for each in answers] == [bool, WriteError, bool]


def test_a_duplicate_of_one_that_was_refused_is_kept(database: Mongo, first: Event) -> None:
    database.create_collection("held", validator={"body": {"$ne": "bad"}})
    commit, _ = held(database, before=hold_first(first))
    answers = all_in_one(first, commit, [{"_id": "a", "body": "bad"}, {"_id": "a"}])
    assert isinstance(answers[0], WriteError)
    assert answers[1] is True


def test_after_every_failure_the_next_one_leads(database: Mongo) -> None:
    def fail(number: int, documents: Any) -> None:
        if number % 2:
            raise AutoReconnect("gone")

    commit, _ = held(database, before=fail)
    for turn in range(20):
        assert at_once(commit, [{"_id": f"{turn} {n}"} for n in range(4)])
    assert not commit._led
    assert not commit._waiting
