"""Looking at files that have come in full: what one worker takes, keeps of them or refuses."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from gridfs import GridFSBucket, NoFile

from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import Queue
from plugin.stores.submissions.file_documents import BUCKET
from plugin.stores.submissions.files import pieces_of


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A complete file that a worker has the lease of."""

    content: bytes = field(repr=False)
    tries: int
    lease: Document = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looking:
    """The complete files that one worker looks at."""

    database: Mongo
    queue: Queue

    @classmethod
    def over(cls, database: Mongo, worker: str) -> Looking:
        """The looking of the database, for the worker of that name."""
        return cls(database, Queue(database["files"], worker))

    def take(self, now: int) -> TakenFile | None:
        """The file that has been due longest; None when none is."""
        found = self.queue.take(now)
        if found is None:
            return None
        whole = found["content"]
        content = bytes(whole) if whole is not None else b"".join(pieces_of(self.database, found))
        return TakenFile(content, found["tries"], found)

    def keep(self, taken: TakenFile, content: bytes, type_: str, **told: object) -> None:
        """Keeps the content, with what is told of it, in place of the file as it came."""
        bucket = GridFSBucket(self.database, BUCKET)
        key = taken.lease["_id"]
        kept = f"{key} {taken.tries}"
        bucket.upload_from_stream_with_id(kept, key, content)
        if not self._end(taken, kept=kept, type=type_, why=None, **told):
            bucket.delete(kept)
        for other in range(1, taken.tries):
            with suppress(NoFile):  # of workers that died over it, something may be left
                bucket.delete(f"{key} {other}")

    def refuse(self, taken: TakenFile, fault: str, why: str) -> None:
        """Says why nothing of the file is kept, in a word and in a sentence."""
        self._end(taken, kept=None, fault=fault, why=why)

    def give_back(self, now: int) -> int:
        """How many leases the worker has given back."""
        return self.queue.give_back(now)

    def _end(self, taken: TakenFile, **told: Any) -> bool:
        """Whether the lease was still held; the bytes as they came go then."""
        ended = self.queue.finish(taken.lease, None, content=None, pieces=[], **told)
        if ended:
            self.database["parts"].delete_many({"file": taken.lease["_id"]})
        return ended
