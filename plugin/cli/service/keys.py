"""`plumbline keys`: what secrets and message text are sealed with."""

from __future__ import annotations

import os

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import Refused
from plugin.sealing import SealBroken, new_key
from plugin.serving.opened import opened
from plugin.stores.keeping.resealing import reseal


@click.group()
def keys() -> None:
    """Make keys for PLUMBLINE_KEYS, and change from one to another."""


@keys.command()
def new() -> None:
    """Print a new key.

    Every process over one database has the same PLUMBLINE_KEYS. To change keys, put the new one
    first, with a comma, and leave the old one behind it: what was sealed with it still opens. Then
    seal-anew makes the old one unneeded.

    \b
    plumbline keys new
    """
    click.echo(new_key())


@keys.command(name="seal-anew")
def seal_anew() -> None:
    """Seal everything with the first of PLUMBLINE_KEYS: the others can then be taken away.

    Every process must have the new key by then. The service goes on meanwhile; broken off, run it
    again. Exits with 1 when something opens with none of the keys, which is left as it is.

    \b
    plumbline keys seal-anew
    """
    with opened(os.environ) as house:
        try:
            with bars("sealed") as watch:
                found = reseal(house.database, house.config.keys, watch)
        except SealBroken as error:
            raise Refused(str(error)) from None
    for name, told in found.items():
        click.echo(f"{name}: {told.anew:,} sealed anew, {told.already:,} were so already")
    lost = [f"{name}: {told.lost:,} open with none" for name, told in found.items() if told.lost]
    if lost:
        raise Refused("\n".join([*lost, "leave the old keys in PLUMBLINE_KEYS, or find the lost"]))
