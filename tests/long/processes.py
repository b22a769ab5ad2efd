"""Real processes of the service for the long tests: started, looked at, and killed by their ids."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

from plugin.house import House
from plugin.serving.opened import opened
from tests.loopback import SETTING
from tests.mongo import memory

PLUMBLINE = Path(sys.executable).with_name("plumbline")
READY_SECONDS = 60.0
# What tells a process of the service from another, in its command line.
ROLES = {
    "mongod": "--dbpath",
    "web": "plugin.serving.web",
    "worker": "plugin.serving.worker",
}


@dataclass(slots=True)
class Service:
    """A running `plumbline serve`: `process` is the supervisor."""

    data: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Starts the supervisor over the same data; says nothing of whether it is ready."""
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [PLUMBLINE, "serve"], env=self.environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log,
            )  # fmt: skip

    def until_ready(self, seconds: float = READY_SECONDS) -> float:
        """Waits until it takes writes; how many seconds that took. AssertionError with its log."""
        began = time.monotonic()
        assert until(self.is_ready, seconds), self.log()
        return time.monotonic() - began

    def is_ready(self) -> bool:
        """Whether it says that it can do its work."""
        with suppress(URLError, OSError), urlopen(f"{self.address}/health/ready", timeout=5) as it:
            return bool(it.status == 200)
        return False

    def log(self) -> str:
        """What the service has said."""
        return (self.data / "serve.log").read_text("utf-8", "replace")

    def pids(self, role: str) -> tuple[int, ...]:
        """The processes of that role (`mongod`, `web`, `worker`, `answering`) that run now.

        `web` holds the socket, its children, `answering`, answer.
        """
        if role == "answering":
            return tuple(child for web in self.pids("web") for child in children_of(web))
        return tuple(pid for pid in children_of(self.process.pid) if ROLES[role] in command_of(pid))

    def kill(self, role: str) -> int:
        """Ends one process of that role (or the `supervisor`) by SIGKILL; its process id."""
        if role == "supervisor":
            self.process.kill()
            self.process.wait()
            return self.process.pid
        assert until(lambda: bool(self.pids(role)), READY_SECONDS), self.log()
        pid = self.pids(role)[0]
        os.kill(pid, signal.SIGKILL)
        return pid

    def stop(self, seconds: float = 60) -> int:
        """Asks it to end; its exit code."""
        self.process.terminate()
        return self.process.wait(seconds)

    @contextmanager
    def house(self) -> Iterator[House]:
        """The house of the running service."""
        with opened(self.environment, may_own=False) as house:
            yield house

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Runs `plumbline WORDS` in the service's environment."""
        return subprocess.run(
            [PLUMBLINE, *words], env=self.environment, capture_output=True, text=True, check=False
        )


@contextmanager
def serving(**settings: object) -> Iterator[Service]:
    """A service of its own, over data that go with the block; `web_processes=1` sets a setting."""
    data = Path(tempfile.mkdtemp(prefix="pl-", dir=memory()))
    service = Service(data, port := free_port(), environment_of(data, port, **settings))
    try:
        yield service
    finally:
        with suppress(subprocess.TimeoutExpired):
            service.stop()
        service.process.kill()
        until(lambda: not processes_over(data), 30)
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def worker_beside(service: Service) -> Iterator[subprocess.Popen[bytes]]:
    """A further worker process, as on another host, beside the service."""
    with (service.data / "worker.log").open("ab") as log:
        worker = subprocess.Popen(
            [PLUMBLINE, "worker"], env=service.environment, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(60)


def environment_of(data: Path, port: int, **settings: object) -> dict[str, str]:
    """The environment of a service: nothing of ours goes in but what is named."""
    outside = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PLUMBLINE_", "MONGODB_"))
    }
    given = {"data": data, "port": port, "private_addresses": SETTING, **settings}
    named = {f"PLUMBLINE_{name.upper()}": str(value) for name, value in given.items()}
    if "mongodb_uri" in given:
        named["MONGODB_URI"] = named.pop("PLUMBLINE_MONGODB_URI")
    return outside | named


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def until(true: Callable[[], bool], seconds: float) -> bool:
    """Whether it came true in the time."""
    end = time.monotonic() + seconds
    while not (came := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return came


def children_of(pid: int) -> tuple[int, ...]:
    """The process's children that run; none when it is gone."""
    return tuple(
        other for other in _all_processes() if _stat(other)[1:2] == [str(pid)] and lives(other)
    )


def processes_over(data: Path) -> tuple[int, ...]:
    """The processes whose command line or environment names the data directory."""
    needle = str(data)
    return tuple(
        pid
        for pid in _all_processes()
        if pid != os.getpid()
        and lives(pid)
        and (needle in command_of(pid) or f"PLUMBLINE_DATA={needle}" in _read(pid, "environ"))
    )


def lives(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not yet waited for does not."""
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def command_of(pid: int) -> str:
    """The process's command line; empty when it is gone."""
    return _read(pid, "cmdline").replace("\0", " ")


def _all_processes() -> tuple[int, ...]:
    return tuple(int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit())


def _stat(pid: int) -> list[str]:
    """State, parent and so on: what stands behind the name in /proc/PID/stat (proc(5))."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    except OSError:
        return ""
