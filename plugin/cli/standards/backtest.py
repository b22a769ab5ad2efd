"""`plumbline backtest`: what a draft would have said of a period's contacts."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from plugin.backtests.asking import BacktestRefused, Wish, ask, recount
from plugin.backtests.station import backtest_station
from plugin.cli.bars import bars
from plugin.cli.instants import Instant
from plugin.cli.printing import printing
from plugin.cli.refusal import Refused
from plugin.cli.standards.standard import open_standard
from plugin.house import House
from plugin.serving.opened import opened
from plugin.stores.versions.backtests import Asked, Backtests
from scoring.backtest import Backtest, Flipped, Verdicts, write_backtest
from scoring.judge import Verdict

LOOK_SECONDS = 0.3  # between two looks at what other workers have done
_SHOWN = 5  # contacts named of each flip


@click.command()
@click.argument("draft")
@click.option("--version", type=int, help="Recount by this published version of the standard.")
@click.option("--since", type=Instant(), required=True, help="Contacts opened from then on.")
@click.option("--until", type=Instant(), required=True, help="And before then.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def backtest(draft: str, version: int | None, since: int, until: int, form: str) -> None:
    """Show what DRAFT would have said of the contacts of a period.

    Judges the tickets opened and the visits and reviews received in the period by the draft in that
    file, and holds what it says against what is filed: by criterion, by team, which contacts flip,
    and which criteria decide nothing. Nothing of it is filed. Running workers take part;
    interrupting it (Ctrl-C) cancels it everywhere.

    With --version DRAFT is the code of a standard, and the contacts are recounted by that version
    of it: a report of its own, whatever version judged them.

    \b
    plumbline backtest next.yaml --since 2026-01-01T00:00:00+01:00 --until 2026-04-01T00:00:00+02:00
    plumbline backtest contact --version 1 --since 2026-01-01T00:00:00Z --until 2026-04-01T00:00:00Z
    """
    with opened(os.environ) as house:
        wish = Wish(since, until, getpass.getuser())
        found = _run(house, lambda: _asked(house, draft, version, wish))
    if form == "json":
        click.echo(orjson.dumps(write_backtest(found), option=orjson.OPT_INDENT_2))
    else:
        with printing() as console:
            _print(console, found)


def _asked(house: House, draft: str, version: int | None, wish: Wish) -> Asked:
    if version is not None:
        return recount(house, draft, version, wish)
    return ask(house, open_standard(Path(draft), house.clock()), wish)


def _run(house: House, asking: Callable[[], Asked]) -> Backtest:
    """What is found once every slice is judged, by us and by whoever else works."""
    try:
        asked = asking()
    except BacktestRefused as error:
        raise Refused(str(error)) from None
    backtests, station = Backtests(house.database), backtest_station(house, f"cli/{os.getpid()}")
    try:
        with bars("slices") as told:
            while True:
                is_busy = station.work_once(house.clock())
                progress = backtests.progress(asked.id)
                told(asked.code, progress.done, progress.of)
                if progress.is_over:
                    break
                if not is_busy:
                    time.sleep(LOOK_SECONDS)
    except BaseException:
        backtests.cancel(asked.id)
        raise
    backtests.settle(asked.id)
    if progress.failed:
        why = ", ".join(dict.fromkeys(progress.failed))
        raise Refused(f"{len(progress.failed)} slices could not be judged: {why}; see the log")
    return backtests.found(asked.id)


def _print(console: Console, found: Backtest) -> None:
    if not found.contacts:
        console.print("No contact was opened in this period.")
        return
    console.print(Text(f"{found.contacts:,} contacts", "bold"))
    for line in (*_told(found), *_outcomes(found)):
        console.print(line, highlight=False)
    console.print(_table(found))
    for line in (*_idle(found), *_flips(found)):
        console.print(line, highlight=False)


def _told(found: Backtest) -> Iterator[Text]:
    if found.unjudged:
        yield Text(f"  {found.unjudged:,} have no card of the version that was in force")
    if found.anew:
        yield Text(f"  {found.anew:,} cards were replaced meanwhile; those are judged anew")
    for criterion, number in sorted(found.unasked.items()):
        yield Text(f"  {criterion} was not asked so in {number:,} visits and reviews")


def _outcomes(found: Backtest) -> Iterator[Text]:
    for (was, now), number in sorted(found.outcomes.items(), key=str):
        if was != now:
            yield Text(f"  {was or 'not judged'} -> {now}: {number:,}")


def _table(found: Backtest) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("Criterion", "met before", "met by the draft", "flips"):
        table.add_column(heading, justify="left" if heading == "Criterion" else "right")
    flips = dict.fromkeys(found.by_criterion(), 0)
    for flip, flipped in found.flips.items():
        flips[flip.criterion] += flipped.number
    for code, (was, now) in found.by_criterion().items():
        table.add_row(code, _share(was), _share(now), f"{flips[code]:,}")
    return table


def _share(verdicts: Verdicts) -> str:
    if verdicts.share is None or verdicts.interval is None:
        return "nothing decided"
    low, high = verdicts.interval
    of = f"{verdicts.of(Verdict.MET):,} of {verdicts.decided:,}"
    return f"{of} = {verdicts.share:.1%} ({low:.1%} to {high:.1%})"


def _idle(found: Backtest) -> Iterator[Text]:
    for code, (_, now) in found.by_criterion().items():
        if now.idle is not None:
            yield Text(f"{code} decides nothing: {_IDLE[now.idle.value]}", "yellow")


def _flips(found: Backtest) -> Iterator[Text]:
    for flip, flipped in sorted(found.flips.items()):
        yield Text(
            f"{flip.criterion} {flip.was} -> {flip.now}: {flipped.number:,} ({_named(flipped)})"
        )


def _named(flipped: Flipped) -> str:
    shown = ", ".join(flipped.contacts[:_SHOWN])
    return f"{shown}, …" if flipped.number > _SHOWN else shown


_IDLE = {
    "never_applies": "it applies to no contact",
    "no_evidence": "it applies, but nothing tells whether it was kept",
    "always_met": "it was always met",
    "always_missed": "it was always missed",
}
