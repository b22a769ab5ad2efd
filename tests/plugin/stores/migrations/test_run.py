"""However many processes start at once, each migration is made by one, and none half made."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from pymongo import ASCENDING, IndexModel, MongoClient
from pymongo.errors import WriteError

from plugin.stores.layout import Document, Layout, Mongo
from plugin.stores.migrations.lease import LEASE, LeaseNotGiven, leased
from plugin.stores.migrations.numbered import MIGRATIONS, Migration
from plugin.stores.migrations.run import COLLECTION, DatabaseNewer, bring_up, fingerprint, is_up
from plugin.stores.opening import client_of, database_of
from tests.mongo import ADDRESS

COUNTED = Layout("counted")


@pytest.fixture
def bare(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A database in which nothing was laid out."""
    name = f"test-{uuid4().hex}"
    yield database_of(mongo, name)
    mongo.drop_database(name)


def counting(number: int, seconds: float = 0.0) -> Migration:
    """A migration that leaves a mark each time it is made."""

    def change(database: Mongo) -> None:
        database.counted.insert_one({"number": number})
        time.sleep(seconds)

    return Migration(number, f"count {number}", change)


def counted(database: Mongo) -> list[int]:
    return [each["number"] for each in database.counted.find().sort("_id", ASCENDING)]


def test_each_is_made_once_and_in_order(bare: Mongo) -> None:
    bring_up(bare, [COUNTED], [counting(2), counting(1)])
    bring_up(bare, [COUNTED], [counting(2), counting(1), counting(3)])
    assert counted(bare) == [1, 2, 3]
    assert is_up(bare, [COUNTED], [counting(1), counting(2), counting(3)])


def test_of_many_who_start_at_once_one_migrates_and_the_others_wait(bare: Mongo) -> None:
    def start(_: int) -> list[int]:
        bring_up(bare, [COUNTED], [counting(1, seconds=0.3), counting(2)])
        return counted(bare)  # whoever returns sees all of it done

    with ThreadPoolExecutor(8) as crew:
        assert list(crew.map(start, range(8))) == [[1, 2]] * 8


def _begin_and_hang(address: str, name: str, begun: multiprocessing.synchronize.Event) -> None:
    def change(database: Mongo) -> None:
        database.counted.insert_one({"number": -1})
        begun.set()
        time.sleep(60)

    with client_of(address) as client:
        migrations = [Migration(1, "hangs", change)]
        bring_up(database_of(client, name), [COUNTED], migrations, lease_seconds=1.0)


def test_whoever_dies_in_the_middle_is_taken_over(bare: Mongo) -> None:
    spawn = multiprocessing.get_context("spawn")
    begun = spawn.Event()
    address = os.environ[ADDRESS]
    process = spawn.Process(target=_begin_and_hang, args=(address, bare.name, begun))
    process.start()
    try:
        assert begun.wait(30)
        time.sleep(1.5)  # it lives, so its lease is renewed
        assert bare[COLLECTION].count_documents({"_id": 1}) == 0
        with pytest.raises(LeaseNotGiven), leased(bare[COLLECTION], "other", patience_seconds=0.5):
            pass
    finally:
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
    bring_up(bare, [COUNTED], [counting(1)])
    assert counted(bare) == [-1, 1]


def test_a_migration_that_fails_is_made_again_at_the_next_start(bare: Mongo) -> None:
    def fail(database: Mongo) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        bring_up(bare, [COUNTED], [counting(1), Migration(2, "fails", fail)])
    assert bare[COLLECTION].find_one({"_id": LEASE}) is None
    bring_up(bare, [COUNTED], [counting(1), counting(2)])
    assert counted(bare) == [1, 2]


def test_a_database_of_a_newer_version_is_refused(bare: Mongo) -> None:
    bring_up(bare, [COUNTED], [counting(1), counting(2)])
    with pytest.raises(DatabaseNewer, match="step 2"):
        bring_up(bare, [COUNTED], [counting(1)])


def test_what_is_declared_later_is_laid_out_at_the_next_start(bare: Mongo) -> None:
    bring_up(bare, [COUNTED], [])
    strict = Layout(
        "counted",
        (IndexModel([("number", ASCENDING)], name="number", unique=True),),
        {"required": ["number"]},
    )
    bring_up(bare, [strict], [])
    assert "number" in bare.counted.index_information()
    with pytest.raises(WriteError):
        bare.counted.insert_one({})


def test_a_start_over_what_is_up_already_writes_nothing(bare: Mongo) -> None:
    bring_up(bare, [COUNTED], [counting(1)])
    before = list(bare[COLLECTION].find())
    bring_up(bare, [COUNTED], [counting(1)])
    assert list(bare[COLLECTION].find()) == before


def test_the_fingerprint_knows_every_part_and_no_order() -> None:
    index = IndexModel([("number", ASCENDING)], name="number")
    one, other = Layout("one", (index,)), Layout("other", schema={"required": ["a"]})
    known = fingerprint([one, other])
    assert fingerprint([other, one]) == known
    assert fingerprint([Layout("one"), other]) != known
    assert fingerprint([one, Layout("other", schema={"required": ["b"]})]) != known


def test_the_lease_is_one_persons_at_a_time(bare: Mongo) -> None:
    inside, most, lock = 0, 0, threading.Lock()

    def count(by: int) -> None:
        nonlocal inside, most
        with lock:
            inside += by
            most = max(most, inside)

    def hold(_: int) -> None:
        with leased(bare[COLLECTION], "a test"):
            count(1)
            time.sleep(0.05)
            count(-1)

    with ThreadPoolExecutor(6) as crew:
        list(crew.map(hold, range(12)))
    assert most == 1


def test_numbers_are_given_once_and_in_order() -> None:
    numbers = [each.number for each in MIGRATIONS]
    assert numbers == sorted(set(numbers))
