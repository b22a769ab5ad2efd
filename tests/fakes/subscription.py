"""A fake helpdesk's webhooks: what it hears is posted, one after the other, in a thread."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Queue
from threading import Thread
from typing import Generic, TypeVar

import requests

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Posted:
    """A delivery that was attempted: what was sent, and the last answer (None: none in time)."""

    body: bytes
    headers: dict[str, str]
    status: int | None


@dataclass
class Subscription(ABC, Generic[C]):
    """Posts what it hears to the address."""

    address: str
    secret: str = field(repr=False)
    clock: Callable[[], float]
    posted: list[Posted] = field(default_factory=list, init=False)
    _waiting: Queue[C | None] = field(default_factory=Queue, init=False)
    _thread: Thread | None = field(default=None, init=False)

    def __call__(self, change: C) -> None:
        """Notes the change; it is posted soon."""
        self._waiting.put(change)

    def start(self) -> None:
        """Begins to post."""
        self._thread = Thread(target=self._post_all, daemon=True, name="webhooks")
        self._thread.start()

    def flush(self) -> None:
        """Returns when everything heard so far has been posted."""
        self._waiting.join()

    def stop(self) -> None:
        """Posts what was heard, and ends."""
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    @abstractmethod
    def post(self, session: requests.Session, change: C) -> Posted:
        """Posts the change as often as the helpdesk would."""

    def _post_all(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while (change := self._waiting.get()) is not None:
                self.posted.append(self.post(session, change))
                self._waiting.task_done()
            self._waiting.task_done()
