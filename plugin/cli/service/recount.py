"""`plumbline recount`: whether cards and tallies are what the log makes them."""

from __future__ import annotations

import os
from dataclasses import asdict

import click

from plugin.cli.bars import bars
from plugin.cli.refusal import FAULTS
from plugin.serving.opened import opened
from plugin.tickets.recount import Recount, Row, recounting_of
from scoring.tally.counts import Counts

_SHOWN = 20  # differences; somebody who sees so many needs no more


@click.command()
@click.option("--mend", is_flag=True, help="Put right what differs.")
def recount(mend: bool) -> None:
    """Count all cards and judge all contacts anew, and say what differs from what is filed.

    Tickets are judged from their logs as of the instant that their cards say, visits and reviews
    from what was sent. The service may run meanwhile. Nothing is written without --mend: it makes
    the tallies anew from the cards, where they differ, and has the workers judge the contacts anew
    that differ. Exits with 1 when anything differed. Run it with --mend after PLUMBLINE_ZONE was
    changed: reports count by the days of that zone.

    \b
    plumbline recount
    plumbline recount --mend
    """
    with opened(os.environ) as house, bars("done") as told:
        recounting = recounting_of(house, told)
        found = recounting.recount()
        if mend:
            recounting.mend(found, house.clock())
    for line in lines_of(found):
        click.echo(line)
    if not found.agrees:
        raise SystemExit(FAULTS)


def lines_of(found: Recount) -> list[str]:
    """What a recount found, line by line."""
    if found.agrees:
        return [f"{found.contacts:,} contacts: cards and tallies are what the log makes them"]
    rows = [_line(row) for row in found.rows[:_SHOWN]]
    rolled = [f"the rollup {key} is no sum" for each in found.misrolled for key in each.rollups]
    cards = [fault for each in found.misfiled for fault in each.cards][:_SHOWN]
    number = sum(len(each.cards) for each in found.misfiled)
    counts = f"{len(found.rows):,} rows of tallies, {len(rolled):,} rollups"
    total = f"{counts} and {number:,} cards differ"
    return [*rows, *rolled[:_SHOWN], *cards, f"{found.contacts:,} contacts: {total}"]


def _line(row: Row) -> str:
    """A row of the tallies as a person compares it."""
    parts = ", ".join(part or "-" for part in (row.day.day, *row.parts))
    name = f"{row.day.code} {row.day.version}: {parts}"
    return f"{name}: filed {_numbers(row.stored)}, counted {_numbers(row.counted)}"


def _numbers(counts: Counts) -> str:
    told = [f"{number} {name}" for name, number in asdict(counts).items() if number]
    return " ".join(told) or "nothing"
