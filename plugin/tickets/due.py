"""The station of silence: a contact is judged anew when its next deadline has passed.

A published version makes the contacts that it judges due, twice: at once, and again when no worker
goes by the list of standards from before any more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from plugin.house import House
from plugin.stores.layout import Document, Mongo
from plugin.stores.queue import Queue
from plugin.stores.tickets.contacts import LAYOUT, Contacts, take_anew
from plugin.stores.transactions import Session, is_passing, transact
from plugin.tickets.filing import Filing, filing_of

MOST = 16  # contacts on one lease: they are judged long before it has run out
AGAIN_SECONDS = 15  # far more than a list of standards is kept, and a transaction lasts
log = structlog.get_logger("plumbline.due")


@dataclass(slots=True)
class _Unhurried(ABC):
    """A station whose queue is asked once a second at most while nothing is due in it."""

    queue: Queue
    _none_at: int | None = field(default=None, init=False)

    def work_once(self, now: int) -> bool:
        """Whether something was due at that instant (UTC seconds); it is done then."""
        if now == self._none_at:
            return False
        taken = self._take(now)
        if not taken:
            self._none_at = now
            return False
        for each in taken:
            self._do(each, now)
        return True

    def stop(self, now: int) -> None:
        """Gives the leases back that this station still holds."""
        self.queue.give_back(now)

    @abstractmethod
    def _take(self, now: int) -> Sequence[Document]: ...

    @abstractmethod
    def _do(self, taken: Document, now: int) -> None: ...


@dataclass(slots=True)
class DueStation(_Unhurried):
    """Judges what is due in `queue`, a queue of contacts: passed deadlines first.

    What a change of the standards has judged anew, and that may be all there is, comes after.
    """

    database: Mongo
    filing: Filing
    name: str = "due"

    def _take(self, now: int) -> Sequence[Document]:
        return self.queue.take_due(now, MOST) or take_anew(self.queue, now, MOST)

    def _do(self, taken: Document, now: int) -> None:
        if taken["tries"] > self.queue.most_tries:
            self.queue.bury(taken, f"no worker got to the end of it in {taken['tries'] - 1} tries")
            return
        try:
            self._judge(taken, now)
        except Exception as error:
            self._put_back(taken, error, now)

    def _judge(self, taken: Document, now: int) -> None:
        def work(session: Session) -> bool:
            return self.filing.judge_anew(taken, now, session)

        changed = transact(self.database, work)
        self.filing.measures.count("filed" if changed else "unchanged", "contacts")

    def _put_back(self, taken: Document, error: Exception, now: int) -> None:
        log.warning("contact not judged anew", contact=taken["_id"], exc_info=error)
        self.filing.measures.count("failures", "due")
        spared = {**taken, "tries": 0} if is_passing(error) else taken
        wait = min(2 ** taken["tries"], 300)
        self.queue.again(spared, now + wait, type(error).__name__)


@dataclass(slots=True)
class PublishedStation(_Unhurried):
    """Makes the contacts due that a published version judges; `queue` is of published versions."""

    contacts: Contacts
    name: str = "published"

    def _take(self, now: int) -> Sequence[Document]:
        taken = self.queue.take(now)
        return () if taken is None else (taken,)

    def _do(self, taken: Document, now: int) -> None:
        made = self.contacts.make_due(taken.get("due_from") or taken["effective_from"], now)
        log.info("contacts made due", standard=taken["_id"], contacts=made)
        if taken.get("swept"):
            self.queue.finish(taken)
        else:
            anew = "once more, for workers that did not know it yet"
            self.queue.again({**taken, "tries": 0}, now + AGAIN_SECONDS, anew, swept=True)


def due_station(house: House, worker: str) -> DueStation:
    """The station over the house's contacts, for the worker of that name."""
    queue = Queue(house.database[LAYOUT.name], worker, lease_seconds=30)
    return DueStation(queue, house.database, filing_of(house))


def published_station(house: House, worker: str) -> PublishedStation:
    """The station over the house's published versions, for the worker of that name."""
    queue = Queue(house.database.standards, worker, lease_seconds=600)
    return PublishedStation(queue, Contacts(house.database))
