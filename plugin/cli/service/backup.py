"""`plumbline backup`: the whole database into one file."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import Refused, Unreachable
from plugin.house import House
from plugin.operations.backup.take import take
from plugin.serving.opened import opened
from plugin.stores.keeping.backup import BackupFailed


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """Write everything the database holds at this instant to TARGET.

    TARGET is a file that is not there yet, or a folder, in which the file is named by database and
    time. The service goes on meanwhile. What is sealed stays sealed: keep the keys elsewhere.

    \b
    plumbline backup plumbline.zip
    plumbline backup backups
    """
    with opened(os.environ) as house:
        path = _named(target, house)
        try:
            with bars("read") as watch:
                manifest = take(house, path, version("plumbline"), watch)
        except BackupFailed as error:
            raise Unreachable(f"{path}: {error}") from None
    click.echo(
        f"{path}: {manifest.documents:,} documents of {len(manifest.collections)} collections, "
        f"{path.stat().st_size:,} bytes"
    )


def _named(target: Path, house: House) -> Path:
    if not target.is_dir():
        if target.exists():
            raise Refused(f"{target}: stands already; give another name")
        return target
    at = datetime.fromtimestamp(house.clock(), UTC)
    return target / f"{house.database.name}-{at:%Y-%m-%dT%H%M%SZ}.zip"
