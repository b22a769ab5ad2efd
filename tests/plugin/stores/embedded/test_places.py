"""A socket's path is short and plain, wherever the data lie, and nobody else gets at it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from plugin.stores.embedded.places import LONGEST_SOCKET, place_of


def test_the_socket_lies_with_the_data_where_its_path_is_short(tmp_path: Path) -> None:
    short = Path("/tmp/pl-place-of-test")
    try:
        assert place_of(short).listens == str(short / "mongod.sock")
    finally:
        (short / "db").rmdir()
        short.rmdir()


@pytest.mark.parametrize("name", ["x" * 120, "ż" * 50, "with, a comma", "c:27017", "two words"])
def test_else_it_lies_in_a_short_folder_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    place = place_of(tmp_path / name)
    folder = Path(place.listens).parent
    assert folder != tmp_path / name
    assert len(place.listens.encode()) <= LONGEST_SOCKET
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert place_of(tmp_path / name) == place
    folder.rmdir()


def test_two_directories_have_two_sockets(tmp_path: Path) -> None:
    one, other = (place_of(tmp_path / (letter * 120)).listens for letter in "ab")
    assert one != other
    for each in (one, other):
        Path(each).parent.rmdir()


def test_the_runtime_folder_of_the_user_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("/tmp/pl-runtime")
    own.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    listens = Path(place_of(tmp_path / ("x" * 120)).listens)
    try:
        assert listens.is_relative_to(own / "plumbline")
    finally:
        listens.parent.rmdir()
        (own / "plumbline").rmdir()
        own.rmdir()


def test_a_folder_that_somebody_else_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path("/tmp/pl-runtime-2")
    own.mkdir(mode=0o700, exist_ok=True)
    (own / "plumbline").symlink_to(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    try:
        with pytest.raises(PermissionError):
            place_of(tmp_path / ("x" * 120))
    finally:
        (own / "plumbline").unlink()
        own.rmdir()
