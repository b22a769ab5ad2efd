"""`plumbline demo`: an invented firm in the running service."""

from __future__ import annotations

import os

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import Refused, Unreachable
from plugin.demo.furnishing import HouseInUse
from plugin.demo.posting import Address, ServiceRefused
from plugin.demo.run import NotFiled, Shown, run
from plugin.demo.sizes import FULL, SMALL
from plugin.serving.opened import opened

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}


@click.command()
@click.option("--full", is_flag=True, help="5,000 tickets and 300 visits over two quarters.")
def demo(full: bool) -> None:
    """Show an invented firm in the service that runs: 200 tickets, 20 visits, three languages.

    They come in as real ones do, by signed webhooks and from phones; nothing is written to any
    helpdesk. Run again it doubles nothing and prints the sign-ins once more. A database with a
    connection of yours is left alone.

    \b
    plumbline demo --full
    """
    with opened(os.environ, may_own=False) as house:
        host = _EVERYWHERE.get(house.config.host, house.config.host)
        address = Address(host, house.config.port)
        try:
            with bars("") as watch:
                shown = run(house, address, FULL if full else SMALL, watch)
        except HouseInUse as error:
            raise Refused(str(error)) from None
        except (ServiceRefused, NotFiled) as error:
            raise Unreachable(str(error)) from None
    _tell(shown, f"http://{host}:{house.config.port}")


def _tell(shown: Shown, address: str) -> None:
    if shown.webhooks:
        click.echo(f"{shown.webhooks:,} webhooks posted and filed in {shown.seconds:.0f} s")
    click.echo(f"\nThe demonstration is at {address}\n")
    for name, password in shown.passwords.items():
        click.echo(f"  {name:<18} {password}")
    click.echo(f"\nA shopper signs in on a phone at {address}/phone/")
    click.echo("\nThese users and this firm are for looking around: keep real data elsewhere.")
