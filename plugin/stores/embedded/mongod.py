"""Starts a mongod of its own: a replica set of one node behind a socket that nobody else reads."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from plugin.stores.embedded.children import Child, start_child
from plugin.stores.embedded.places import Place, place_of
from plugin.unopened import Unopened

_ALREADY_INITIALIZED = 23
_LONGEST_LOG = 16 * 1024 * 1024  # bytes
# zlib stays off: mongod before 6.0.27 leaks memory through it (CVE-2025-14847).
_ARGUMENTS = (
    "--replSet", "rs0",
    "--quiet",
    "--wiredTigerCacheSizeGB", "0.25",
    "--oplogSize", "128",
    "--networkMessageCompressors", "snappy,zstd",
    "--wiredTigerEngineConfigString", "log=(file_max=64MB,prealloc=false)",
    "--setParameter", "diagnosticDataCollectionEnabled=false",
)  # fmt: skip

Client = MongoClient[dict[str, Any]]


class MongodFailed(Unopened):
    """mongod ended, or took no writes in time; the message says why as far as its log tells."""


@dataclass(frozen=True, slots=True)
class Running:
    """A mongod that takes writes: its process, and its address."""

    process: Child
    uri: str

    def stop(self, patience_seconds: float = 30) -> None:
        """Ends it and waits until it has; nothing of what was written is lost either way."""
        self.process.terminate()
        try:
            self.process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(binary: Path, directory: Path, patience_seconds: float = 60) -> Running:
    """A mongod over the data in the directory, once it takes writes. MongodFailed says why not.

    The directory may have been moved or copied since; it must be held by this process.
    """
    place = place_of(directory)
    _set_aside(place.log)
    process = start_child([str(binary), *_arguments(place)], quiet=True)
    try:
        _until_primary(process, place, time.monotonic() + patience_seconds)
    except BaseException:
        process.kill()
        raise
    return Running(process, place.uri)


def _set_aside(log: Path) -> None:
    """Begins a new log where the old one is long; the one before that goes."""
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def _arguments(place: Place) -> list[str]:
    where = ["--dbpath", str(place.database), "--logpath", str(place.log), "--logappend"]
    if sys.platform == "win32":
        host, _, port = place.listens.rpartition(":")
        return [*where, "--bind_ip", host, "--port", port, *_ARGUMENTS]
    folder = str(Path(place.listens).parent)
    listens = ["--bind_ip", place.listens, "--unixSocketPrefix", folder]
    return [*where, *listens, "--filePermissions", "0600", *_ARGUMENTS]


def _until_primary(process: Child, place: Place, until: float) -> None:
    with Client(place.direct_uri, serverSelectionTimeoutMS=200) as client:
        while time.monotonic() < until:
            if process.poll() is not None:
                raise MongodFailed(f"mongod ended: {_last_words(place.log)}")
            with suppress(PyMongoError):  # not listening yet, or its set not read yet
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    return
                if not hello.get("setName"):
                    _make_set(client, place.listens)
            time.sleep(0.03)
    raise MongodFailed(f"mongod took no writes in time: {_last_words(place.log)}")


def _make_set(client: Client, host: str) -> None:
    members = [{"_id": 0, "host": host}]
    try:
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
    except OperationFailure as error:
        if error.code == _ALREADY_INITIALIZED:
            _move_set(client, host)
        else:
            raise


def _move_set(client: Client, host: str) -> None:
    """A set that was made elsewhere does not find itself where it is now: it is told."""
    config = client.admin.command("replSetGetConfig")["config"]
    if [member["host"] for member in config["members"]] == [host]:
        return
    moved = {**config, "members": [{**config["members"][0], "host": host}]}
    client.admin.command("replSetReconfig", moved, force=True)


def _last_words(log: Path) -> str:
    """The last of what mongod called an error, and where there is more of it."""
    try:
        lines = log.read_bytes()[-65_536:].decode("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    for line in reversed(lines):
        with suppress(ValueError, TypeError, KeyError):
            told = json.loads(line)
            if told["s"] in {"F", "E"}:
                return f"{told['msg']} {_error_in(told.get('attr', {}))}({log} tells more)"
    return f"{log} may say why"


def _error_in(told: dict[str, Any]) -> str:
    error = told.get("error")
    words = error.get("errmsg", "") if isinstance(error, dict) else error or ""
    return f"{str(words)[:300]} " if words else ""
