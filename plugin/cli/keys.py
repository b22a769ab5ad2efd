"""`plumbline keys`: what secrets and message text are sealed with."""

from __future__ import annotations

import click

from plugin.sealing import new_key


@click.group()
def keys() -> None:
    """Make keys for PLUMBLINE_KEYS."""


@keys.command()
def new() -> None:
    """Print a new key.

    Every process over one database has the same PLUMBLINE_KEYS. To change keys, put the new one
    first, with a comma, and leave the old one behind it: what was sealed with it still opens.
    """
    click.echo(new_key())
