"""A process that is to run for as long as the service does: started again whenever it has ended."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

import structlog

from plugin.stores.embedded.children import Child, start_child

FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 0.1, 20.0
_LIVED_WELL_SECONDS = 30.0

log = structlog.get_logger("plumbline.serve")


class Kept:
    """One process of the service, by name; the sooner it ends each time, the longer it rests."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = tuple(command)
        self._environment = environment
        self._rest = FIRST_REST_SECONDS
        self._not_before = 0.0
        self._child: Child | None = None
        self._started = 0.0

    @property
    def pid(self) -> int | None:
        """The process id; None while it rests."""
        return self._child.pid if self._child else None

    def look_after(self, at: float) -> None:
        """Starts the process when it does not run and has rested; `at` by the monotonic clock."""
        if self._child is not None and self._child.poll() is not None:
            self._has_ended(self._child.returncode, at)
        if self._child is None and at >= self._not_before:
            self._child = start_child(self._command, environment=self._environment)
            self._started = at
            log.info("started", process=self.name, pid=self._child.pid)

    def ask(self) -> None:
        """Asks the process to end, without waiting for it."""
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()

    def stop(self, patience_seconds: float, hurried: threading.Event) -> None:
        """Asks the process to end, and ends it when it has not in the time."""
        if self._child is None:
            return
        self.ask()
        until = time.monotonic() + patience_seconds
        while self._child.poll() is None and time.monotonic() < until and not hurried.is_set():
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(0.1)
        if self._child.poll() is None:
            log.warning("did not end in time", process=self.name, pid=self._child.pid)
            self._child.kill()
            self._child.wait()
        self._child = None

    def _has_ended(self, code: int, at: float) -> None:
        if at - self._started > _LIVED_WELL_SECONDS:
            self._rest = FIRST_REST_SECONDS
        log.error("ended", process=self.name, code=code, rests_seconds=self._rest)
        self._child = None
        self._not_before = at + self._rest
        self._rest = min(2 * self._rest, LONGEST_REST_SECONDS)


class Errands:
    """A command that is run once beside the service, and does not outlive it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._environment = environment
        self._child: Child | None = None

    def start(self) -> None:
        """Starts it; nothing where there is none."""
        if self._command:
            self._child = start_child(self._command, environment=self._environment)

    def stop(self) -> None:
        """Ends it, where it still runs and is not just about to end."""
        if self._child is None:
            return
        for ask, seconds in ((_nothing, 0.5), (Child.terminate, 5.0), (Child.kill, 5.0)):
            ask(self._child)
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(seconds)
                return


def _nothing(child: Child) -> None: ...
