"""Brings a database to what this version of the service needs, however many processes start."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from hashlib import sha256

from bson import json_util
from pymongo.collection import Collection

from plugin.stores.collections import LAYOUTS
from plugin.stores.layout import Document, Layout, Mongo, lay_out
from plugin.stores.migrations.lease import leased
from plugin.stores.migrations.numbered import MIGRATIONS, Migration
from plugin.unopened import Unopened

COLLECTION = "schema_migrations"
_LAYOUT = "layout"


class DatabaseNewer(Unopened):
    """A newer version of the service has migrated the database; this one could spoil it."""


def bring_up(
    database: Mongo,
    layouts: Sequence[Layout] = LAYOUTS,
    migrations: Sequence[Migration] = MIGRATIONS,
    *,
    lease_seconds: float = 30,
) -> None:
    """Lays out what is missing and runs the migrations that were not; else costs one read.

    One process does so, the others wait; when it dies in the middle another starts that step anew.
    DatabaseNewer when the database knows a migration that we do not.
    """
    done = database[COLLECTION]
    if not _lacking(done, layouts, migrations):
        return
    with leased(done, f"{socket.gethostname()}/{os.getpid()}", seconds=lease_seconds):
        if _lacking(done, layouts, migrations):
            lay_out(database, tuple(layouts))
            _migrate(database, migrations)
            _note(done, _LAYOUT, {"fingerprint": fingerprint(layouts)})


def is_up(
    database: Mongo,
    layouts: Sequence[Layout] = LAYOUTS,
    migrations: Sequence[Migration] = MIGRATIONS,
) -> bool:
    """Whether nothing is left to be brought up."""
    return not _lacking(database[COLLECTION], layouts, migrations)


def fingerprint(layouts: Sequence[Layout]) -> str:
    """The same for the same layouts, in whichever order they stand."""
    told = sorted(
        json_util.dumps(
            [each.name, dict(each.schema), [index.document for index in each.indexes]],
            sort_keys=True,
        )
        for each in layouts
    )
    return sha256("\n".join(told).encode()).hexdigest()


def _lacking(
    done: Collection[Document], layouts: Sequence[Layout], migrations: Sequence[Migration]
) -> bool:
    stand = {each["_id"]: each for each in done.find()}
    numbers = {each.number for each in migrations}
    unknown = sorted(
        number for number in stand if isinstance(number, int) and number not in numbers
    )
    if unknown:
        raise DatabaseNewer(
            f"the database was migrated by a newer version of Plumbline (step {unknown[-1]});"
            " install that version here"
        )
    laid_out = stand.get(_LAYOUT, {}).get("fingerprint") == fingerprint(layouts)
    return not laid_out or not numbers <= stand.keys()


def _migrate(database: Mongo, migrations: Sequence[Migration]) -> None:
    done = database[COLLECTION]
    stand = {each["_id"] for each in done.find({}, {"_id": 1})}
    for each in sorted(migrations, key=lambda migration: migration.number):
        if each.number not in stand:
            each.change(database)
            _note(done, each.number, {"name": each.name})


def _note(done: Collection[Document], key: str | int, told: Document) -> None:
    told = {**told, "done_at": int(time.time())}
    done.update_one({"_id": key}, {"$set": told}, upsert=True)
