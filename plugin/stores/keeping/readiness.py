"""Asks the database whether the service can do its work: writes, the layout, and what is sealed."""

from __future__ import annotations

from collections.abc import Callable

import pymongo
from pymongo.errors import PyMongoError

from plugin.stores.keeping.seal_probe import PROBES, probe
from plugin.stores.layout import Mongo
from plugin.stores.migrations.run import DatabaseNewer, is_up

PATIENCE_SECONDS = 3


def lacking(
    database: Mongo,
    seal: Callable[[bytes], bytes],
    open_: Callable[[bytes], bytes],
    broken: type[Exception],
) -> tuple[str, ...]:
    """What of `database`, `migrations` and `keys` is not as it must be; empty when all is.

    A write that a majority has journaled says that the database takes writes.
    """
    try:
        with pymongo.timeout(PATIENCE_SECONDS):
            database[PROBES.name].update_one({"_id": "write"}, {"$inc": {"n": 1}}, upsert=True)
            migrated = _migrated(database)
            probe(database, seal, open_)
    except PyMongoError:
        return ("database",)
    except broken:
        return ("keys",)
    return () if migrated else ("migrations",)


def _migrated(database: Mongo) -> bool:
    try:
        return is_up(database)
    except DatabaseNewer:
        return False
