"""`plumbline deliveries`: what helpdesks sent and nobody could read, and trying it anew."""

from __future__ import annotations

import os
from collections.abc import Sequence

import click
from rich.table import Table
from rich.text import Text

from plugin.cli.printing import printing
from plugin.cli.refusal import Refused
from plugin.house import House
from plugin.serving.opened import opened
from plugin.stores.queue import FAILED
from plugin.stores.tickets.deliveries import STATES, Deliveries, Listed

_AGES = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


@click.command()
@click.option(
    "--state",
    type=click.Choice(STATES),
    default=FAILED,
    show_default=True,
    help="Which deliveries: set aside, waiting, or at work.",
)
@click.option("--connection", metavar="NAME", help="Only those of this connection.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--replay", "keys", metavar="KEY", multiple=True, help="Have this one tried anew.")
@click.option("--all-failed", is_flag=True, help="Have all that are set aside tried anew.")
def deliveries(
    state: str, connection: str | None, limit: int, keys: tuple[str, ...], all_failed: bool
) -> None:
    """List the deliveries that could not be read, each with its reason, and try them anew.

    A KEY is what the list shows: the connection and, after a blank, the delivery's own key.

    \b
    plumbline deliveries
    plumbline deliveries --state ready --connection zd-acme
    plumbline deliveries --all-failed
    """
    if keys and all_failed:
        raise click.UsageError("--replay and --all-failed are both given; give one")
    with opened(os.environ) as house:
        kept = Deliveries(house.database, house.sealer)
        if all_failed:
            click.echo(_anew(kept.replay_failed(house.clock(), connection)))
        elif keys:
            _replay(kept, keys, house.clock())
        else:
            _show(house, kept, kept.listed(state, connection, limit))


def _replay(kept: Deliveries, keys: Sequence[str], now: int) -> None:
    """Replays what can be; Refused names the keys that no failed delivery bears."""
    unknown = [key for key in keys if not kept.replay(key, now)]
    click.echo(_anew(len(keys) - len(unknown)))
    if unknown:
        named = ", ".join(unknown)
        raise Refused(f"{named}: no delivery of that key is set aside; see `plumbline deliveries`")


def _anew(count: int) -> str:
    return "1 delivery is tried anew" if count == 1 else f"{count:,} deliveries are tried anew"


def _show(house: House, kept: Deliveries, found: Sequence[Listed]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("key", "contact", "age", "tries", "reason"):
        table.add_column(name, justify="right" if name in ("age", "tries") else "left")
    now = house.clock()
    for each in found:
        told = (each.key, each.contact or "-", age(now - each.received_at), str(each.tries))
        # Text, for what a helpdesk sent is no markup of ours.
        table.add_row(*(Text(word) for word in (*told, each.reason or "-")))
    counted = kept.counted()
    with printing() as console:
        if found:
            console.print(table)
        console.print(", ".join(f"{counted[state]:,} {state}" for state in STATES))


def age(seconds: int) -> str:
    """The span in its largest unit."""
    size, unit = next((each for each in _AGES if seconds >= each[0]), _AGES[-1])
    return f"{max(seconds, 0) // size} {unit}"
