"""A backup holds everything there was at one instant, and says so when it does not."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from bson import Binary, Decimal128, Int64, ObjectId
from gridfs import GridFSBucket
from pymongo import MongoClient

from plugin.config import Config
from plugin.house import House
from plugin.operations.backup.archive import reading
from plugin.operations.backup.compare import check_whole, differences
from plugin.operations.backup.manifest import BackupUnreadable, Manifest
from plugin.operations.backup.restore import RestoreRefused, restore
from plugin.operations.backup.take import take
from plugin.sealing import Sealer, new_key
from plugin.stores.collections import LAYOUTS, lay_out_all
from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.keeping.backup import HistoryTooShort, handfuls
from plugin.stores.keeping.seal_probe import probe
from plugin.stores.layout import Document, Mongo
from plugin.stores.migrations.run import bring_up
from plugin.stores.opening import client_of, database_of

NOW = 1_780_000_000
KEY = new_key()


def unwatched(name: str, number: int, about: int) -> None:
    """Nobody looks."""


def house_of(database: Mongo, key: str = KEY) -> House:
    return House(Config(keys=(key,)), database, Sealer([key]), lambda: NOW)


@pytest.fixture
def elsewhere(mongo: MongoClient[Document]) -> Iterator[Mongo]:
    """A second database, laid out and empty."""
    name = f"test-{uuid4().hex}"
    made = database_of(mongo, name)
    lay_out_all(made)
    yield made
    mongo.drop_database(name)


def by_chance(chance: random.Random, depth: int = 0) -> Any:
    """A value of any of the types that we store, and some that only others would."""
    kinds: list[Callable[[], Any]] = [
        lambda: chance.randrange(-(10**6), 10**6),
        lambda: Int64(chance.randrange(10**15)),
        chance.random,
        lambda: "".join(chance.choices("abcąćęЖщё \0", k=chance.randrange(40))),
        lambda: Binary(chance.randbytes(chance.randrange(3000))),
        lambda: None,
        lambda: chance.random() < 0.5,
        ObjectId,
        lambda: Decimal128("1.10"),
        lambda: [by_chance(chance, depth + 1) for _ in range(chance.randrange(3))],
        lambda: {f"f{n}": by_chance(chance, depth + 1) for n in range(chance.randrange(3))},
    ]
    return chance.choice(kinds[: len(kinds) if depth < 3 else -2])()


def furnish(database: Mongo, chance: random.Random) -> None:
    """Collections by chance, one of them empty, and a photo of several chunks."""
    bring_up(database)
    for name in ("one", "two", "three"):
        documents = [
            {f"f{n}": by_chance(chance) for n in range(chance.randrange(6))}
            for _ in range(chance.randrange(1, 400))
        ]
        database[name].insert_many(documents)
    database.create_collection("none-yet")
    GridFSBucket(database, "photos").upload_from_stream("p", chance.randbytes(700_000))


@pytest.fixture(scope="module")
def taken(mongo: MongoClient[Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup that `kept` is a copy of."""
    path = tmp_path_factory.mktemp("taken") / "kept.zip"
    made = database_of(mongo, f"test-{uuid4().hex}")
    lay_out_all(made)
    furnish(made, random.Random(7))
    take(house_of(made), path, "0", unwatched)
    mongo.drop_database(made.name)
    return path


@pytest.fixture
def kept(taken: Path, tmp_path: Path) -> Path:
    """A backup of a database with contents by chance, the test's own to damage."""
    return Path(shutil.copy2(taken, tmp_path))


@pytest.fixture
def furnished(database: Mongo, kept: Path) -> Mongo:
    """A database as `kept` has it."""
    database.client.drop_database(database.name)
    with reading(kept) as backup:
        restore(house_of(database), backup, unwatched)
    return database


@pytest.mark.parametrize("seed", range(3))
def test_what_is_restored_is_equal(
    database: Mongo, elsewhere: Mongo, tmp_path: Path, seed: int
) -> None:
    furnish(database, random.Random(seed))
    path = tmp_path / "kept.zip"
    manifest = take(house_of(database), path, "0", unwatched)
    with reading(path) as backup:
        restore(house_of(elsewhere), backup, unwatched)
    assert differences(elsewhere, manifest, unwatched) == ()
    for name in manifest.collections:
        assert list(elsewhere[name].find({}, sort=[("_id", 1)])) == list(
            database[name].find({}, sort=[("_id", 1)])
        )


