"""Where the things of an embedded mongod lie: its data, its log, and the socket it listens at."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from socket import socket
from urllib.parse import quote

# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero counted (unix(7)).
LONGEST_SOCKET = 100
SOCKET = "mongod.sock"
# mongod reads lists of `host:port` where the socket's path is given.
_PLAIN = re.compile(r"[A-Za-z0-9/._+-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A data directory, and where its mongod listens: a socket's path, or 127.0.0.1 and a port."""

    directory: Path
    listens: str

    @property
    def database(self) -> Path:
        """The folder of mongod's own files."""
        return self.directory / "db"

    @property
    def log(self) -> Path:
        """What mongod writes about itself."""
        return self.directory / "mongod.log"

    @property
    def uri(self) -> str:
        """The address for clients."""
        return f"mongodb://{quote(self.listens, safe=':')}/?replicaSet=rs0"

    @property
    def direct_uri(self) -> str:
        """The address of just this mongod, whatever it thinks of its replica set."""
        return f"mongodb://{quote(self.listens, safe=':')}/?directConnection=true"


def place_of(directory: Path) -> Place:
    """The place over the directory, which is made where it is missing."""
    directory = directory.expanduser().resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    (directory / "db").mkdir(mode=0o700, exist_ok=True)
    if sys.platform == "win32":  # no sockets for mongod there; not run by our tests
        return Place(directory, f"127.0.0.1:{_free_port()}")
    return Place(directory, str(_socket_folder(directory) / SOCKET))


def _socket_folder(directory: Path) -> Path:
    path = str(directory / SOCKET)
    if len(path.encode()) <= LONGEST_SOCKET and _PLAIN.fullmatch(path):
        return directory
    return _private(_run_folder() / sha256(str(directory).encode()).hexdigest()[:16])


def _run_folder() -> Path:
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given and Path(given).is_dir() and len(given) < 60:
        return _private(Path(given) / "plumbline")
    temporary = tempfile.gettempdir()
    short = temporary if len(temporary) < 50 and _PLAIN.fullmatch(temporary) else "/tmp"
    return _private(Path(short) / f"plumbline-{os.getuid()}")


def _private(folder: Path) -> Path:
    """The folder, ours and nobody else's. PermissionError when somebody else made it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(1, "made by somebody else; take it away", str(folder))
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


def _free_port() -> int:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
