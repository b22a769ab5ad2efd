"""A worker goes round its stations: at once when there is work, and whatever fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from plugin.config import Config
from plugin.house import House
from plugin.sealing import Sealer, new_key
from plugin.stations import MakeStation
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import FRESH, LEASED, READY, Queue
from plugin.working import LONG_IDLE_SECONDS, Rests, work

NOW = 1_700_000_000


@dataclass
class Jobs:
    """A station over a queue of its own; each job takes a moment."""

    queue: Queue
    done: list[str]
    seconds: float = 0.0
    name: str = "jobs"

    def work_once(self, now: int) -> bool:
        taken = self.queue.take(now)
        if taken is None:
            return False
        time.sleep(self.seconds)
        self.queue.finish(taken)
        self.done.append(taken["_id"])
        return True

    def stop(self, now: int) -> None:
        self.queue.give_back(now)


@dataclass
class Broken:
    """A station that fails whenever it is looked at, and holds what it took."""

    queue: Queue | None = None
    name: str = "broken"
    looks: list[int] = field(default_factory=list)

    def work_once(self, now: int) -> bool:
        self.looks.append(now)
        if self.queue:
            self.queue.take(now)
        raise RuntimeError("Jan Kowalski's words")

    def stop(self, now: int) -> None:
        if self.queue:
            self.queue.give_back(now)


@dataclass
class Slow:
    """A station that waits for somebody far away."""

    let_go: threading.Event
    name: str = "slow"

    def work_once(self, now: int) -> bool:
        self.let_go.wait(20)
        return True

    def stop(self, now: int) -> None: ...


@pytest.fixture
def house(database: Mongo) -> House:
    return House(Config(), database, Sealer([new_key()]), lambda: NOW)


@contextmanager
def working(
    house: House, stations: Sequence[MakeStation], threads: int = 2
) -> Iterator[threading.Event]:
    """Works beside the block, and is told to end with it."""
    stopping = threading.Event()
    loop = threading.Thread(target=work, args=(house, stations, stopping, threads))
    loop.start()
    try:
        yield stopping
    finally:
        stopping.set()
        loop.join(20)
    assert not loop.is_alive()


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def put(house: House, *names: str) -> None:
    house.database.jobs.insert_many([{"_id": name, "run_at": NOW, **FRESH} for name in names])


def jobs_into(done: list[str], seconds: float = 0.0) -> MakeStation:
    return lambda house, worker: Jobs(Queue(house.database.jobs, worker), done, seconds)


def test_every_piece_is_done_once_and_counted(house: House) -> None:
    done: list[str] = []
    names = [str(number) for number in range(40)]
    put(house, *names)
    with working(house, [jobs_into(done)], threads=4):
        assert until(lambda: len(done) >= 40)
    assert sorted(done) == sorted(names)
    (beat,) = house.database.workers.find()
    assert beat["done"] == {"jobs": 40}
    assert beat["state"] == "stopped"


def test_what_comes_while_nothing_was_due_is_taken_up_soon(house: House) -> None:
    done: list[str] = []
    with working(house, [jobs_into(done)]):
        time.sleep(0.5)
        put(house, "fresh")
        began = time.monotonic()
        assert until(lambda: done == ["fresh"])
    assert time.monotonic() - began < 10 * LONG_IDLE_SECONDS  # a busy machine is no bug


def test_a_station_that_fails_rests_and_stops_nobody(house: House) -> None:
    done: list[str] = []
    broken = Broken()
    put(house, "a", "b")
    with working(house, [lambda house, worker: broken, jobs_into(done)]):
        assert until(lambda: len(done) == 2)
        put(house, "c")
        assert until(lambda: len(done) == 3)
        assert until(lambda: len(broken.looks) >= 2)
    assert len(broken.looks) < 10
    assert house.measures.told()["failures"]["broken"] == len(broken.looks)


def test_a_station_that_waits_for_somebody_leaves_a_thread_to_the_others(house: House) -> None:
    done: list[str] = []
    let_go = threading.Event()
    with working(house, [lambda house, worker: Slow(let_go), jobs_into(done)], threads=3):
        time.sleep(0.3)
        put(house, "a")
        assert until(lambda: done == ["a"])
        let_go.set()


def test_what_is_in_hand_is_finished_and_what_is_not_goes_back(house: House) -> None:
    done: list[str] = []
    put(house, "begun", "second", "third")
    with working(house, [jobs_into(done, seconds=1.0)], threads=1) as stopping:
        assert until(lambda: house.database.jobs.count_documents({"state": LEASED}) == 1)
        stopping.set()
    assert done == ["begun"]
    assert house.database.jobs.count_documents({"state": READY}) == 2


def test_leases_of_a_station_that_failed_are_given_back(house: House) -> None:
    put(house, "a")
    broken: MakeStation = lambda house, worker: Broken(Queue(house.database.jobs, worker))  # noqa: E731
    with working(house, [broken], threads=1):
        assert until(lambda: house.database.jobs.count_documents({"state": LEASED}) == 1)
    job: Document = house.database.jobs.find_one({"_id": "a"}) or {}
    assert (job["state"], job["tries"]) == (READY, 0)


def test_a_station_that_fails_again_and_again_rests_ever_longer() -> None:
    rests = Rests(most=1)
    seconds = []
    for at in range(0, 1000, 100):
        assert rests.enter("broken", at)
        seconds.append(rests.failed("broken", at))
    assert seconds[:4] == [0.5, 1.0, 2.0, 4.0]
    assert seconds[-1] == 30.0
    assert rests.enter("broken", 2000)
    rests.had_none("broken", 2000)
    assert rests.enter("broken", 3000)
    assert rests.failed("broken", 3000) == 0.5
