"""Fills an empty database from a backup, and proves by reading it back that nothing differs."""

from __future__ import annotations

from plugin.house import House
from plugin.operations.backup.archive import Backup
from plugin.operations.backup.compare import check_whole, differences
from plugin.operations.backup.keys import missing
from plugin.operations.backup.take import Watch, watched
from plugin.stores.keeping.backup import (
    empty,
    fill,
    lay_out_again,
    make_collection,
    newest_migration,
    what_stands,
    working_since,
)

_STILL_ALIVE_SECONDS = 30


class RestoreRefused(Exception):
    """The backup is not restored here; the message says why and what to do."""


def restore(house: House, backup: Backup, watch: Watch, *, keys_may_lack: bool = False) -> None:
    """Returns once the database is proven equal to the backup.

    RestoreRefused before anything is written; BackupUnreadable, BackupFailed or RestoreRefused
    later leave the database empty, as it was.
    """
    _refuse(house, backup, keys_may_lack)
    check_whole(backup, watch)
    empty(house.database)
    try:
        _fill(house, backup, watch)
        unlike = differences(house.database, backup.manifest, watch)
        if unlike:
            raise RestoreRefused("; ".join(map(str, unlike)))
    except BaseException:
        empty(house.database)
        raise
    lay_out_again(house.database)


def _fill(house: House, backup: Backup, watch: Watch) -> None:
    for name, kept in backup.manifest.collections.items():
        make_collection(house.database, name)
        fill(house.database, name, watched(backup.documents(name), name, kept.documents, watch))


def _refuse(house: House, backup: Backup, keys_may_lack: bool) -> None:
    standing = what_stands(house.database)
    if standing:
        raise RestoreRefused(
            f"the database {house.database.name} is not empty ({', '.join(standing)}); restore "
            "into another one: PLUMBLINE_DATABASE names it"
        )
    alive = working_since(house.database, house.clock() - _STILL_ALIVE_SECONDS)
    if alive:
        raise RestoreRefused(
            f"the service works on this database ({', '.join(alive)}); stop it first"
        )
    if backup.manifest.migration > newest_migration():
        raise RestoreRefused(
            f"version {backup.manifest.product} made the backup, and this one is older; restore by "
            "that version or a newer one"
        )
    lacking = missing(backup.manifest.keys, house.config.keys)
    if lacking and not keys_may_lack:
        raise RestoreRefused(
            f"PLUMBLINE_KEYS lacks keys that sealed what is in it ({', '.join(lacking)}): "
            "message text and helpdesk secrets in it could not be opened; add the keys, or restore "
            "without them by --without-keys"
        )
