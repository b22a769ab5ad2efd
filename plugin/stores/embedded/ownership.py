"""One process at a time owns a data directory; the others read here whom to attach to.

The lock is the operating system's, on an open file: it goes with its process, whatever ends that,
so that nobody ever has to take a stale one away.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from plugin.unopened import Unopened

FILE = "owner"
_LOOKS_SECONDS = 0.3  # for so long others may hold the lock just to look whether it is held


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns the directory; `uri` is the mongod's address, None while it does not take writes.

    `serves` tells a service from a command that passes by.
    """

    pid: int
    host: str
    since: int
    command: str
    serves: bool
    uri: str | None = None


class DirectoryTaken(Unopened):
    """Another process owns the data directory; the message names it."""

    def __init__(self, directory: Path, owner: Owner | None) -> None:
        who = "another process"
        if owner:
            since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(owner.since))
            who = f"`{owner.command}` (process {owner.pid} on {owner.host}, since {since})"
        super().__init__(
            f"{directory} is in use by {who}; end that first, or name another directory by"
            " --data or PLUMBLINE_DATA"
        )
        self.owner = owner


class Hold:
    """The directory is ours until this is let go, or the process ends.

    `after_a_kill`: the owner before us did not let it go.
    """

    def __init__(self, stream: IO[str], owner: Owner) -> None:
        self._stream = stream
        self.after_a_kill = bool(stream.read(1))
        self.owner = owner
        self._tell()

    def tell(self, uri: str | None) -> None:
        """Says to others where the mongod is."""
        self.owner = replace(self.owner, uri=uri)
        self._tell()

    def let_go(self) -> None:
        """Gives the directory up."""
        self._stream.seek(0)
        self._stream.truncate()
        self._stream.close()

    def _tell(self) -> None:
        self._stream.seek(0)
        self._stream.truncate()
        self._stream.write(json.dumps(asdict(self.owner)))
        self._stream.flush()


def hold(directory: Path, command: str, now: int, *, serves: bool) -> Hold:
    """The directory, ours from now on. DirectoryTaken when it is somebody else's."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    stream = _open(directory)
    until = time.monotonic() + _LOOKS_SECONDS
    while not _lock(stream):
        if time.monotonic() > until:
            stream.close()
            raise DirectoryTaken(directory, owner_of(directory))
        time.sleep(0.02)
    return Hold(stream, Owner(os.getpid(), socket.gethostname(), now, command, serves))


def owner_of(directory: Path) -> Owner | None:
    """Who owns the directory; None when nobody does, or the owner has not said yet who it is."""
    file = directory / FILE
    if not file.exists():
        return None
    with _open(directory) as stream:
        if _lock(stream):
            return None
    try:
        return Owner(**json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError):
        return None  # read while it was written


def _open(directory: Path) -> IO[str]:
    file = os.open(directory / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(file, "r+", encoding="utf-8")


if sys.platform == "win32":  # written by the documentation; not run by our tests
    import msvcrt

    _FAR = 1 << 30  # the lock is mandatory there: far behind what others read

    def _lock(stream: IO[str]) -> bool:
        try:
            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            stream.seek(0)
        return True

else:
    import fcntl

    def _lock(stream: IO[str]) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
