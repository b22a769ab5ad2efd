"""Ends the mongod that an owner left behind when it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path


def end_leftover(database: Path, patience_seconds: float = 20.0) -> None:
    """Returns once no mongod of ours runs over the folder any more.

    The directory must be held: then no owner lives whose mongod it could be. mongod keeps its
    process id in `mongod.lock`, empty after a clean end. A process that only has that id by chance
    is left alone.
    """
    pid = _pid_in(database / "mongod.lock")
    if pid is None or not _is_ours(pid, database):
        return
    for sent in (signal.SIGTERM, _HARD):
        _send(pid, sent)
        if _gone(pid, database, patience_seconds):
            return


_HARD = getattr(signal, "SIGKILL", signal.SIGTERM)


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _is_ours(pid: int, database: Path) -> bool:
    command = _command_of(pid)
    return str(database) in command and any("mongod" in Path(word).name for word in command[:1])


def _command_of(pid: int) -> list[str]:
    """The words of the process's command line; none when there is no such process."""
    try:
        if sys.platform == "linux":
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
            return raw.decode("utf-8", "replace").rstrip("\0").split("\0")
        if sys.platform != "win32":
            told = subprocess.run(
                ["ps", "-ww", "-o", "command=", "-p", str(pid)],
                capture_output=True,
                text=True,
                check=False,
            )
            return told.stdout.split()
    except OSError:
        pass
    return []


def _send(pid: int, sent: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, sent)


def _gone(pid: int, database: Path, patience_seconds: float) -> bool:
    until = time.monotonic() + patience_seconds
    while time.monotonic() < until:
        if not _is_ours(pid, database):
            return True
        time.sleep(0.05)
    return False
