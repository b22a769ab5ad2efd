"""An embedded mongod comes up over whatever its last owner left, and ends with its owner."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from plugin.stores.embedded.binary import find_mongod
from plugin.stores.embedded.leftover import end_leftover
from plugin.stores.embedded.mongod import MongodFailed, Running, start
from plugin.stores.embedded.owning import own
from plugin.stores.layout import Document
from plugin.stores.opening import client_of, database_of
from tests.mongo import memory

pytestmark = pytest.mark.long

OWNER = """
import os, sys, time
from pathlib import Path
from plugin.stores.embedded.owning import own
owned = own(os.environ, Path(sys.argv[1]), "plumbline serve", 0, serves=True)
print(owned.running.process.pid, flush=True)
time.sleep(120)
"""


@pytest.fixture
def directory() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pl-", dir=memory()))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def started(directory: Path) -> Running:
    return start(find_mongod(os.environ), directory)


def keep(running: Running, name: str) -> None:
    with client_of(running.uri) as client:
        database_of(client, "kept").names.insert_one({"_id": name})


def kept(running: Running) -> set[str]:
    with client_of(running.uri) as client:
        return {str(each["_id"]) for each in client.kept.names.find()}


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def owner_over(directory: Path) -> tuple[subprocess.Popen[str], int]:
    """Another process that owns a mongod over the directory; the mongod's process id."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(directory)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def test_what_was_written_is_there_after_a_kill_and_a_restart(directory: Path) -> None:
    owned = own(os.environ, directory, "a test", 0, serves=False)
    try:
        for name in ("first", "second"):
            keep(owned.running, name)
            owned.running.process.kill()
            assert until(lambda: not owned.lives())
            owned.restart()
        assert kept(owned.running) == {"first", "second"}
    finally:
        owned.stop()


def test_a_directory_that_was_moved_comes_up_again(directory: Path) -> None:
    running = started(directory / "before")
    keep(running, "first")
    running.stop()
    (directory / "before").rename(directory / "after")
    running = started(directory / "after")
    try:
        assert kept(running) == {"first"}
        keep(running, "second")
        with MongoClient[Document](running.uri) as client:
            host = client.admin.command("replSetGetConfig")["config"]["members"][0]["host"]
        assert host == str(directory / "after" / "mongod.sock")
    finally:
        running.stop()


def test_a_copy_runs_beside_what_it_was_copied_from(directory: Path) -> None:
    running = started(directory / "one")
    keep(running, "both")
    running.stop()
    shutil.copytree(directory / "one", directory / "other")
    first, second = started(directory / "one"), started(directory / "other")
    try:
        keep(second, "only the copy")
        assert kept(first) == {"both"}
        assert kept(second) == {"both", "only the copy"}
    finally:
        second.stop()
        first.stop()


def test_a_directory_deep_down_comes_up(directory: Path) -> None:
    deep = directory / ("ż" * 60) / "two words, and a comma"
    running = started(deep)
    try:
        keep(running, "first")
        assert kept(running) == {"first"}
    finally:
        running.stop()


def test_nobody_else_may_open_the_socket(directory: Path) -> None:
    running = started(directory)
    try:
        assert (directory / "mongod.sock").stat().st_mode & 0o777 == 0o600
        listening = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=False)
        assert f"pid={running.process.pid}," not in listening.stdout
    finally:
        running.stop()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_its_owner(directory: Path, sent: signal.Signals) -> None:
    owner, mongod = owner_over(directory)
    owner.send_signal(sent)
    owner.communicate()
    assert until(lambda: not runs(mongod))


def test_it_ends_with_its_owner_whichever_thread_had_it_started(directory: Path) -> None:
    made: list[Running] = []
    starting = threading.Thread(target=lambda: made.append(started(directory)))
    starting.start()
    starting.join()
    try:
        time.sleep(0.5)
        assert made[0].process.poll() is None  # the end of the thread is not the end of the owner
    finally:
        made[0].stop()


def test_after_the_owner_was_killed_the_next_needs_no_human(directory: Path) -> None:
    owner, _ = owner_over(directory)
    owner.kill()
    owner.communicate()
    owned = own(os.environ, directory, "a test", 0, serves=False)  # while mongod still ends
    try:
        with client_of(owned.uri) as client:
            assert client.admin.command("ping")["ok"]
    finally:
        owned.stop()


def test_one_that_was_left_behind_and_hangs_is_ended(directory: Path) -> None:
    owner, mongod = owner_over(directory)
    os.kill(mongod, signal.SIGSTOP)
    owner.kill()
    owner.communicate()
    began = time.monotonic()
    end_leftover(directory / "db", patience_seconds=1.0)
    assert until(lambda: not runs(mongod))
    assert time.monotonic() - began < 20


def test_a_process_that_only_has_its_id_is_left_alone(directory: Path) -> None:
    innocent = subprocess.Popen(["sleep", "60"])
    (directory / "db").mkdir()
    (directory / "db" / "mongod.lock").write_text(f"{innocent.pid}\n")
    end_leftover(directory / "db")
    assert innocent.poll() is None
    running = started(directory)
    running.stop()
    innocent.kill()
    innocent.wait()


def test_one_that_cannot_start_says_why(directory: Path) -> None:
    running = started(directory)
    running.stop()
    (directory / "db" / "WiredTiger.turtle").write_text("nonsense")
    for file in (directory / "db").glob("*.wt"):
        file.write_bytes(b"nonsense" * 512)
    with pytest.raises(MongodFailed, match=r"mongod\.log"):
        started(directory)
