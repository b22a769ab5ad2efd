"""`plumbline worker`: a worker alone, beside a service that runs here or elsewhere."""

from __future__ import annotations

import os

import click

from plugin.serving.worker import run


@click.command()
def worker() -> None:
    """Work beside a running service until told to end (Ctrl-C, or SIGTERM).

    It finds the service's database by MONGODB_URI, or by PLUMBLINE_DATA on the same machine, and
    waits for it. `plumbline serve` has workers of its own; this one is for further hosts.

    \b
    plumbline worker
    """
    run(os.environ)
