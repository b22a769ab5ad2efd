"""`plumbline judge` as real processes: interrupted, killed, unread, and on much evidence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.tickets import AS_OF, lines_of, ticket

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
PLUMBLINE = [sys.executable, "-c", "from plugin.cli.main import cli; cli()"]
JUDGE = [*PLUMBLINE, "judge", "standards/library/contact.yaml", "-", "--as-of", AS_OF]
PATIENCE = 30  # seconds


def tickets(first: int, last: int) -> bytes:
    return b"".join(lines_of(ticket(number)) for number in range(first, last + 1))


def living(parent: int) -> list[int]:
    """The processes that this one has begun and that still run."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = [row.split() for row in listed.stdout.splitlines()]
    return [int(pid) for pid, of, stat in rows if int(of) == parent and not stat.startswith("Z")]


def is_running(pid: int) -> bool:
    shown = ["ps", "-o", "stat=", "-p", str(pid)]
    stat = subprocess.run(shown, capture_output=True, text=True, check=False).stdout.strip()
    return bool(stat) and not stat.startswith("Z")


def waits_for(what: Callable[[], object]) -> bool:
    """Whether it comes true while one has patience."""
    end = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _hears() -> None:
    """Hears Ctrl-C, whoever began the tests: a shell has what it runs behind it not hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def judging(*words: object) -> Iterator[subprocess.Popen[bytes]]:
    """A judge in the middle of its evidence, two processes at its side."""
    with subprocess.Popen(
        [*JUDGE, "--jobs", "2", *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_hears,  # noqa: PLW1509  # it takes no lock
    ) as run:
        assert run.stdin is not None
        try:
            run.stdin.write(tickets(1, 400))
            run.stdin.flush()
            assert waits_for(lambda: len(living(run.pid)) >= 2)
            yield run
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def everybody(run: subprocess.Popen[bytes]) -> None:
    """What the terminal does on Ctrl-C: the signal goes to the whole group."""
    os.killpg(run.pid, signal.SIGINT)


def alone(run: subprocess.Popen[bytes]) -> None:
    run.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("interrupt", [everybody, alone])
def test_an_interrupted_run_leaves_nothing(
    tmp_path: Path, interrupt: Callable[[subprocess.Popen[bytes]], None]
) -> None:
    with judging("--out", tmp_path / "cards.jsonl") as run:
        begun = living(run.pid)
        assert [each.name for each in tmp_path.iterdir()] != [], "it writes beside the file"
        interrupt(run)
        assert run.wait(PATIENCE) == 130
        assert run.stderr is not None
        assert b"Traceback" not in run.stderr.read()
        assert list(tmp_path.iterdir()) == []
        assert waits_for(lambda: not any(map(is_running, begun)))


def test_a_killed_run_leaves_no_process_and_no_card_file(tmp_path: Path) -> None:
    out = tmp_path / "cards.jsonl"
    with judging("--out", out) as run:
        begun = living(run.pid)
        run.kill()
        run.wait(PATIENCE)
        assert not out.exists()
        assert waits_for(lambda: not any(map(is_running, begun)))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_goes_is_no_fault(tmp_path: Path, jobs: str) -> None:
    evidence = tmp_path / "tickets.jsonl"
    evidence.write_bytes(tickets(1, 600))
    words = [str(evidence) if word == "-" else word for word in JUDGE]
    with subprocess.Popen(
        [*words, "--jobs", jobs], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        assert run.stdout.readline().startswith(b'{"contact":"zd-acme/ticket/1"')
        run.stdout.close()
        assert (run.wait(PATIENCE), run.stderr.read()) == (0, b"")


PEAK = """
import resource, sys
from plugin.cli.main import cli
try:
    cli()
finally:
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    print(*(resource.getrusage(each).ru_maxrss for each in who), file=sys.stderr)
"""


def peaks(evidence: Path, jobs: int) -> list[int]:
    """The most memory that the judge held, and that one of its processes held, in KiB."""
    words = [str(evidence) if word == "-" else word for word in JUDGE[3:]]
    run = subprocess.run(
        [sys.executable, "-c", PEAK, *words, "--jobs", str(jobs), "--out", "/dev/null"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(each) for each in run.stderr.split()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_memory_does_not_grow_with_the_evidence(tmp_path: Path, jobs: int) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_bytes(tickets(1, 1_500))
    many.write_bytes(tickets(1, 9_000))
    grown = [more - less for less, more in zip(peaks(few, jobs), peaks(many, jobs), strict=True)]
    assert max(grown) < 8 * 1024
