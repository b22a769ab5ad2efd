"""A real mongod for the tests: one a run, whichever process asks first starts it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.mongod import start
from plugin.stores.opening import client_of

ADDRESS = "PLUMBLINE_TEST_MONGODB"  # of the run's mongod, handed on to its processes

_PARAMETERS = {
    "ttlMonitorEnabled": False,
    # Files of what is dropped go after a checkpoint that is so much younger. By the usual five
    # minutes a run has more of them open than a process may, and mongod aborts itself.
    "minSnapshotHistoryWindowInSeconds": 10,
    "syncdelay": 10.0,
}


@contextmanager
def mongod_of_the_run() -> Iterator[str]:
    """The address of a mongod that ends with the block; in memory where the machine has room.

    It clears nothing away that has expired: houses of tests live months ago, mongod today, and
    a sign-in of theirs would end whenever it comes by.
    """
    directory = Path(tempfile.mkdtemp(prefix="pl-", dir=memory()))
    running = start(find_mongod(os.environ), directory)
    try:
        with client_of(running.uri) as client:
            for name, value in _PARAMETERS.items():
                client.admin.command({"setParameter": 1, name: value})
        yield running.uri
    finally:
        running.stop()
        shutil.rmtree(directory, ignore_errors=True)


def memory() -> Path | None:
    """A folder in memory; None where there is none, or too little room in it."""
    folder = Path("/dev/shm")
    has_room = folder.is_dir() and shutil.disk_usage(folder).free > 2 * 1024**3
    return folder if has_room else None
