"""`plumbline xapi`: who passed or failed which version, for a learning record store."""

from __future__ import annotations

import os
from contextlib import ExitStack

import click
import orjson

from plugin.house import House
from plugin.serving.opened import opened
from plugin.stores.people.directory import Directory
from plugin.stores.training.learning import Learning
from plugin.stores.versions.standards import Standards
from plugin.training.xapi import Telling, home_of


@click.command()
@click.option(
    "--since",
    type=click.IntRange(min=0),
    default=0,
    metavar="PLACE",
    help="Go on behind this place, as the last run told it.",
)
@click.option("--email", is_flag=True, help="Tell people by their e-mail address, where known.")
def xapi(since: int, email: bool) -> None:
    """Print every answered try as an xAPI 1.0.3 statement, a line each.

    The oldest comes first. What people are called is not in them: an account at the address of
    PLUMBLINE_ADDRESS, with their id of the directory. The last line on standard error says from
    where to go on the next time.

    \b
    plumbline xapi > statements.jsonl
    """
    with ExitStack() as held:
        house = held.enter_context(opened(os.environ))
        telling, more = _telling(house, email), True
        while more:
            found = telling.after(since)
            since, more = found.since, found.has_more
            for each in found.statements:
                click.echo(orjson.dumps(each).decode())
    click.echo(f"go on with --since {since}", err=True)


def _telling(house: House, email: bool) -> Telling:
    people = Directory(house.database).people() if email else ()
    emails = {each.id: each.email for each in people if each.email}
    learning, standards = Learning(house.database), Standards(house.database)
    return Telling(learning, standards, home_of(house.config), emails)
