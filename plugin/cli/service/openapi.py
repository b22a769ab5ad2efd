"""`plumbline openapi`: writes openapi.yaml from the code, or says whether it is still the same."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from plugin.app import create_app
from plugin.config import Config
from plugin.house import House
from plugin.openapi import as_yaml, document
from plugin.sealing import Sealer, new_key
from plugin.stores.opening import client_of, database_of

_DEFAULT = Path("openapi.yaml")


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 when the file differs.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=_DEFAULT)
def openapi(file: Path, check: bool) -> None:
    """Write the API's OpenAPI document to FILE, openapi.yaml where none is named.

    \b
    plumbline openapi openapi.yaml
    """
    written = as_yaml(document(described_app()))
    if not check:
        file.write_text(written, encoding="utf-8")
        return
    if not file.exists() or file.read_text(encoding="utf-8") != written:
        raise click.ClickException(f"{file} is not what the code says; run `plumbline openapi`")


def described_app() -> Flask:
    """The app over a database that is closed: describing it asks nothing of one."""
    client = client_of("mongodb://127.0.0.1:1")
    client.close()
    database = database_of(client, "described")
    return create_app(House(Config(), database, Sealer([new_key()]), lambda: 0))