def test_indexes_stand_again(database: Mongo, elsewhere: Mongo, kept: Path) -> None:
    with reading(kept) as backup:
        restore(house_of(elsewhere), backup, unwatched)
    for layout in LAYOUTS:
        names = {each.document["name"] for each in layout.indexes}
        assert elsewhere[layout.name].index_information().keys() == {"_id_", *names}


def test_a_backup_is_one_instant(database: Mongo, tmp_path: Path) -> None:
    database["a"].insert_many([{"n": n} for n in range(2_000)])
    database["b"].insert_many([{"n": n} for n in range(2_000)])

    def meddle(name: str, number: int, about: int) -> None:
        database["a"].delete_many({})
        database["b"].delete_many({})

    manifest = take(house_of(database), tmp_path / "kept.zip", "0", meddle)
    assert manifest.collections["a"].documents == 2_000
    assert manifest.collections["b"].documents == 2_000


def test_nobody_else_may_read_it(taken: Path) -> None:
    assert taken.stat().st_mode & 0o077 == 0
    assert list(taken.parent.glob(".*.part")) == []


def test_keys_are_named_by_fingerprint_alone(kept: Path) -> None:
    with reading(kept) as backup:
        assert len(backup.manifest.keys) == 1
    assert KEY.encode() not in kept.read_bytes()


def manifest_of(path: Path) -> Manifest:
    with reading(path) as backup:
        return backup.manifest


CHANGES: dict[str, Callable[[Mongo], object]] = {
    "a byte of a document": lambda each: each["two"].update_one({}, {"$set": {"byte": 1}}),
    "a document less": lambda each: each["two"].delete_one({}),
    "a document more": lambda each: each["two"].insert_one({}),
}


@pytest.mark.parametrize("why", CHANGES)
def test_a_change_names_its_collection(furnished: Mongo, kept: Path, why: str) -> None:
    CHANGES[why](furnished)
    assert [each.name for each in differences(furnished, manifest_of(kept), unwatched)] == ["two"]


def test_a_changed_chunk_of_a_photo_is_found(furnished: Mongo, kept: Path) -> None:
    furnished["photos.chunks"].update_one({"n": 1}, {"$set": {"data": Binary(b"another")}})
    found = differences(furnished, manifest_of(kept), unwatched)
    assert [str(each) for each in found] == [
        "photos.chunks: 3 documents in both, but not the same ones"
    ]


def test_a_collection_that_came_later_is_told(furnished: Mongo, kept: Path) -> None:
    furnished["later"].insert_one({})
    assert [each.name for each in differences(furnished, manifest_of(kept), unwatched)] == ["later"]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 0.99])
def test_a_cut_off_file_is_refused(kept: Path, part: float) -> None:
    os.truncate(kept, int(kept.stat().st_size * part))
    with pytest.raises(BackupUnreadable, match="no backup, or its end is missing"), reading(kept):
        pass


@pytest.mark.parametrize("seed", range(20))
def test_a_turned_bit_is_found_or_harms_nothing(kept: Path, seed: int) -> None:
    chance, before = random.Random(seed), whole_of(kept)
    turn_a_bit(kept, chance.randrange(kept.stat().st_size), chance.randrange(8))
    assert whole_of(kept) in (None, before)


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_turned_bit_among_the_documents_is_found(kept: Path, part: float) -> None:
    turn_a_bit(kept, int(kept.stat().st_size * part), 3)
    with (
        reading(kept) as backup,
        pytest.raises(BackupUnreadable, match=r"damaged|SHA-256|document"),
    ):
        check_whole(backup, unwatched)


def turn_a_bit(path: Path, at: int, bit: int) -> None:
    whole = bytearray(path.read_bytes())
    whole[at] ^= 1 << bit
    path.write_bytes(whole)


def whole_of(path: Path) -> Manifest | None:
    """The manifest, once every collection has been held against it; None when it is damaged."""
    try:
        with reading(path) as backup:
            check_whole(backup, unwatched)
            return backup.manifest
    except BackupUnreadable:
        return None


def test_a_database_with_documents_is_refused(elsewhere: Mongo, kept: Path) -> None:
    elsewhere["teams"].insert_one({"_id": "orders", "name": "Orders", "identities": []})
    with reading(kept) as backup, pytest.raises(RestoreRefused, match=r"is not empty \(teams\)"):
        restore(house_of(elsewhere), backup, unwatched)
    assert elsewhere["teams"].count_documents({}) == 1


