"""`plumbline verify`: is the backup whole, and is the database the same?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import Refused, Unreachable
from plugin.operations.backup.archive import reading
from plugin.operations.backup.compare import check_whole, differences
from plugin.operations.backup.keys import missing
from plugin.operations.backup.manifest import BackupUnreadable
from plugin.serving.opened import opened
from plugin.stores.keeping.backup import BackupFailed


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--file-only", is_flag=True, help="Read the backup alone; no database is needed.")
def verify(file: Path, file_only: bool) -> None:
    """Read the backup FILE to its end, then hold the database against it.

    Exit code 1 when the file is damaged, or when a collection of the database is not the same;
    each is named. A database in use differs from any earlier backup.

    \b
    plumbline verify plumbline-2026-11-22T190000Z.zip
    plumbline verify plumbline-2026-11-22T190000Z.zip --file-only
    """
    try:
        with reading(file) as backup:
            with bars("read") as watch:
                check_whole(backup, watch)
            manifest = backup.manifest
        click.echo(f"{file}: whole; {manifest.documents:,} documents, taken {manifest.taken_at}")
        if not file_only:
            with opened(os.environ) as house:
                with bars("compared") as watch:
                    unlike = differences(house.database, manifest, watch)
                lacking = missing(manifest.keys, house.config.keys)
                name = house.database.name
    except BackupUnreadable as error:
        raise Refused(f"{file}: {error}") from None
    except BackupFailed as error:
        raise Unreachable(f"{file}: {error}") from None
    if file_only:
        return
    for each in lacking:
        click.echo(f"key {each} is not among PLUMBLINE_KEYS: what it sealed cannot be opened")
    if unlike:
        raise Refused("\n".join(f"{name}: {each}" for each in unlike))
    click.echo(f"{name}: equal to the backup in every collection")
