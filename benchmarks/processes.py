"""Servers as processes of their own, for as long as a measurement takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_A_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """The seconds of processor time that the processes have had."""
    total = 0
    for pid in pids:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(told[11]) + int(told[12])
    return total / _A_TICK


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def granian(app: str, processes: int, threads: int, port: int) -> list[str]:
    """The command that serves what the factory `app` builds, as the service is served."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(processes),
        "--blocking-threads", str(threads), "--http", "1", "--host", "127.0.0.1",
        "--port", str(port), "--log-level", "warning", "--factory", app,
    ]  # fmt: skip


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is told to end with the block; what it says goes to the file, or nowhere."""
    with Path(log or os.devnull).open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def listening(
    command: Sequence[str], environment: Mapping[str, str], port: int, log: Path | None = None
) -> Iterator[None]:
    """A server from when it listens at the port until the block ends."""
    with running(command, environment, log) as process:
        _until_open(port, process)
        yield


def _until_open(port: int, process: subprocess.Popen[bytes], patience_seconds: float = 60) -> None:
    """TimeoutError, or ChildProcessError when the server has ended."""
    until = time.monotonic() + patience_seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise ChildProcessError("the server ended at once")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server opened no port in time")
