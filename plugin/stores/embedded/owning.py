"""The embedded mongod of a data directory: owned by one process, attached to by the others."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.leftover import end_leftover
from plugin.stores.embedded.mongod import Running, start
from plugin.stores.embedded.ownership import DirectoryTaken, Hold, hold, owner_of
from plugin.stores.embedded.places import place_of
from plugin.unopened import Unopened

_ATTACH_SECONDS = 60.0
_PASSING_SECONDS = 30.0  # for so long a command is waited for that owns the directory meanwhile


class NobodyServes(Unopened):
    """No service runs over the data directory."""


class Owned:
    """A mongod of ours over a directory that we hold; started anew when it was killed."""

    def __init__(self, held: Hold, binary: Path, directory: Path) -> None:
        self._held = held
        self._binary = binary
        self._directory = directory
        self.running = self._start()

    @property
    def uri(self) -> str:
        """The address for clients; the same over restarts, but on Windows."""
        return self.running.uri

    @property
    def after_a_kill(self) -> bool:
        """Whether the owner before us was killed, so that what belonged to it may still end."""
        return self._held.after_a_kill

    def lives(self) -> bool:
        """Whether mongod runs."""
        return self.running.process.poll() is None

    def restart(self) -> None:
        """Starts it again once it has died. MongodFailed when it does not come up."""
        self._held.tell(None)
        self.running = self._start()

    def stop(self) -> None:
        """Ends mongod and gives the directory up."""
        self._held.tell(None)
        self.running.stop()
        self._held.let_go()

    def _start(self) -> Running:
        end_leftover(place_of(self._directory).database)
        running = start(self._binary, self._directory)
        self._held.tell(running.uri)
        return running


def own(
    environment: Mapping[str, str], directory: Path, command: str, now: int, *, serves: bool
) -> Owned:
    """The directory's mongod, started and ours. A command that has it for a moment is waited for.

    DirectoryTaken, MongodMissing and MongodFailed say why not.
    """
    binary = find_mongod(environment, directory / "bin")
    held = _hold(directory, command, now, serves)
    try:
        return Owned(held, binary, directory)
    except BaseException:
        held.let_go()
        raise


def _hold(directory: Path, command: str, now: int, serves: bool) -> Hold:
    until = time.monotonic() + _PASSING_SECONDS
    while True:
        try:
            return hold(directory, command, now, serves=serves)
        except DirectoryTaken as taken:
            if (taken.owner and taken.owner.serves) or time.monotonic() > until:
                raise
        time.sleep(0.1)


def attached(directory: Path, patience_seconds: float = _ATTACH_SECONDS) -> str:
    """The address of the mongod that another process owns, once it takes writes.

    NobodyServes when no service owns one, or none came up in the time.
    """
    until = time.monotonic() + patience_seconds
    while time.monotonic() < until:
        owner = owner_of(directory)
        if owner is None:
            time.sleep(0.2)  # it may be about to say who it is
            owner = owner_of(directory)
        if owner is None:
            break
        if owner.uri and owner.serves:
            return owner.uri
        time.sleep(0.05)
    raise NobodyServes(
        f"no service runs over {directory}; start `plumbline serve`, or set MONGODB_URI"
    )
