"""Last quarter judged by a draft: tickets a second, by one and by two worker processes.

Real worker processes over a real mongod on disk, on the same machine. Tickets of twenty events are
kept with their logs and with cards that the version in force has filed; then a draft is asked about
all of them, in turns by one worker process and by two, who are ready before the clock runs. The
floor judges the same logs in one process without a database, in the same rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

import click

from benchmarks.filing import CONNECTION, Bench, bench_house
from benchmarks.processes import cpu_seconds, running
from benchmarks.sweep import settle_published
from benchmarks.tickets import AS_OF, FIRST, lines_of, ticket
from plugin.backtests.asking import Wish, ask
from plugin.cli.standards.standard import standard_from
from plugin.evidence import Grouping, evidence_of
from plugin.evidence import lines_of as read_lines
from plugin.house import House
from plugin.stores.filed.cards import Cards
from plugin.stores.queue import DONE, FRESH
from plugin.stores.tickets.events import without_words, write_event
from plugin.stores.transactions import Session, transact
from plugin.stores.versions.backtests import Backtests, State
from plugin.stores.versions.standards import Standards
from plugin.tickets.rolling import rollups_station
from scoring.evidence import Event, Ticket
from scoring.scorecard import assess
from standards.instants import parse_instant
from standards.model import Standard

STANDARD = Path("standards/library/contact.yaml")
YEAR = 366 * 86_400
AGO = 2 * YEAR
BEGINS = FIRST - AGO
_FILED_AT = parse_instant(AS_OF) - AGO  # after every ticket's last event
_BATCH = 100
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Pace:
    """Tickets a second, and the milliseconds of processor time that each took of whom."""

    a_second: float
    worker_ms: float
    mongod_ms: float


@dataclass(frozen=True, slots=True)
class Round:
    """One round: by a process without a database, and by so many worker processes."""

    floor: Pace
    by: Mapping[int, Pace]


def fill(house: House, tickets: int) -> Sequence[Ticket]:
    """Keeps so many tickets as the service does, with their cards; the tickets."""
    (standard,) = Standards(house.database).in_force(BEGINS)
    made = [_ticket(number) for number in range(1, tickets + 1)]
    for first in range(0, tickets, _BATCH):
        _keep(house, standard, made[first : first + _BATCH])
    counts = rollups_station(house, "filling")
    while counts.work_once(house.clock()):
        pass
    return made


def _ticket(number: int) -> Ticket:
    (lines,) = Grouping().contacts(read_lines(BytesIO(lines_of(ticket(number)))))
    evidence = evidence_of(lines)
    assert isinstance(evidence, Ticket)
    return replace(evidence, events=tuple(map(_earlier, evidence.events)))


def _earlier(event: Event) -> Event:
    """The event as the log knows it, so long ago that it has happened whenever this is run."""
    return replace(without_words(event), at=event.at - AGO)


def _keep(house: House, standard: Standard, tickets: Sequence[Ticket]) -> None:
    events, contacts = house.database.events, house.database.contacts
    events.insert_many([write_event(each) for one in tickets for each in one.events])
    contacts.insert_many([_contact(each) for each in tickets])
    cards = Cards(house.database, house.config.zone)
    made = [assess(standard, each, as_of=_FILED_AT) for each in tickets]

    def work(session: Session) -> None:
        for card in made:
            cards.file(card.contact, [card], session)

    transact(house.database, work)


def _contact(made: Ticket) -> dict[str, Any]:
    opened_at = min(each.at for each in made.events)
    told = {"connection": CONNECTION, "revision": 1, "opened_at": opened_at}
    return {"_id": made.contact, **told, **FRESH, "state": DONE, "run_at": None}


def measured(bench: Bench, tickets: int, rounds: int) -> Iterator[Round]:
    """So many rounds, each with the floor, one worker process, and two."""
    settle_published(bench)  # nothing but the backtest is left to do
    made = fill(bench.house, tickets)
    text = STANDARD.read_bytes().replace(b"version: 1\n", b"version: 2\n", 1)
    draft = standard_from(text, "draft", _FILED_AT)
    floor(draft, made)
    for _ in range(rounds):
        least = floor(draft, made)
        yield Round(least, {workers: judged(bench, draft, tickets, workers) for workers in (1, 2)})


def floor(draft: Standard, tickets: Sequence[Ticket]) -> Pace:
    """How one process judges whose tickets' logs lie in memory."""
    began, busy = time.perf_counter(), time.process_time()
    for each in tickets:
        assess(draft, each, as_of=_FILED_AT)
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return Pace(len(tickets) / seconds, 1e3 * busy / len(tickets), 0.0)


