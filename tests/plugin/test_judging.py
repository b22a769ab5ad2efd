"""The same cards in the same order, and the same refusal after them, by however many processes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import pytest

from benchmarks.tickets import lines_of, ticket
from plugin import judging
from plugin.cli.standards.standard import open_standard
from plugin.evidence import Line, LineRefused
from plugin.judging import Judge, cards, cards_by
from standards.instants import parse_instant
from tests.plugin.judged import judge as judged

CONTACT = Path(__file__).parents[2] / "standards" / "library" / "contact.yaml"
AS_OF = parse_instant("2027-01-31T00:00:00Z")
TICKETS = b"".join(lines_of(ticket(number)) for number in range(1, 301))


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(open_standard(CONTACT, AS_OF), AS_OF)


def told(found: Iterator[bytes]) -> tuple[list[bytes], tuple[int, str] | None]:
    """The cards, and the line and text of what refused the rest."""
    taken: list[bytes] = []
    try:
        taken.extend(iter(lambda: next(found, b""), b""))
    except LineRefused as error:
        return taken, (error.line, error.text)
    return taken, None


# What is put in the place of the 150th of 300 tickets, the 20 lines from 2,981 on.
SPOILT = {
    "nothing": lines_of(ticket(150)),
    "no JSON": lines_of(ticket(150)).replace(b'"changed"', b"changed", 1),
    "no event": lines_of(ticket(150)).replace(b'"changed"', b'"replied"', 1),
    "no order": lines_of(ticket(1)),
}


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("spoilt", SPOILT)
def test_processes_change_nothing(
    judge: Judge, spoilt: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_BATCH", 50_000)
    evidence = TICKETS.replace(lines_of(ticket(150)), SPOILT[spoilt])
    one = told(cards(judge, io.BytesIO(evidence)))
    assert told(cards_by(jobs, judge, io.BytesIO(evidence))) == one
    assert (one[1] is None) == (spoilt == "nothing")
    assert len(one[0]) == 300 if one[1] is None else 148 <= len(one[0]) <= 149


def test_no_evidence_is_no_cards(judge: Judge) -> None:
    assert list(cards_by(2, judge, io.BytesIO())) == []


class Endless(io.RawIOBase):
    """Tickets without end; `number` is the last that was read."""

    def __init__(self) -> None:
        self.number = 0
        self._left = b""

    def readline(self, size: int | None = -1) -> bytes:
        if not self._left:
            self.number += 1
            self._left = lines_of(ticket(self.number))
        raw, _, self._left = self._left.partition(b"\n")
        return raw + b"\n"


def test_no_more_is_read_ahead_than_is_judged_soon(judge: Judge) -> None:
    stream = Endless()
    found = cards_by(2, judge, stream)  # type: ignore[arg-type]  # all that is asked of it is lines
    for _ in range(500):
        next(found)
    found.close()
    ahead = (2 * judging._AHEAD + 2) * judging._BATCH
    assert stream.number - 500 <= ahead / len(lines_of(ticket(1))) * 1.5


def test_results_are_waited_for_in_turn() -> None:
    sent: list[Future[judging._Judged]] = []

    def futures() -> Iterator[Future[judging._Judged]]:
        for number in range(10):
            sent.append(Future())
            sent[-1].set_result(([b"%d" % number], None))
            yield sent[-1]

    results = judging._in_turn(futures(), 3)
    assert next(results) == ([b"0"], None)
    assert len(sent) == 4
    assert [found[0] for found, _ in results] == [b"%d" % number for number in range(1, 10)]


def ended(pool: ProcessPoolExecutor) -> None:
    """Ends one of the processes as the machine does when memory runs out."""
    os.kill(next(iter(pool._processes)), signal.SIGKILL)


def test_a_process_that_is_ended_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = judging._futures

    def futures(pool: ProcessPoolExecutor, contacts: Iterator[list[Line]]) -> object:
        for number, future in enumerate(before(pool, contacts)):
            yield future
            if number == 1:
                ended(pool)

    monkeypatch.setattr(judging, "_futures", futures)
    evidence, out = tmp_path / "tickets.jsonl", tmp_path / "cards.jsonl"
    evidence.write_bytes(TICKETS)
    result = judged(CONTACT, evidence, "--jobs", 2, "--out", out)
    assert result.exit_code == 3
    assert result.stderr == (
        f"{evidence}: a process that judged was ended from outside; try fewer --jobs\n"
    )
    assert [each.name for each in tmp_path.iterdir()] == [evidence.name]


def test_a_signal_stays_unheard_while_the_first_process_is_begun() -> None:
    # In a process of its own: whoever has a tracker already begins none.
    asked = """
import signal
from multiprocessing import resource_tracker
from plugin.judging import _unheard
with _unheard(signal.SIGINT):
    resource_tracker.ensure_running()
    print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "True\n"
