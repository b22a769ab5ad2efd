"""`python -m benchmarks`: how fast it all is, beside rivals and floors, on this machine."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from benchmarks import cards, hours, million
from benchmarks.backtest import backtest
from benchmarks.filing import filing
from benchmarks.intake import intake
from benchmarks.reports import reports
from benchmarks.rounds import Row
from benchmarks.sweep import sweep
from benchmarks.sync import sync
from benchmarks.uploads import uploads
from benchmarks.visits import visits

MISSING = "the rivals are not installed: `make bench` installs them"
_WIDTH = 128  # columns of the table, whatever reads it


@click.group(invoke_without_command=True)
@click.option("--rounds", default=7, show_default=True, help="Rounds to take the median of.")
@click.option("--tickets", default=6_000, show_default=True, help="Tickets that judge is given.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
@click.pass_context
def bench(context: click.Context, rounds: int, tickets: int, as_json: bool) -> None:
    """Measure working time, assess and judge, and print a table."""
    if context.invoked_subcommand is not None:
        return
    rows = list(measured(rounds, tickets))
    if as_json:
        said = {"machine": machine(), "rows": [asdict(row) for row in rows]}
        click.echo(json.dumps(said, indent=2))
    else:
        Console(width=max(Console().width, _WIDTH)).print(table(rows))


@bench.command("million")
@click.option("--tickets", default=1_000_000, show_default=True)
@click.option("--jobs", default=2, show_default=True)
def many(tickets: int, jobs: int) -> None:
    """Judge tickets made up on the way and print how much memory it takes."""
    click.echo(machine())
    for mark in million.judged(tickets, jobs):
        click.echo(mark)


bench.add_command(backtest)
bench.add_command(filing)
bench.add_command(intake)
bench.add_command(reports)
bench.add_command(sweep)
bench.add_command(sync)
bench.add_command(uploads)
bench.add_command(visits)


def measured(rounds: int, tickets: int) -> Iterator[Row]:
    """Every row; the rivals' are left out, and that is said, where they are not installed."""
    try:
        yield from hours.measure(rounds)
    except ModuleNotFoundError as error:
        click.echo(f"{error}; {MISSING}", err=True)
    yield from cards.measure_assess(rounds, max(1, tickets // 6))
    with TemporaryDirectory() as folder:
        yield from cards.measure_judge(max(1, rounds // 2), tickets, Path(folder))


def machine() -> str:
    """What it was measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores, {python}, {platform.system()} {platform.machine()}"


def table(rows: list[Row]) -> Table:
    """The rows as people read them."""
    shown = Table(title=machine(), title_justify="left")
    shown.add_column("what", no_wrap=True)
    for name in ("ours, µs", "a second"):
        shown.add_column(name, justify="right")
    shown.add_column("beside")
    for name in ("µs", "ratio"):
        shown.add_column(name, justify="right")
    shown.add_column("target")
    for row in rows:
        shown.add_row(
            row.what,
            figure(row.ours_us),
            f"{row.a_second:,.0f}",
            row.against,
            figure(row.against_us),
            f"{figure(row.ratio)} {row.says}",
            row.target,
        )
    return shown


def figure(number: float) -> str:
    """The number with no more digits than it is worth."""
    return f"{number:.2f}" if number < 10 else f"{number:,.0f}"


if __name__ == "__main__":
    bench()
