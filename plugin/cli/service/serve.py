"""`plumbline serve`: the service, with everything that belongs to it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from plugin.config import read_config
from plugin.operations.logs import configure
from plugin.serving.ending import ending
from plugin.serving.supervision import supervise

_DEMO = (sys.executable, "-P", "-c", "from plugin.cli.main import cli; cli()", "demo")


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the embedded mongod keeps its data.  [default: PLUMBLINE_DATA, or plumbline-data]",
)
@click.option("--host", help="Listen at this address.  [default: PLUMBLINE_HOST, or 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="Listen at this port.  [default: PLUMBLINE_PORT, or 8470]",
)
@click.option("--demo", is_flag=True, help="Show an invented firm in it, as `plumbline demo` does.")
def serve(data: Path | None, host: str | None, port: int | None, demo: bool) -> None:
    """Run the service until it is told to end (Ctrl-C, or SIGTERM).

    The web server, the workers, and without MONGODB_URI a mongod of its own over --data. What dies
    is started again. At the end requests finish and work in hand is done.

    \b
    plumbline serve --data /var/lib/plumbline --port 8470
    MONGODB_URI=mongodb://db1,db2,db3/?replicaSet=rs0 PLUMBLINE_KEYS=... plumbline serve
    """
    environment = _over(dict(os.environ), data, host, port)
    config = read_config(environment)
    configure(config)
    with ending() as told:
        supervise(config, environment, told, _ready, _DEMO if demo else ())


def _over(
    environment: dict[str, str], data: Path | None, host: str | None, port: int | None
) -> dict[str, str]:
    """The environment with the options over it: the service's processes are told by it as well."""
    given = {
        "PLUMBLINE_DATA": data and data.absolute(),
        "PLUMBLINE_HOST": host,
        "PLUMBLINE_PORT": port,
    }
    return {**environment, **{name: str(value) for name, value in given.items() if value}}


def _ready(address: str) -> None:
    click.echo(f"Plumbline answers at {address}")
