"""Judges a stream of evidence, in one process or in several, cards in the order of the contacts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import BinaryIO

import orjson

from plugin.cli.standard import standard_from
from plugin.evidence import Grouping, Line, LineRefused, evidence_of, lines_of, read_line
from scoring.evidence import EvidenceInvalid
from scoring.lines.writing import write_scorecard
from scoring.scorecard import assess
from standards.model import Standard

_BATCH = 200  # contacts sent to another process at once
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


def cards(judge: Judge, stream: BinaryIO) -> Iterator[bytes]:
    """The card of every contact, in order. LineRefused as it comes to the line."""
    return map(judge.card, Grouping().contacts(lines_of(stream)))


def cards_by(jobs: int, raw: bytes, as_of: int, stream: BinaryIO) -> Iterator[bytes]:
    """The same cards by so many processes, each of which admits the standard for itself."""
    contacts = Grouping().contacts(lines_of(stream))
    with ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_prepare, initargs=(raw, as_of)
    ) as pool:
        sent: deque[Future[list[bytes]]] = deque()
        try:
            for future in _futures(pool, contacts):
                sent.append(future)
                if len(sent) > jobs * _AHEAD:
                    yield from sent.popleft().result()
            while sent:
                yield from sent.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_Batch = list[list[tuple[int, bytes]]]  # contacts of numbered lines


def _futures(
    pool: ProcessPoolExecutor, contacts: Iterator[list[Line]]
) -> Iterator[Future[list[bytes]]]:
    """The judging of each batch, and at the end what was refused, so that it keeps its place."""
    try:
        for batch in _batches(contacts):
            yield pool.submit(_judge, batch)
    except LineRefused as error:
        failed: Future[list[bytes]] = Future()
        failed.set_exception(error)
        yield failed


def _batches(contacts: Iterator[list[Line]]) -> Iterator[_Batch]:
    batch: _Batch = []
    try:
        for lines in contacts:
            batch.append([(line.number, line.raw) for line in lines])
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except LineRefused:
        yield batch
        raise
    yield batch


_judges: list[Judge] = []  # the one of this process, made before its first batch


def _prepare(raw: bytes, as_of: int) -> None:
    _judges[:] = [Judge(standard_from(raw, "the standard", as_of), as_of)]


def _judge(batch: _Batch) -> list[bytes]:
    judge = _judges[0]
    return [judge.card([read_line(number, raw) for number, raw in lines]) for lines in batch]
