"""Takes a backup: everything the database holds at one instant, streamed into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from plugin.house import House
from plugin.operations.backup.archive import writing
from plugin.operations.backup.keys import fingerprint
from plugin.operations.backup.manifest import Manifest
from plugin.stores.keeping.backup import migration_of, snapshot

# Is told of a collection, how many documents of it have gone by, and about how many there are.
Watch: TypeAlias = "Callable[[str, int, int], None]"
_SHOWN_EVERY = 500


def take(house: House, path: Path, product: str, watch: Watch) -> Manifest:
    """What the backup at the path now holds. BackupFailed when the database tells not all."""
    with snapshot(house.database) as now, writing(path) as file:
        kept = {
            name: file.collection(name, watched(now.documents(name), name, now.about(name), watch))
            for name in now.names
        }
        manifest = Manifest(
            product=product,
            taken_at=datetime.fromtimestamp(house.clock(), UTC).isoformat(),
            database=house.database.name,
            migration=migration_of(house.database),
            keys=tuple(fingerprint(each) for each in house.config.keys),
            collections=kept,
        )
        file.manifest(manifest)
    return manifest


def watched(documents: Iterable[bytes], name: str, about: int, watch: Watch) -> Iterator[bytes]:
    """The documents as they are, telling the watch now and then how far they are."""
    number = 0
    for number, each in enumerate(documents, 1):
        if number % _SHOWN_EVERY == 0:
            watch(name, number, about)
        yield each
    watch(name, number, number)
