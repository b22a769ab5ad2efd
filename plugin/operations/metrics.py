"""The figures in the words of Prometheus: whichever process is asked tells of all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from threading import Lock
from typing import TypeAlias

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from plugin.stores.keeping.figures import Figures, WorkerSeen
from plugin.tickets.breaker import State

ReadFigures: TypeAlias = "Callable[[], Figures]"
_KNOWN_SECONDS = 3.0
_BREAKERS = tuple(map(str, State))


class HouseFigures(Collector):
    """Tells the figures, read anew when they are older than a few seconds."""

    def __init__(self, read: ReadFigures, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._monotonic = monotonic
        self._lock = Lock()
        self._known: tuple[float, Figures] | None = None

    def describe(self) -> list[Metric]:
        """Nothing: so that registering asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        figures = self._figures()
        yield from _of_queues(figures)
        yield from _of_breakers(figures)
        yield from _of_workers(figures.workers)

    def _figures(self) -> Figures:
        with self._lock:
            now = self._monotonic()
            if self._known is None or now - self._known[0] >= _KNOWN_SECONDS:
                self._known = (now, self._read())
            return self._known[1]


def _of_queues(figures: Figures) -> Iterator[Metric]:
    documents = GaugeMetricFamily(
        "plumbline_documents",
        "Documents of a queue by state; those that are done are estimated.",
        labels=("queue", "state"),
    )
    for queue, states in figures.states.items():
        for state, number in states.items():
            documents.add_metric((queue, state), number)
    yield documents
    waiting = GaugeMetricFamily(
        "plumbline_waiting_seconds",
        "For how long the document has been due that is due longest; 0 when none is.",
        labels=("queue",),
    )
    for queue in figures.states:
        waiting.add_metric((queue,), figures.waiting_seconds.get(queue, 0))
    yield waiting


def _of_breakers(figures: Figures) -> Iterator[Metric]:
    breakers = GaugeMetricFamily(
        "plumbline_breaker",
        "1 for the state that the breaker of a connection is in.",
        labels=("connection", "state"),
    )
    for connection, standing in figures.breakers.items():
        for state in sorted({*_BREAKERS, standing}):
            breakers.add_metric((connection, state), float(state == standing))
    yield breakers


def _of_workers(workers: tuple[WorkerSeen, ...]) -> Iterator[Metric]:
    alive = sum(each.alive for each in workers)
    yield GaugeMetricFamily(
        "plumbline_workers_alive", "Workers seen within the last minute.", value=alive
    )
    done = CounterMetricFamily(
        "plumbline_work_done", "Pieces of work done.", labels=("worker", "station")
    )
    failures = CounterMetricFamily(
        "plumbline_work_failures", "Times that a station stumbled.", labels=("worker", "station")
    )
    judged = HistogramMetricFamily(
        "plumbline_judge_seconds", "Time to judge a contact by its whole log.", labels=("worker",)
    )
    for each in workers:
        for station, number in each.done.items():
            done.add_metric((each.name, station), number)
        for station, number in each.failures.items():
            failures.add_metric((each.name, station), number)
        if each.counts:
            judged.add_metric((each.name,), _cumulated(each), each.seconds)
    yield from (done, failures, judged)


def _cumulated(worker: WorkerSeen) -> list[tuple[str, float]]:
    """Prometheus wants of each class all that is at most its end; ours count each piece once."""
    ends = [*map(str, worker.bounds), "+Inf"]
    return [*zip(ends, map(float, accumulate(worker.counts)), strict=True)]
