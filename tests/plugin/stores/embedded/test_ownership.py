"""One process owns a data directory; a second is refused by name, a killed one leaves no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugin.stores.embedded.ownership import DirectoryTaken, hold, owner_of
from plugin.stores.embedded.owning import NobodyServes, attached

HOLDER = """
import sys, time
from pathlib import Path
from plugin.stores.embedded.ownership import hold
held = hold(Path(sys.argv[1]), "plumbline serve", 1700000000, serves=True)
held.tell("mongodb://there")
print("held", flush=True)
time.sleep(60)
"""


def holder(directory: Path) -> subprocess.Popen[str]:
    """Another process that holds the directory."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(directory)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_a_second_owner_is_refused_by_name(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        with pytest.raises(DirectoryTaken) as refused:
            hold(tmp_path, "plumbline serve", 0, serves=True)
    finally:
        end(other)
    assert f"`plumbline serve` (process {other.pid} on " in str(refused.value)
    assert "since 2023-11-14T22:13:20Z" in str(refused.value)


def test_a_killed_owner_leaves_the_directory_to_the_next(tmp_path: Path) -> None:
    end(holder(tmp_path))
    assert owner_of(tmp_path) is None
    held = hold(tmp_path, "plumbline publish", 7, serves=False)
    assert held.owner.pid == os.getpid()
    held.let_go()


def test_others_read_where_to_attach(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        assert attached(tmp_path) == "mongodb://there"
    finally:
        end(other)


def test_nobody_attaches_where_nobody_serves(tmp_path: Path) -> None:
    with pytest.raises(NobodyServes, match="plumbline serve"):
        attached(tmp_path)
    end(holder(tmp_path))
    with pytest.raises(NobodyServes):
        attached(tmp_path)


def test_looking_takes_nothing_from_the_owner(tmp_path: Path) -> None:
    other = holder(tmp_path)
    try:
        for _ in range(50):
            owner = owner_of(tmp_path)
            assert owner is not None
            assert owner.pid == other.pid
    finally:
        end(other)
