"""Writes that are made together or not at all, durable when they are answered."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeAlias, TypeVar

from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, ConnectionFailure, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern

from plugin.stores.layout import Mongo
from plugin.stores.opening import DURABLE

T = TypeVar("T")
Session: TypeAlias = ClientSession

PATIENCE_SECONDS = 20.0  # then the work is left to somebody else, or to later
MOST_DUPLICATES = 20  # what is a duplicate so often is no collision
_TRANSIENT, _UNKNOWN = "TransientTransactionError", "UnknownTransactionCommitResult"
_PASSING = (_TRANSIENT, _UNKNOWN, "RetryableWriteError")
_DUPLICATE_KEY = 11000
_FIRST_REST, _LONGEST_REST = 0.002, 0.1  # seconds between two attempts


def transact(
    database: Mongo, work: Callable[[Session], T], patience_seconds: float = PATIENCE_SECONDS
) -> T:
    """What the work returns, once all that it wrote is journaled by a majority.

    The work may be run several times: it keeps nothing from one run to the next, and hands the
    session to each read and write. It is run again when another transaction was quicker, also where
    both made the same new document, which mongod calls a duplicate key, and when mongod was away
    for less than our patience. What the work raises ends the transaction without a trace and comes
    out.
    """
    until = time.monotonic() + patience_seconds
    attempt = 0
    with database.client.start_session() as session:
        while True:
            attempt += 1
            try:
                return _once(session, work, until)
            except PyMongoError as error:
                if not _worth_another(error, attempt, until):
                    raise
            time.sleep(random.uniform(0, min(_LONGEST_REST, _FIRST_REST * 2**attempt)))


def collided(error: PyMongoError) -> bool:
    """Whether the error says that another was quicker to make the same document."""
    if isinstance(error, BulkWriteError):
        return any(each["code"] == _DUPLICATE_KEY for each in error.details["writeErrors"])
    return isinstance(error, DuplicateKeyError)


def is_passing(error: Exception) -> bool:
    """Whether the database was out of reach or too busy, and what was to be written is sound."""
    if isinstance(error, ConnectionFailure):
        return True
    return isinstance(error, PyMongoError) and any(map(error.has_error_label, _PASSING))


def _worth_another(error: PyMongoError, attempt: int, until: float) -> bool:
    if time.monotonic() >= until:
        return False
    if collided(error):
        return attempt < MOST_DUPLICATES
    return error.has_error_label(_TRANSIENT)


def _once(session: Session, work: Callable[[Session], T], until: float) -> T:
    session.start_transaction(ReadConcern("snapshot"), DURABLE)
    try:
        done = work(session)
    except BaseException:
        session.abort_transaction()
        raise
    _commit(session, until)
    return done


def _commit(session: Session, until: float) -> None:
    """Commits; as long as nobody knows whether that was done, it may be asked for again."""
    while True:
        try:
            return session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label(_UNKNOWN) or time.monotonic() >= until:
                raise
            time.sleep(_FIRST_REST)
