"""`plumbline directory`: people, teams and locations."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from plugin.cli.refusal import Refused
from plugin.directory.importing import Brought, SheetFaulty, import_sheet
from plugin.directory.writing import sheet_of
from plugin.files import reading
from plugin.serving.opened import opened
from plugin.stores.people.directory import Directory

_MOST_NAMED = 10


@click.group()
def directory() -> None:
    """Keep the directory of people, teams and locations."""


@directory.command(name="import")
@click.argument("people", metavar="PEOPLE.csv", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Take away whatever the file does not name; else it stays."
)
def import_(people: Path, replace: bool) -> None:
    """Bring the directory to what PEOPLE.csv says.

    What the file says of somebody replaces what was known of them. All of it is taken or, where it
    has faults, nothing: each fault is named with its row, and the exit code is 1. The same file
    again changes nothing. docs/directory.md describes the columns.

    \b
    plumbline directory import people.csv
    plumbline directory import people.csv --replace
    """
    with reading(str(people)) as stream:
        raw = stream.read()
    with opened(os.environ) as house:
        try:
            brought = import_sheet(
                Directory(house.database), raw, house.config.zone, replace=replace
            )
        except SheetFaulty as error:
            lines = [f"{people}: {fault}" for fault in error.faults]
            raise Refused("\n".join(lines)) from None
    for line in _told(brought):
        click.echo(line)


@directory.command(name="list")
def list_() -> None:
    """Print everybody that is known, as a file that `directory import` takes.

    \b
    plumbline directory list
    """
    with opened(os.environ) as house:
        everybody = Directory(house.database).everybody()
        click.echo(sheet_of(everybody, house.config.zone), nl=False)


def _told(brought: Mapping[str, Brought]) -> Iterator[str]:
    for things, became in brought.items():
        for verb, ids in (
            ("added", became.added),
            ("changed", became.changed),
            ("removed", became.removed),
        ):
            if ids:
                yield f"{things}: {len(ids):,} {verb}: {_named(ids)}"
        if became.same:
            yield f"{things}: {len(became.same):,} the same"


def _named(ids: tuple[str, ...]) -> str:
    shown = ", ".join(ids[:_MOST_NAMED])
    return shown if len(ids) <= _MOST_NAMED else f"{shown} and {len(ids) - _MOST_NAMED:,} more"
