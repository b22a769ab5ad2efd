"""Hears that the process is to end: SIGTERM, or Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType


@dataclass(frozen=True, slots=True)
class Ending:
    """`asked` is set when the process is to end, `hurried` when somebody has asked twice."""

    asked: threading.Event = field(default_factory=threading.Event)
    hurried: threading.Event = field(default_factory=threading.Event)

    def hear(self, signum: int, frame: FrameType | None) -> None:
        """Notes a signal.

        In a thread of its own: the signal may have come while the main thread held the lock of
        just these events.
        """
        threading.Thread(target=self._note, daemon=True).start()

    def _note(self) -> None:
        if self.asked.is_set():
            self.hurried.set()
        self.asked.set()


@contextmanager
def ending() -> Iterator[Ending]:
    """What says when to end; the main thread's signals are as before after the block."""
    told = Ending()
    before = {each: signal.signal(each, told.hear) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
