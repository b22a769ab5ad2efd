"""The worker's loop: threads that go round the stations until the process is told to end.

Stations are shared out by when they are worth a look: one that had work is looked at again at once
by every thread that is free; one that had none rests for a moment, one that failed for longer.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import uuid4

import structlog

from plugin.house import House
from plugin.stations import IDLE_SECONDS, MakeStation, Station
from plugin.stores.keeping.workers import Workers

# How long a station rests at least that had nothing to do (a webhook waits for half of it),
# and when all of them have had nothing to do for a while.
LEAST_IDLE_SECONDS, LONG_IDLE_SECONDS = 0.06, 0.15
_A_WHILE_SECONDS = 20.0
FIRST_FAILURE_SECONDS, LONGEST_FAILURE_SECONDS = 0.5, 30.0
HEARTBEAT_SECONDS = 4.0
# For so long leases are given back at the end: without a database each station would wait for it.
STOP_SECONDS = 4.0

log = structlog.get_logger("plumbline.worker")


@dataclass(slots=True)
class Rests:
    """When each station is next worth a look, by the monotonic clock; shared by the threads.

    No more than `most` threads are at one station, so that one that waits for somebody far away
    leaves a thread to the others.
    """

    most: int
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _until: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _failed: dict[str, float] = field(default_factory=dict)
    _inside: Counter[str] = field(default_factory=Counter)
    _busy_at: float = field(default_factory=time.monotonic)

    def enter(self, name: str, at: float) -> bool:
        """Whether the thread may look at the station; it says what came of it afterwards."""
        with self._lock:
            may = self._until[name] <= at and self._inside[name] < self.most
            self._inside[name] += may
            return may

    def had_work(self, name: str, at: float) -> None:
        """The station is looked at again at once."""
        with self._lock:
            self._busy_at = at
            self._leave(name, 0.0)

    def had_none(self, name: str, at: float) -> None:
        """The station rests for a moment."""
        with self._lock:
            long_idle = at - self._busy_at > _A_WHILE_SECONDS
            least = LONG_IDLE_SECONDS if long_idle else LEAST_IDLE_SECONDS
            self._leave(name, at + max(least, IDLE_SECONDS.get(name, 0.0)))

    def failed(self, name: str, at: float) -> float:
        """The station rests, at each failure in a row for twice as long; the seconds of it."""
        with self._lock:
            doubled = 2 * self._failed.get(name, FIRST_FAILURE_SECONDS / 2)
            seconds = min(doubled, LONGEST_FAILURE_SECONDS)
            self._leave(name, at + seconds)
            self._failed[name] = seconds
            return seconds

    def pause(self, names: Sequence[str], at: float) -> float:
        """The seconds for which no station is worth a look, at most those of the long rest."""
        with self._lock:
            free = [name for name in names if self._inside[name] < self.most]
            soonest = min((self._until[name] for name in free), default=at + LEAST_IDLE_SECONDS)
            return min(max(soonest - at, 0.0), LONG_IDLE_SECONDS)

    def _leave(self, name: str, until: float) -> None:
        self._inside[name] -= 1
        self._until[name] = until
        self._failed.pop(name, None)


def work(
    house: House,
    stations: Sequence[MakeStation],
    stopping: threading.Event,
    threads: int,
) -> None:
    """Works with so many threads until the event is set; leases are given back before it returns.

    Whatever a thread has in its hands when the event is set is finished. A heartbeat tells every
    few seconds what was done.
    """
    worker = f"{socket.gethostname()}/{os.getpid()}/{uuid4().hex[:8]}"
    rests = Rests(max(1, threads - 1))
    crew = [
        threading.Thread(
            target=_go_round,
            args=(house, stations, f"{worker}/{number}", rests, stopping),
            name=f"worker-{number}",
        )
        for number in range(threads)
    ]
    for each in crew:
        each.start()
    beat = Heartbeat(house, worker, threads)
    while not stopping.wait(HEARTBEAT_SECONDS):
        beat.tell()
    for each in crew:
        each.join()
    beat.tell(stopped=True)


@dataclass(slots=True)
class Heartbeat:
    """Tells in the database that the worker lives, and what it has done since it started."""

    house: House
    worker: str
    threads: int

    def __post_init__(self) -> None:
        self.tell()

    def tell(self, *, stopped: bool = False) -> None:
        """Writes it down; a database that is away for now stops nobody."""
        told = self.house.measures.told()
        told |= {"host": socket.gethostname(), "pid": os.getpid(), "threads": self.threads}
        try:
            Workers(self.house.database).tell(self.worker, self.house.clock(), told, stopped)
        except Exception as error:
            log.warning("heartbeat not written", error=type(error).__name__)


def _go_round(
    house: House,
    stations: Sequence[MakeStation],
    name: str,
    rests: Rests,
    stopping: threading.Event,
) -> None:
    """A thread's life: its own stations, round and round; whoever fails stops nobody else."""
    own = [make(house, name) for make in stations]
    names = [each.name for each in own]
    while not stopping.is_set():
        for station in own:
            if not stopping.is_set() and rests.enter(station.name, time.monotonic()):
                _look(house, station, rests)
        stopping.wait(rests.pause(names, time.monotonic()))
    until = time.monotonic() + STOP_SECONDS
    for station in own:
        if time.monotonic() < until:
            _stop(house, station)


def _look(house: House, station: Station, rests: Rests) -> None:
    try:
        did = station.work_once(house.clock())
    except Exception as error:
        seconds = rests.failed(station.name, time.monotonic())
        house.measures.count("failures", station.name)
        log.error("station failed", station=station.name, rests_seconds=seconds, exc_info=error)
        return
    if did:
        house.measures.count("done", station.name)
        rests.had_work(station.name, time.monotonic())
    else:
        rests.had_none(station.name, time.monotonic())


def _stop(house: House, station: Station) -> None:
    try:
        station.stop(house.clock())
    except Exception as error:
        # The leases then run out by themselves.
        log.warning("leases not given back", station=station.name, exc_info=error)