def judged(bench: Bench, draft: Standard, tickets: int, workers: int) -> Pace:
    """From the asking until all are judged, by so many worker processes."""
    house, backtests = bench.house, Backtests(bench.house.database)
    command = [sys.executable, "-m", "plugin.serving.worker"]
    with ExitStack() as stack:
        pids = [
            stack.enter_context(running(command, bench.environment)).pid for _ in range(workers)
        ]
        _until_at_work(house, pids)
        busy = cpu_seconds(pids), cpu_seconds([bench.mongod.process.pid])
        began = time.perf_counter()
        asked = ask(house, draft, Wish(BEGINS, BEGINS + YEAR, "bench"))
        until = time.monotonic() + _PATIENCE_SECONDS
        while not backtests.progress(asked.id).is_over:
            if time.monotonic() > until:
                raise TimeoutError("the workers do not end")
            time.sleep(_LOOK_SECONDS)
        seconds = time.perf_counter() - began
        worker_ms, mongod_ms = (
            1e3 * (cpu_seconds(whose) - before) / tickets
            for whose, before in zip((pids, [bench.mongod.process.pid]), busy, strict=True)
        )
    _check(backtests, asked.id, tickets)
    return Pace(tickets / seconds, worker_ms, mongod_ms)


def _until_at_work(house: House, pids: Sequence[int]) -> None:
    """Waits until the worker processes go round. TimeoutError."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while house.database.workers.count_documents({"pid": {"$in": [*pids]}}) < len(pids):
        if time.monotonic() > until:
            raise TimeoutError("the workers do not start")
        time.sleep(_LOOK_SECONDS)


def _check(backtests: Backtests, backtest: str, tickets: int) -> None:
    """ValueError unless every ticket was judged, and the same text said the same of it."""
    assert backtests.settle(backtest) is State.OVER
    found = backtests.found(backtest)
    if (found.contacts, found.unjudged, found.flips) != (tickets, 0, {}):
        raise ValueError("the same text says otherwise, or not of every ticket")


def told(rounds: Sequence[Round]) -> Iterator[str]:
    """The medians in lines."""
    least = [each.floor for each in rounds]
    yield f"bare assess of the same logs, one process, no database: {_said(least)}"
    for workers in (1, 2):
        noun = "process" if workers == 1 else "processes"
        paces = [each.by[workers] for each in rounds]
        ratio = median(each.by[workers].a_second / each.floor.a_second for each in rounds)
        yield f"{workers} worker {noun}: {_said(paces)}; {ratio:.2f} of the floor"
    faster = median(each.by[2].a_second / each.by[1].a_second for each in rounds)
    yield f"two beside one: {faster:.2f} x faster"


def _said(paces: Sequence[Pace]) -> str:
    names = ("a_second", "worker_ms", "mongod_ms")
    a_second, worker, mongod = (median(getattr(each, name) for each in paces) for name in names)
    cpu = f"processor time a ticket: ours {worker:.2f} ms, mongod's {mongod:.2f} ms"
    return f"{a_second:,.0f} tickets a second ({cpu})"


@click.command()
@click.option("--tickets", default=2_000, show_default=True, help="Tickets that are judged.")
@click.option("--rounds", default=3, show_default=True, help="Rounds to take the median of.")
def backtest(tickets: int, rounds: int) -> None:
    """Measure how fast a draft judges what is filed, by one and by two worker processes."""
    with bench_house() as bench:
        found = []
        for each in measured(bench, tickets, rounds):
            found.append(each)
            paces = (each.floor, *each.by.values())
            click.echo(f"round {len(found)}: " + ", ".join(f"{one.a_second:,.0f}" for one in paces))
        for line in told(found):
            click.echo(line)


if __name__ == "__main__":
    backtest()
