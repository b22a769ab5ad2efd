"""`plumbline reconcile`: reads again what changed at helpdesks, so that nothing lost stays lost."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from uuid import uuid4

import click

from plugin.cli.bars import bars
from plugin.cli.instants import Instant
from plugin.cli.refusal import FAULTS, Refused
from plugin.house import House
from plugin.operations.logs import configure
from plugin.sealing import SealBroken
from plugin.serving.opened import opened
from plugin.stores.tickets.reconciliations import Run
from plugin.tickets.reconciling import Reconciling, Step
from plugin.tickets.rereading import RereadsStation
from standards.instants import show_instant

Told: TypeAlias = "Callable[[str, int, int], None]"
_REST_SECONDS = 0.2  # where others have the work, or nothing is due yet


@click.command()
@click.argument("connections", metavar="[CONNECTION]...", nargs=-1)
@click.option("--since", type=Instant(), help="From then on, such as 2026-04-01T00:00:00Z.")
@click.option("--wait/--no-wait", default=True, help="Whether to wait until all are read.")
def reconcile(connections: tuple[str, ...], since: int | None, wait: bool) -> None:
    """Ask helpdesks what has changed, and read each such contact again that was not read since.

    Of every connection, or of those named. A run goes on where the last one ended, or was ended;
    the first one begins seven days ago. The service may run meanwhile and helps. Exits with 1
    when a helpdesk refuses, or a contact could not be read.

    \b
    plumbline reconcile
    plumbline reconcile --since 2026-04-01T00:00:00Z --no-wait
    """
    with opened(os.environ) as house:
        configure(replace(house.config, log_level="warning", log_format="console"))
        worker = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
        going = Going(house, Reconciling(house, worker), RereadsStation(house, worker), wait)
        names = going.named(connections)
        try:
            with bars("done") as told:
                going.go(names, since, told)
                if wait:
                    going.wait(names, told)
        finally:
            going.stop()
        for name in names:
            click.echo(going.line(name))
        failed = bool(going.refused) or any(going.aside(name) for name in names)
    if not names:
        click.echo("No connection has a user and token to read with; `plumbline connect` gives it.")
    if failed:
        raise SystemExit(FAULTS)


@dataclass(slots=True)
class Going:
    """Reconciles connections in this process, beside whatever workers there are.

    With `reads` it reads contacts itself while it waits for anything. `refused` are the reasons of
    helpdesks that let nobody in, by connection.
    """

    house: House
    reconciling: Reconciling
    rereads: RereadsStation
    reads: bool
    refused: dict[str, str] = field(default_factory=dict)

    def named(self, connections: tuple[str, ...]) -> tuple[str, ...]:
        """The connections that are meant; all that may be, where none is named."""
        try:
            if not connections:
                return self.reconciling.may()
            for name in connections:
                reason = self.reconciling.why_not(self.reconciling.find(name))
                if reason is not None:
                    raise Refused(f"{name}: {reason}; `plumbline connect` gives it")
        except SealBroken as error:
            raise Refused(f"{error}; give the keys that it was sealed with") from None
        return tuple(dict.fromkeys(connections))

    def go(self, names: tuple[str, ...], since: int | None, told: Told) -> None:
        """Returns when each has come to the end of what has changed, or is refused."""
        runs = self.reconciling.runs
        numbers = {name: runs.begin(name, since, self.house.clock()) for name in names}
        while numbers:
            for name in [*numbers]:
                run = runs.find(name)
                if run is None or run.number != numbers[name] or not run.under_way:
                    del numbers[name]
                    continue
                told(f"{name} asked", run.changed, run.changed + 1)
                if self.reconciling.step(self.house.clock(), name) is Step.REFUSED:
                    self.refused[name] = self._reason(name)
                    del numbers[name]
            if numbers:
                self._read_or_rest()

    def wait(self, names: tuple[str, ...], told: Told) -> None:
        """Returns when nothing of these connections is left to be read."""
        most = dict.fromkeys(names, 0)
        while True:
            left = {name: self.reconciling.rereads.waiting(name) for name in names}
            for name, number in left.items():
                most[name] = max(most[name], number)
                told(f"{name} read", most[name] - number, most[name])
            if not any(left.values()):
                return
            self._read_or_rest()

    def stop(self) -> None:
        """Gives back what this process still has."""
        self.rereads.stop(self.house.clock())
        self.reconciling.runs.give_back(self.house.clock())

    def line(self, name: str) -> str:
        """What the run of the connection has come to."""
        if name in self.refused:
            return f"{name}: {self.refused[name]}"
        run = self.reconciling.runs.find(name)
        if run is None:
            return f"{name}: nothing is known of it"
        return f"{name}: {_counted(run)}" + _aside(self.aside(name), self._waiting(name))

    def aside(self, name: str) -> int:
        """How many contacts of the connection nobody can read as things are."""
        return self.reconciling.runs.aside(name)

    def _waiting(self, name: str) -> int:
        return self.reconciling.rereads.waiting(name)

    def _reason(self, name: str) -> str:
        run = self.reconciling.runs.find(name)
        return (run.reason if run is not None else None) or "refused"

    def _read_or_rest(self) -> None:
        if not (self.reads and self.rereads.work_once(self.house.clock())):
            time.sleep(_REST_SECONDS)


def _counted(run: Run) -> str:
    began = "it was first asked" if run.since is None else show_instant(run.since)
    told = f"{run.changed:,} changed since {began}: {run.wanted:,} to be read again"
    return f"{told}, {run.known:,} read since they changed"


def _aside(aside: int, waiting: int) -> str:
    left = f"; {waiting:,} still wait" if waiting else ""
    return left + (f"; {aside:,} are set aside, see the page Operations" if aside else "")
