"""A lease that one process has at a time, told by the clock of the database and not by ours."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

from pymongo import ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError, PyMongoError

from plugin.stores.layout import Document
from plugin.unopened import Unopened

LEASE = "lease"
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


class LeaseNotGiven(Unopened):
    """Somebody else had the lease for all the time that we waited."""


@contextmanager
def leased(
    collection: Collection[Document],
    holder: str,
    *,
    seconds: float = 30,
    patience_seconds: float = 600,
) -> Iterator[None]:
    """The lease, renewed by a thread until the block ends. LeaseNotGiven after waiting in vain.

    A holder that dies loses it after `seconds`. One that is held up for longer loses it as well; so
    what is done under it must bear to be done twice.
    """
    token = uuid4().hex
    until = time.monotonic() + patience_seconds
    while not _take(collection, holder, token, seconds):
        if time.monotonic() > until:
            raise LeaseNotGiven(f"another process migrates for more than {patience_seconds:.0f} s")
        time.sleep(0.1)
    ended = threading.Event()
    renewing = threading.Thread(
        target=_renew, args=(collection, token, seconds, ended), name="lease", daemon=True
    )
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        with suppress(PyMongoError):  # it then runs out by itself
            collection.delete_one({"_id": LEASE, "token": token})


def _take(collection: Collection[Document], holder: str, token: str, seconds: float) -> bool:
    """Whether the lease is ours now: it was not given, or has run out."""
    told = {"_id": LEASE, "holder": holder, "token": token, "until": _later(seconds)}
    free = {"$lt": [{"$ifNull": ["$until", _BEFORE_ALL]}, "$$NOW"]}
    change = [{"$replaceWith": {"$cond": [free, told, "$$ROOT"]}}]
    try:
        stands = collection.find_one_and_update(
            {"_id": LEASE}, change, upsert=True, return_document=ReturnDocument.AFTER
        )
    except DuplicateKeyError:
        return False  # another was quicker to make the document
    return bool(stands and stands["token"] == token)


def _renew(
    collection: Collection[Document], token: str, seconds: float, ended: threading.Event
) -> None:
    while not ended.wait(seconds / 3):
        with suppress(PyMongoError):
            ours = {"_id": LEASE, "token": token}
            collection.update_one(ours, [{"$set": {"until": _later(seconds)}}])


def _later(seconds: float) -> Document:
    return {"$add": ["$$NOW", int(seconds * 1000)]}
