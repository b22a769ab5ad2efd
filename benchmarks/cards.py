"""Judging beside what nobody could do without: reading the same lines and writing them again.

`assess` takes tickets that lie in memory and ends with a scorecard. `judge` is the command as
people call it, start-up and all, from a file to a file.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import orjson

from benchmarks.rounds import Contender, Row, above, faster, interleaved
from benchmarks.tickets import AS_OF, lines_of, ticket
from plugin.cli.standards.standard import open_standard
from plugin.evidence import Grouping, evidence_of
from plugin.evidence import lines_of as read_lines
from scoring.evidence import Evidence
from scoring.scorecard import assess
from standards.instants import parse_instant

ROOT = Path(__file__).parents[1]
PLUMBLINE = (sys.executable, "-c", "from plugin.cli.main import cli; cli()")
# What is measured under: most firms' mixture, and nothing but clocks, counts and ratings.
STANDARDS: Mapping[str, Path] = {
    "contact.yaml": ROOT / "standards" / "library" / "contact.yaml",
    "clocks.yaml": ROOT / "benchmarks" / "clocks.yaml",
}
_TARGETS = {
    ("assess", "contact.yaml"): "2,000 a second",
    ("judge", "contact.yaml"): "1,000 a second",
}


def measure_assess(rounds: int, tickets: int) -> Iterator[Row]:
    """A row for each standard: `assess` on one core."""
    raw = _tickets(tickets)
    evidence = [evidence_of(lines) for lines in Grouping().contacts(read_lines(BytesIO(raw)))]
    floor = Contender("parse and write them", lambda: _again(raw), tickets)
    ours = [
        Contender(name, _assessing(path, evidence), tickets) for name, path in STANDARDS.items()
    ]
    gc.collect()
    gc.freeze()  # the tickets lie there for the benchmark's sake: nobody else keeps so many
    least, *times = interleaved([floor, *ours], rounds)
    gc.unfreeze()
    for each, taken in zip(ours, times, strict=True):
        target = _TARGETS.get(("assess", each.name), "")
        yield above(f"assess, {each.name}", "ticket", taken, (floor.name, least), target)


def measure_judge(rounds: int, tickets: int, folder: Path) -> Iterator[Row]:
    """Two rows for each standard: `judge` file to file, and by two processes beside one."""
    source, copy, out = folder / "tickets.jsonl", folder / "copy.jsonl", folder / "cards.jsonl"
    source.write_bytes(_tickets(tickets))
    floor = Contender("parse and write the file", lambda: _copy(source, copy), tickets)
    for name, path in STANDARDS.items():
        one, two = (Contender(name, _judging(path, source, out, jobs), tickets) for jobs in (1, 2))
        least, alone, together = interleaved([floor, one, two], rounds)
        target = _TARGETS.get(("judge", name), "")
        yield above(f"judge, {name}", "ticket", alone, (floor.name, least), target)
        yield faster(f"judge --jobs 2, {name}", "ticket", together, ("--jobs 1", alone))


def _tickets(count: int) -> bytes:
    return b"".join(lines_of(ticket(number)) for number in range(1, count + 1))


def _assessing(path: Path, evidence: list[Evidence]) -> Callable[[], None]:
    as_of = parse_instant(AS_OF)
    standard = open_standard(path, as_of)

    def run() -> None:
        for each in evidence:
            assess(standard, each, as_of=as_of)

    return run


def _judging(standard: Path, source: Path, out: Path, jobs: int) -> Callable[[], None]:
    words = ["judge", standard, source, "--as-of", AS_OF, "--jobs", str(jobs), "--out", out]

    def run() -> None:
        subprocess.run([*PLUMBLINE, *map(str, words)], cwd=ROOT, check=True)

    return run


def _again(raw: bytes) -> None:
    for line in raw.splitlines():
        orjson.dumps(orjson.loads(line))


def _copy(source: Path, copy: Path) -> None:
    with source.open("rb") as lines, copy.open("wb") as target:
        for line in lines:
            target.write(orjson.dumps(orjson.loads(line), option=orjson.OPT_APPEND_NEWLINE))
