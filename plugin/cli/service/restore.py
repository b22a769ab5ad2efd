"""`plumbline restore`: a backup into an empty database."""

from __future__ import annotations

import os
from pathlib import Path

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import Refused, Unreachable
from plugin.operations.backup.archive import reading
from plugin.operations.backup.manifest import BackupUnreadable
from plugin.operations.backup.restore import RestoreRefused
from plugin.operations.backup.restore import restore as fill_from
from plugin.serving.opened import opened
from plugin.stores.keeping.backup import BackupFailed


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--without-keys", is_flag=True, help="Restore though keys are missing.")
def restore(file: Path, without_keys: bool) -> None:
    """Fill an empty database from the backup FILE, and prove that it is equal.

    A database that holds anything is refused, and so is a damaged backup before anything is
    written. What is sealed opens by the keys that sealed it: give the same PLUMBLINE_KEYS.

    \b
    plumbline restore plumbline-2026-11-22T190000Z.zip
    """
    try:
        with reading(file) as backup, opened(os.environ) as house, bars("done") as watch:
            fill_from(house, backup, watch, keys_may_lack=without_keys)
            manifest, name = backup.manifest, house.database.name
    except (BackupUnreadable, RestoreRefused) as error:
        raise Refused(f"{file}: {error}") from None
    except BackupFailed as error:
        raise Unreachable(f"{file}: {error}") from None
    click.echo(
        f"{name}: {manifest.documents:,} documents of {len(manifest.collections)} collections, "
        "equal to the backup in every collection"
    )