def test_a_database_at_work_is_refused(elsewhere: Mongo, kept: Path) -> None:
    elsewhere["workers"].insert_one({"_id": "w1", "seen_at": NOW - 5, "state": "works"})
    elsewhere["workers"].insert_one({"_id": "w2", "seen_at": NOW - 5, "state": "stopped"})
    with reading(kept) as backup, pytest.raises(RestoreRefused, match=r"\(w1\); stop it first"):
        restore(house_of(elsewhere), backup, unwatched)


@pytest.mark.parametrize(
    ("sizes", "handed"),
    [
        ([], []),
        ([9], [1]),
        ([10] * 2_500, [1_000, 1_000, 500]),
        ([3 * 1024**2] * 5, [2, 2, 1]),
        ([16 * 1024**2, 10], [1, 1]),
        ([10, 16 * 1024**2, 10], [1, 1, 1]),
    ],
    ids=["none", "one", "many small", "photos", "the largest", "the largest between"],
)
def test_what_is_written_at_once_is_small(sizes: list[int], handed: list[int]) -> None:
    documents = [bytes(size) for size in sizes]
    some = list(handfuls(documents))
    assert [len(each) for each in some] == handed
    assert [each for one in some for each in one] == documents


def test_other_keys_are_refused_by_fingerprint(elsewhere: Mongo, kept: Path) -> None:
    (wanted,) = manifest_of(kept).keys
    other = house_of(elsewhere, new_key())
    with reading(kept) as backup:
        with pytest.raises(RestoreRefused, match=wanted):
            restore(other, backup, unwatched)
        restore(other, backup, unwatched, keys_may_lack=True)
    assert elsewhere["one"].find_one() is not None


def test_a_backup_of_a_newer_version_is_refused(elsewhere: Mongo, kept: Path) -> None:
    with reading(kept) as backup:
        backup.manifest = replace(backup.manifest, migration=10**6, product="9.0")
        with pytest.raises(RestoreRefused, match=r"version 9\.0 made the backup"):
            restore(house_of(elsewhere), backup, unwatched)


def test_what_opening_leaves_behind_is_still_empty(elsewhere: Mongo, kept: Path) -> None:
    bring_up(elsewhere)
    sealer = Sealer([KEY])
    probe(elsewhere, sealer.seal, sealer.open)
    with reading(kept) as backup:
        restore(house_of(elsewhere), backup, unwatched)
    assert differences(elsewhere, manifest_of(kept), unwatched) == ()


def test_a_damaged_backup_leaves_the_database_empty(
    database: Mongo, elsewhere: Mongo, kept: Path
) -> None:
    with reading(kept) as backup:
        wrong = replace(backup.manifest.collections["two"], fold="0")
        kinds = {**backup.manifest.collections, "two": wrong}
        backup.manifest = replace(backup.manifest, collections=kinds)
        with pytest.raises(RestoreRefused, match="two:"):
            restore(house_of(elsewhere), backup, unwatched)
    assert elsewhere.list_collection_names() == []


def test_a_backup_that_took_too_long_is_told_in_words(tmp_path: Path) -> None:
    with short_of_history() as client:
        made = database_of(client, "short")
        made["a"].insert_many([{"n": n, "room": "x" * 1000} for n in range(40_000)])

        def dawdle(name: str, number: int, about: int) -> None:
            time.sleep(0.02)
            made["a"].update_one({}, {"$inc": {"n": 1}})

        with pytest.raises(HistoryTooShort, match="minSnapshotHistoryWindowInSeconds"):
            take(house_of(made), tmp_path / "kept.zip", "0", dawdle)
    assert list(tmp_path.glob("*kept*")) == []


@contextmanager
def short_of_history() -> Iterator[MongoClient[Document]]:
    """A mongod that keeps a second of its history; its socket lies where paths are short."""
    with tempfile.TemporaryDirectory(prefix="pl-") as folder:
        running = start(find_mongod(os.environ), Path(folder))
        try:
            with client_of(running.uri) as client:
                client.admin.command("setParameter", 1, minSnapshotHistoryWindowInSeconds=0)
                yield client
        finally:
            running.process.terminate()
            running.process.wait(30)
