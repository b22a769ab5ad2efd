"""Judges a stream of evidence, in one process or in several, cards in the order of the contacts."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from threading import Thread
from typing import BinaryIO, TypeAlias

import orjson

from plugin.evidence import Grouping, Line, LineRefused, evidence_of, lines_of, read_line
from scoring.evidence import EvidenceInvalid
from scoring.lines.writing import write_scorecard
from scoring.scorecard import assess
from standards.model import Standard

_BATCH = 512 * 1024  # bytes of evidence sent to another process at once
_AHEAD = 4  # batches waiting for each process: bounds the memory


@dataclass(frozen=True, slots=True)
class Judge:
    """A standard and the instant of judging."""

    standard: Standard
    as_of: int

    def card(self, lines: list[Line]) -> bytes:
        """The card of one contact, a line of JSON. LineRefused names a line that is no evidence."""
        evidence = evidence_of(lines)
        try:
            card = assess(self.standard, evidence, as_of=self.as_of)
        except EvidenceInvalid as error:
            raise LineRefused(lines[0].number, str(error)) from None
        return orjson.dumps(write_scorecard(card), option=orjson.OPT_APPEND_NEWLINE)


def cards(judge: Judge, stream: BinaryIO) -> Generator[bytes]:
    """The card of every contact, in order. LineRefused as it comes to the line."""
    for lines in Grouping().contacts(lines_of(stream)):
        yield judge.card(lines)


def cards_by(jobs: int, judge: Judge, stream: BinaryIO) -> Generator[bytes]:
    """The same cards, and the same refusal after them, by so many processes.

    BrokenProcessPool when one of them is ended from outside.
    """
    contacts = Grouping().contacts(lines_of(stream))
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_prepare, initargs=(judge,)
    ) as pool:
        try:
            for judged, refused in _in_turn(_futures(pool, contacts), jobs * _AHEAD):
                yield from judged
                if refused is not None:
                    raise refused
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_Batch: TypeAlias = list[list[tuple[int, bytes]]]  # contacts of numbered lines
_Judged: TypeAlias = tuple[list[bytes], LineRefused | None]  # cards, and what ended them


def _in_turn(futures: Iterable[Future[_Judged]], ahead: int) -> Iterator[_Judged]:
    """The results in order; never more than so many are waited for at once."""
    sent: deque[Future[_Judged]] = deque()
    for future in futures:
        sent.append(future)
        if len(sent) > ahead:
            yield sent.popleft().result()
    while sent:
        yield sent.popleft().result()


def _futures(
    pool: ProcessPoolExecutor, contacts: Iterator[list[Line]]
) -> Iterator[Future[_Judged]]:
    """The judging of each batch; what was refused while reading comes last, in its place."""
    try:
        for batch in _batches(contacts):
            with _unheard(signal.SIGINT):
                sent = pool.submit(_judge, batch)
            yield sent
    except LineRefused as error:
        refused: Future[_Judged] = Future()
        refused.set_result(([], error))
        yield refused


def _batches(contacts: Iterator[list[Line]]) -> Iterator[_Batch]:
    batch: _Batch = []
    size = 0
    try:
        for lines in contacts:
            batch.append([(line.number, line.raw) for line in lines])
            size += sum([len(line.raw) for line in lines])
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
    except LineRefused:
        yield batch
        raise
    yield batch


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Keeps a signal from whatever process is begun meanwhile: it is this one that answers it.

    The tracker of multiprocessing is begun before: until Python 3.13 beginning it lets SIGINT
    through again, and a process that was just begun would be nobody's, and waited for for ever.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {number})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_judges: list[Judge] = []  # the one of this process, there before its first batch


def _prepare(judge: Judge) -> None:
    _judges[:] = [judge]
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process when the one that began it is gone, however that ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge(batch: _Batch) -> _Judged:
    judged: list[bytes] = []
    try:
        for lines in batch:
            judged.append(_judges[0].card([read_line(number, raw) for number, raw in lines]))
    except LineRefused as error:
        return judged, error
    return judged, None
