"""Holds a database against a backup, collection by collection."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.operations.backup.archive import Backup
from plugin.operations.backup.fold import Fold, fold
from plugin.operations.backup.manifest import Kept, Manifest
from plugin.operations.backup.take import Watch, watched
from plugin.stores.keeping.backup import snapshot
from plugin.stores.layout import Mongo

_NOTHING = Kept(0, 0, "", Fold().written())


@dataclass(frozen=True, slots=True)
class Difference:
    """A collection that is not as the backup has it, with the number of documents on each side."""

    name: str
    in_backup: int
    in_database: int

    def __str__(self) -> str:
        """What differs, in words."""
        if self.in_backup == self.in_database:
            return f"{self.name}: {self.in_backup:,} documents in both, but not the same ones"
        return (
            f"{self.name}: {self.in_backup:,} documents in the backup, "
            f"{self.in_database:,} in the database"
        )


def check_whole(backup: Backup, watch: Watch) -> None:
    """Reads the whole backup. BackupUnreadable where it is not what was written."""
    for name, kept in backup.manifest.collections.items():
        for _ in watched(backup.documents(name), name, kept.documents, watch):
            pass


def differences(database: Mongo, manifest: Manifest, watch: Watch) -> tuple[Difference, ...]:
    """The collections whose documents are not those of the backup; none when all are equal."""
    with snapshot(database) as now:
        found = {
            name: fold(watched(now.documents(name), name, now.about(name), watch))
            for name in now.names
        }
    kept = manifest.collections
    return tuple(
        Difference(name, of_backup.documents, of_database.documents)
        for name in sorted({*kept, *found})
        if (of_backup := kept.get(name, _NOTHING)).fold
        != (of_database := found.get(name, Fold())).written()
    )
