"""The whole database at one instant, as raw BSON, and an empty database filled from it.

    BackupFailed             the database would not tell or take everything
    └── HistoryTooShort      it no longer knows how things stood at the instant of the backup

mongod keeps the history that a consistent reading needs for `minSnapshotHistoryWindowInSeconds`,
300 unless it is told otherwise; a reading that takes longer is refused by it, never mixed.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import OperationFailure, PyMongoError

from plugin.stores.collections import lay_out_all
from plugin.stores.keeping.seal_probe import PROBES
from plugin.stores.layout import Document, Mongo
from plugin.stores.migrations.numbered import MIGRATIONS
from plugin.stores.migrations.run import COLLECTION, bring_up

# Who is alive this moment: nothing that a restored database should claim.
FLEETING = frozenset({"workers"})
# What opening a database leaves in it by itself: such a database is still empty.
BOOKKEEPING = frozenset({COLLECTION, PROBES.name})
_RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_LENGTH = struct.Struct("<i")
_SNAPSHOT_TOO_OLD, _SNAPSHOT_UNAVAILABLE = 239, 246
_AT_ONCE, _MOST_BYTES = 1_000, 8 * 1024**2  # documents a write, and bytes of them
_ATTEMPTS, _PAUSE_SECONDS = 50, 0.2


class BackupFailed(Exception):
    """The database would not tell or take everything; the message says what and what to do."""


class HistoryTooShort(BackupFailed):
    """The database no longer knows how things stood at the instant of the backup."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All collections as they stood at one instant."""

    database: Mongo
    session: ClientSession
    names: tuple[str, ...]

    def documents(self, name: str) -> Iterator[bytes]:
        """Every document of the collection, byte for byte. HistoryTooShort when it took long."""
        try:
            for batch in self.database[name].find_raw_batches({}, session=self.session):
                yield from split(cast(bytes, batch))  # typed as if it were decoded
        except OperationFailure as error:
            raise _in_words(error) from error

    def about(self, name: str) -> int:
        """Roughly how many documents the collection has, for whoever watches."""
        return self.database[name].estimated_document_count()


@contextmanager
def snapshot(database: Mongo) -> Iterator[Snapshot]:
    """The database as it stands now, for as long as mongod keeps its history.

    A collection that was made this moment cannot be read as of an instant at once: it is tried
    for some seconds.
    """
    names = collections_of(database)
    for attempt in range(_ATTEMPTS):
        with database.client.start_session(snapshot=True) as session:
            try:
                for name in names:
                    database[name].find_one({}, {"_id": 1}, session=session)
            except OperationFailure as error:
                if error.code != _SNAPSHOT_UNAVAILABLE or attempt == _ATTEMPTS - 1:
                    raise _in_words(error) from error
                time.sleep(_PAUSE_SECONDS)
                continue
            yield Snapshot(database, session, names)
            return


def collections_of(database: Mongo) -> tuple[str, ...]:
    """The names of all collections worth keeping, in order."""
    names = set(database.list_collection_names()) - FLEETING
    return tuple(sorted(each for each in names if not each.startswith("system.")))


def split(batch: bytes) -> Iterator[bytes]:
    """The documents of a batch, each of which begins with its own length (bsonspec.org)."""
    at = 0
    while at < len(batch):
        (length,) = _LENGTH.unpack_from(batch, at)
        yield batch[at : at + length]
        at += length


def what_stands(database: Mongo) -> tuple[str, ...]:
    """The collections that hold a document, bookkeeping aside; none when the database is empty."""
    names = (each for each in collections_of(database) if each not in BOOKKEEPING)
    return tuple(each for each in names if database[each].find_one({}, {"_id": 1}) is not None)


def empty(database: Mongo) -> None:
    """Drops every collection, with its indexes: so no clock of theirs runs while we fill it."""
    for name in database.list_collection_names():
        if not name.startswith("system."):
            database[name].drop()


def fill(database: Mongo, name: str, documents: Iterable[bytes]) -> None:
    """Puts the documents into the collection byte for byte. BackupFailed when one is refused."""
    collection = _raw(database, name)
    try:
        for some in handfuls(documents):
            raw = [RawBSONDocument(each) for each in some]
            collection.insert_many(raw, ordered=False, bypass_document_validation=True)
    except PyMongoError as error:
        text = f"{name}: the database did not take every document ({type(error).__name__})"
        raise BackupFailed(text) from error


def handfuls(documents: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The documents, so many at once as fit into one message and into little memory."""
    some: list[bytes] = []
    room = _MOST_BYTES
    for each in documents:
        if some and (len(some) == _AT_ONCE or len(each) > room):
            yield some
            some, room = [], _MOST_BYTES
        some.append(each)
        room -= len(each)
    if some:
        yield some


def make_collection(database: Mongo, name: str) -> None:
    """Makes a collection that may stay without documents."""
    database.create_collection(name)


def lay_out_again(database: Mongo) -> None:
    """Puts indexes and validators on what has been filled, and migrates what is older than we."""
    lay_out_all(database)
    bring_up(database)


def newest_migration() -> int:
    """The number of the last migration that this version knows; 0 when none."""
    return max((each.number for each in MIGRATIONS), default=0)


def migration_of(database: Mongo) -> int:
    """The number of the last migration that the database has had; 0 when none."""
    numbers = [
        each["_id"]
        for each in database[COLLECTION].find({}, {"_id": 1})
        if isinstance(each["_id"], int)
    ]
    return max(numbers, default=0)


def working_since(database: Mongo, seen_since: int) -> tuple[str, ...]:
    """The workers that have shown themselves since the instant (UTC seconds)."""
    alive: Document = {"seen_at": {"$gte": seen_since}, "state": "works"}
    return tuple(sorted(str(each["_id"]) for each in database["workers"].find(alive)))


def _raw(database: Mongo, name: str) -> Collection[RawBSONDocument]:
    return database.get_collection(name).with_options(codec_options=_RAW)


def _in_words(error: OperationFailure) -> BackupFailed:
    if error.code in (_SNAPSHOT_TOO_OLD, _SNAPSHOT_UNAVAILABLE):
        return HistoryTooShort(
            "the backup took longer than the database keeps its history; have it kept longer: "
            "db.adminCommand({setParameter: 1, minSnapshotHistoryWindowInSeconds: 3600})"
        )
    return BackupFailed(f"the database did not tell everything ({error.code}); try again")
