"""Threads that insert at the same time share one journaled write.

A journaled write costs a round trip and a flush, whatever it carries. So the first thread that
comes writes for itself; whoever comes meanwhile waits, and the first of those then writes for all
of them. None is answered before its own document is durable.

A thread by itself never waits for company. Where several have just been written together, though,
their clients are about to come again, and a leader that lets them in first writes twice as many in
one go: so it rests for two milliseconds, which is less than the write takes.

    insert ── nobody writes ──> leads: takes all that wait, one insert_many ──> answered
         └─── somebody does ──> waits ── written by another ──> answered
                                     ├── made leader ────────> leads
                                     └── outcome unknown ────> writes its own document alone
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise
from threading import Lock

import pymongo
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError, WriteError

from plugin.stores.layout import Document

COMPANY = 2  # documents of one write, from which on the next leader lets others in
REST_SECONDS = 0.002
_DUPLICATE = 11000


class _Turn:
    """A thread's document; `outcome` is None for as long as nobody knows what became of it.

    `following` is whom the thread wakes when it is woken itself: all at once would only fight for
    the interpreter.
    """

    __slots__ = ("document", "following", "gate", "leads", "outcome")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.gate = Lock()
        self.gate.acquire()
        self.following: _Turn | None = None
        self.leads = False
        self.outcome: bool | WriteError | None = None

    def wait(self) -> None:
        """Returns when the turn was answered, or made leader."""
        self.gate.acquire()
        if self.following is not None:
            self.following.gate.release()


class GroupCommit:
    """Inserts into a collection whose write concern is durable and whose only key is `_id`.

    A batch holds at most `most` documents, and a write is given up after `patience_seconds`. Made
    once a process, after any fork.
    """

    def __init__(
        self, collection: Collection[Document], most: int = 1_000, patience_seconds: float = 5
    ) -> None:
        self._collection = collection
        self._most = most
        self._patience = patience_seconds
        self._lock = Lock()
        self._waiting: list[_Turn] = []
        self._together = 0  # documents of the last write
        self._led = False  # False only while nobody waits

    def insert(self, document: Document) -> bool:
        """True when the document is durable now; False when one of its `_id` already is.

        Raises what mongod or the driver said when it could not be written, or when it is not
        known whether it was: it may then be there, and inserting it again is safe.
        """
        turn = _Turn(document)
        with self._lock:
            self._waiting.append(turn)
            turn.leads, self._led = not self._led, True
        if not turn.leads:
            turn.wait()
        if turn.leads:
            self._lead(turn)
        if turn.outcome is None:
            turn.outcome = self._written([document])[0]
        if isinstance(turn.outcome, WriteError):
            raise turn.outcome
        return turn.outcome

    def _lead(self, own: _Turn) -> None:
        if self._together >= COMPANY:
            time.sleep(REST_SECONDS)
        with self._lock:
            self._together = min(len(self._waiting), self._most)
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            self._commit(batch)
        finally:
            self._hand_over()
            _wake([turn for turn in batch if turn is not own])

    def _commit(self, batch: Sequence[_Turn]) -> None:
        try:
            outcomes = self._written([turn.document for turn in batch])
        except Exception:  # whatever it is: each turn tries alone, and raises what is its own
            return
        for turn, outcome in zip(batch, outcomes, strict=True):
            turn.outcome = outcome

    def _hand_over(self) -> None:
        with self._lock:
            self._led = bool(self._waiting)
            following = self._waiting[0] if self._led else None
            if following is not None:
                following.leads = True
        if following is not None:
            following.gate.release()

    def _written(self, documents: Sequence[Document]) -> list[bool | WriteError]:
        """Of each document whether it was new, or why it was refused; all others are durable.

        The server waits for the write concern even where every document was a duplicate, so the
        one that stood already is durable too. A write concern that failed is raised: then nothing
        is known of any.
        """
        outcomes: list[bool | WriteError] = [True] * len(documents)
        try:
            with pymongo.timeout(self._patience):
                self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if error.details["writeConcernErrors"]:
                raise
            for each in error.details["writeErrors"]:
                outcomes[each["index"]] = _outcome(each)
        return outcomes


def _wake(turns: Sequence[_Turn]) -> None:
    for turn, following in pairwise(turns):
        turn.following = following
    if turns:
        turns[0].gate.release()


def _outcome(told: Document) -> bool | WriteError:
    if told["code"] == _DUPLICATE:
        return False
    return WriteError(told["errmsg"], told["code"], told)
