"""A million rows in flat memory: the import in a process of its own, its peak measured."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

ROWS = 1_000_000
MOST_MEBIBYTES = 160  # what it takes for far fewer rows too
LEAST = datetime(2020, 1, 1, tzinfo=UTC)

MAPPING = """\
mapping: 1
connection: zd
contact: ticket/{Id}
dates: {zone: Europe/Warsaw}
events:
  - kind: opened
    at: Created
    by: {role: customer, id: "user/{Requester}"}
    facts:
      priority: "{Priority}"
      channel: {column: Via, words: {Mail: email, Web form: web}}
      assignee: user/{Assignee}
  - {kind: changed, at: Solved, by: {role: agent, id: "user/{Assignee}"}, facts: {status: solved}}
"""
# The peak of this process alone: getrusage would tell that of the one which started it.
MEASURED = """\
import re, sys
from pathlib import Path
from plugin.cli.main import cli
try:
    cli()
finally:
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
    print(int(peak[1]) // 1024, file=sys.stderr)
"""


def write_export(path: Path) -> None:
    """Tickets in no order, a tenth of them unsolved."""
    chance = random.Random(1)
    numbers = list(range(ROWS))
    chance.shuffle(numbers)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Id", "Priority", "Via", "Created", "Solved", "Assignee", "Requester"])
        for number in numbers:
            created = LEAST + timedelta(seconds=number * 30)
            solved = created + timedelta(seconds=number * 7919 % 500_000)
            stamps = (f"{created:%Y-%m-%d %H:%M:%S}", f"{solved:%Y-%m-%d %H:%M:%S}")
            told = stamps if number % 10 else (stamps[0], "")
            way = ("Mail", "Web form")[number % 2]
            rows.writerow([number, "low", way, *told, number % 50, number % 99_991])


@pytest.mark.long
def test_a_million_rows_take_flat_memory(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    write_export(tmp_path / "tickets.csv")
    words = ["import", "tickets.csv", "--mapping", "mapping.yaml", "--out", "lines.jsonl"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
    )
    *account, measured = done.stderr.splitlines()
    print(f"{measured} MiB at most")
    assert [line.split()[-1] for line in account] == ["1,000,000", "1,900,000", "1,000,000", "0"]
    assert int(measured) < MOST_MEBIBYTES
    assert in_order(tmp_path / "lines.jsonl")


def in_order(path: Path) -> bool:
    """Whether no contact stands before one that comes earlier."""
    last = ""
    with path.open("rb") as lines:
        for line in lines:
            contact = line.split(b'"', 8)[7].decode()
            if contact < last:
                return False
            last = contact
    return True
