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

MOST_COLLISIONS = 20
_PASSING = ("TransientTransactionError", "UnknownTransactionCommitResult", "RetryableWriteError")
_DUPLICATE_KEY = 11000
_LONGEST_REST = 0.05  # seconds between two attempts


def transact(database: Mongo, work: Callable[[ClientSession], T]) -> T:
    """What the work returns, once all that it wrote is journaled by a majority.

    The work may be run several times: it keeps nothing from one run to the next, and hands the
    session to each read and write. It is run again when another transaction was quicker, also where
    both made the same new document, which mongod calls a duplicate key. What the work raises ends
    the transaction without a trace and comes out.
    """
    with database.client.start_session() as session:
        for attempt in range(1, MOST_COLLISIONS):
            try:
                return _once(session, work)
            except (BulkWriteError, DuplicateKeyError) as error:
                if not collided(error):
                    raise
            time.sleep(random.uniform(0, min(_LONGEST_REST, 0.002 * 2**attempt)))
        return _once(session, work)


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


def _once(session: ClientSession, work: Callable[[ClientSession], T]) -> T:
    return session.with_transaction(
        work, read_concern=ReadConcern("snapshot"), write_concern=DURABLE
    )
