"""Many tickets through one judge: made up on the way, read from a pipe, their cards counted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from time import perf_counter
from typing import IO

from benchmarks.cards import PLUMBLINE, ROOT, STANDARDS
from benchmarks.tickets import AS_OF

_MARKS = (0.1, 0.5, 1.0)  # of all tickets
_LOOKS = 1.0  # seconds from one look at the memory to the next
_FEEDER = (
    "import sys; from benchmarks.tickets import lines_of, tickets;"
    "[sys.stdout.buffer.write(lines_of(each)) for each in tickets(int(sys.argv[1]))]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """So many cards after so many seconds; the most memory held by then, and by how many."""

    cards: int
    seconds: float
    peak_mb: float
    processes: int

    def __str__(self) -> str:
        return (
            f"{self.cards:>9,} cards  {self.cards / self.seconds:>7,.0f} a second  "
            f"peak {self.peak_mb:,.0f} MB in {self.processes} processes"
        )


@dataclass(slots=True)
class Watch:
    """Looks at the resident memory of a process and its children, all together, now and then."""

    pid: int
    peak_mb: float = 0.0
    processes: int = 0
    _done: Event = field(default_factory=Event)

    def look(self) -> None:
        """Takes one look. Pages that processes share count for each of them."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
        )
        rows = [[int(cell) for cell in row.split()] for row in listed.stdout.splitlines()]
        held = [rss for pid, parent, rss in rows if self.pid in (pid, parent)]
        self.peak_mb = max(self.peak_mb, sum(held) / 1024)
        self.processes = max(self.processes, len(held))

    def run(self) -> None:
        """Looks until it is told to end."""
        while not self._done.wait(_LOOKS):
            self.look()

    def end(self) -> None:
        """Looks no more."""
        self._done.set()


def judged(tickets: int, jobs: int) -> Iterator[Mark]:
    """A mark at a tenth, at the half and at the end. RuntimeError when the judge fails."""
    with _judge(tickets, jobs) as (judge, cards):
        watch = Watch(judge.pid)
        looking = Thread(target=watch.run)
        looking.start()
        started = perf_counter()
        try:
            marks = [max(1, int(tickets * mark)) for mark in _MARKS]
            for count, _ in enumerate(cards, 1):
                if count in marks:
                    watch.look()
                    yield Mark(count, perf_counter() - started, watch.peak_mb, watch.processes)
        finally:
            watch.end()
            looking.join()
    if judge.returncode:
        raise RuntimeError(f"the judge ended with {judge.returncode}")


@contextmanager
def _judge(tickets: int, jobs: int) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A judge that is fed, and the stream of its cards."""
    words = ["judge", str(STANDARDS["contact.yaml"]), "-", "--as-of", AS_OF, "--jobs", str(jobs)]
    with _running([sys.executable, "-c", _FEEDER, str(tickets)], None) as (feeder, evidence):
        with _running([*PLUMBLINE, *words], evidence) as (judge, cards):
            evidence.close()  # the judge alone holds it now: a feeder without a reader ends
            yield judge, cards
        feeder.wait()


@contextmanager
def _running(
    words: list[str], read: IO[bytes] | None
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A process, and the stream that it writes."""
    with subprocess.Popen(words, cwd=ROOT, stdin=read, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process, process.stdout
