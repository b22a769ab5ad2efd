"""Starts a mongod of its own: a replica set of one node behind a socket that nobody else may read."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

SOCKET = "mongod.sock"
_ALREADY_INITIALIZED = 23
# zlib stays off: mongod before 6.0.27 leaks memory through it (CVE-2025-14847).
_ARGUMENTS = (
    "--filePermissions", "0600",
    "--replSet", "rs0",
    "--wiredTigerCacheSizeGB", "0.25",
    "--oplogSize", "128",
    "--networkMessageCompressors", "snappy,zstd",
    "--wiredTigerEngineConfigString", "log=(file_max=64MB,prealloc=false)",
    "--setParameter", "diagnosticDataCollectionEnabled=false",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Running:
    """A mongod that is ready: its process, and the address of its primary."""

    process: subprocess.Popen[bytes]
    uri: str


def uri_of(directory: Path) -> str:
    """The address of the mongod whose data lie in the directory."""
    return f"mongodb://{quote(str(directory / SOCKET), safe='')}/?replicaSet=rs0"


def start(binary: Path, directory: Path, patience_seconds: float = 30) -> Running:
    """A mongod over the data in the directory, once it takes writes.

    TimeoutError when it has not come up within the time; ChildProcessError when it has ended,
    with the last of what it wrote to `mongod.log` there.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = directory / "mongod.log"
    process = subprocess.Popen(
        [
            str(binary), "--dbpath", str(directory), "--bind_ip", str(directory / SOCKET),
            "--unixSocketPrefix", str(directory), "--logpath", str(log), "--logappend",
            *_ARGUMENTS,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    _until_primary(process, directory, time.monotonic() + patience_seconds, log)
    return Running(process, uri_of(directory))


def _until_primary(
    process: subprocess.Popen[bytes], directory: Path, until: float, log: Path
) -> None:
    host = str(directory / SOCKET)
    direct = f"mongodb://{quote(host, safe='')}/?directConnection=true"
    with MongoClient[dict[str, object]](direct, serverSelectionTimeoutMS=500) as client:
        while time.monotonic() < until:
            if process.poll() is not None:
                raise ChildProcessError(f"mongod ended at once; {log} says why")
            try:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    return
                if not hello.get("setName"):
                    _initiate(client, host)
            except PyMongoError:
                pass  # not listening yet
            time.sleep(0.05)
    process.kill()
    raise TimeoutError(f"mongod took no writes in time; {log} says why")


def _initiate(client: MongoClient[dict[str, object]], host: str) -> None:
    members = [{"_id": 0, "host": host}]
    try:
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": members})
    except OperationFailure as error:
        if error.code != _ALREADY_INITIALIZED:
            raise
