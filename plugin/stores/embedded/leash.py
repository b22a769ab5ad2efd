"""Becomes another program that is told to end when the process that started it ends, however.

Run as a script: `python leash.py PARENT PROGRAM ARGUMENT...`; plain standard library, as it runs in
an interpreter that sees nothing else. On Linux the kernel keeps the promise (prctl(2),
PR_SET_PDEATHSIG), and it lasts over the exec. Elsewhere nobody keeps it: there the next start ends
what was left over.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def hang_on(parent: int) -> None:
    """This process is told to end (SIGTERM) when its parent does; exits when it has already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.name == "posix" and os.getppid() != parent:
        os._exit(1)  # it ended before we asked: no signal will come


def open_many_files() -> None:
    """As many as the system allows: mongod ends itself when it may open no more."""
    if os.name == "posix":
        import resource  # noqa: PLC0415  # there is none on Windows

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    hang_on(int(sys.argv[1]))
    open_many_files()
    os.execv(sys.argv[2], sys.argv[2:])
