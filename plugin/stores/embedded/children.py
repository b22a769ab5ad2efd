"""Starts processes that do not outlive the one that starts them."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue

_LEASH = Path(__file__).with_name("leash.py")
Child = subprocess.Popen[bytes]


def start_child(
    command: Sequence[str],
    *,
    quiet: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Child:
    """The running command, in a session of its own: Ctrl-C in the terminal is for us to pass on.

    The kernel watches the thread that forks, not the process. So the thread that forks here does
    nothing else than wait for its child; it ends with the child or with the process.
    """
    made: SimpleQueue[Child | OSError] = SimpleQueue()

    def fork_and_wait() -> None:
        try:
            child = _fork(command, quiet, environment)
        except OSError as error:
            made.put(error)
            return
        made.put(child)
        child.wait()

    threading.Thread(target=fork_and_wait, name=f"of {command[0]}", daemon=True).start()
    child = made.get()
    if isinstance(child, OSError):
        raise child
    return child


def _fork(command: Sequence[str], quiet: bool, environment: Mapping[str, str] | None) -> Child:
    silence = subprocess.DEVNULL if quiet else None
    # -P -I would do alone from Python 3.11 on; -S spares reading site-packages.
    leash = [sys.executable, "-I", "-S", str(_LEASH), str(os.getpid())]
    return subprocess.Popen(
        [*leash, *command] if os.name == "posix" else list(command),
        stdin=subprocess.DEVNULL,
        stdout=silence,
        stderr=silence,
        env=None if environment is None else dict(environment),
        start_new_session=True,
    )
