"""A bare machine is told the one command that gives it what it lacks."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

PREFLIGHT = Path(__file__).parents[2] / ".ci" / "preflight"

# Stand-ins for programs, each the body of a shell script.
FINE = "exit 0"
VENVLESS = 'test "$2" != ensurepip'  # Debian without python3-venv
OLD = 'test "$1" != -c'  # older than asked for
OFFERS_3_12 = 'test "$2" = python3.12-venv'

USUAL = {"make": FINE, "apt-get": FINE, "apt-cache": "exit 1", "id": "echo 0"}
BARE = {"apt-get": FINE, "apt-cache": "exit 1", "id": "echo 0"}
INSTALL = "apt-get update && apt-get install -y"

LIBRARIES = "echo libcurl.so.4 libssl.so.3"
WITH_MONGOD = USUAL | {"python3": FINE, "uname": "echo Linux x86_64", "ldconfig": LIBRARIES}

LACKING = [
    ("nothing but apt", BARE, f"{INSTALL} make python3-venv"),
    ("no python", USUAL, f"{INSTALL} python3-venv"),
    ("no make", BARE | {"python3": FINE}, f"{INSTALL} make"),
    ("no venv", USUAL | {"python3": VENVLESS}, f"{INSTALL} python3-venv"),
    (
        "no venv for the newer of two",
        USUAL | {"python3": OLD, "python3.13": VENVLESS},
        f"{INSTALL} python3.13-venv",
    ),
    (
        "old, and apt has a newer one",
        USUAL | {"python3": OLD, "apt-cache": OFFERS_3_12},
        f"{INSTALL} python3.12-venv",
    ),
    ("no curl", WITH_MONGOD | {"ldconfig": "echo libssl.so.3"}, f"{INSTALL} libcurl4"),
    ("no ssl", WITH_MONGOD | {"ldconfig": "echo libcurl.so.4"}, f"{INSTALL} libssl3"),
    (
        "neither venv nor libraries",
        WITH_MONGOD | {"python3": VENVLESS, "ldconfig": "echo libc.so.6"},
        f"{INSTALL} python3-venv libcurl4 libssl3",
    ),
    (
        "not root",
        USUAL | {"id": "echo 1000"},
        "sudo apt-get update && sudo apt-get install -y python3-venv",
    ),
]
SUFFICIENT = [
    ("all there", USUAL | {"python3": FINE}, "python3"),
    ("the libraries of mongod there", WITH_MONGOD, "python3"),
    ("a mongod of its own", WITH_MONGOD | {"ldconfig": FINE, "mongod": FINE}, "python3"),
    ("another machine", WITH_MONGOD | {"ldconfig": FINE, "uname": "echo Linux arm64"}, "python3"),
    ("no list of libraries", WITH_MONGOD | {"ldconfig": "exit 1"}, "python3"),
    ("a newer one beside an old one", USUAL | {"python3": OLD, "python3.12": FINE}, "python3.12"),
    (
        "a whole one beside a bare one",
        USUAL | {"python3": VENVLESS, "python3.11": FINE},
        "python3.11",
    ),
]
BEYOND_HELP = [
    ("old, and apt has no newer one", USUAL | {"python3": OLD}),
    ("no apt", {"make": FINE, "id": "echo 0"}),
]


def preflight(
    machine: Path, programs: Mapping[str, str], *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """What the preflight says on a machine with just these programs."""
    for name, body in programs.items():
        (machine / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (machine / name).chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(PREFLIGHT), *arguments],
        env={"PATH": str(machine)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("why", "programs", "command"), LACKING, ids=[c[0] for c in LACKING])
def test_the_one_command_is_printed(
    tmp_path: Path, why: str, programs: Mapping[str, str], command: str
) -> None:
    said = preflight(tmp_path, programs)
    assert (said.returncode, said.stdout) == (1, f"{command}\n"), why


@pytest.mark.parametrize(("why", "programs", "python"), SUFFICIENT, ids=[c[0] for c in SUFFICIENT])
def test_a_machine_that_has_all_hears_nothing(
    tmp_path: Path, why: str, programs: Mapping[str, str], python: str
) -> None:
    said = preflight(tmp_path, programs)
    assert (said.returncode, said.stdout, said.stderr) == (0, "", ""), why
    assert preflight(tmp_path, programs, "--python").stdout == f"{python}\n"


@pytest.mark.parametrize(("why", "programs"), BEYOND_HELP, ids=[c[0] for c in BEYOND_HELP])
def test_where_apt_cannot_help_it_says_what_is_needed(
    tmp_path: Path, why: str, programs: Mapping[str, str]
) -> None:
    said = preflight(tmp_path, programs)
    assert (said.returncode, said.stdout) == (1, ""), why
    assert "make PYTHON=/path/to/python3" in said.stderr


def test_the_interpreter_that_was_asked_for_is_the_one_that_is_judged(tmp_path: Path) -> None:
    programs = USUAL | {"python3": FINE, "python3.10": OLD}
    said = preflight(tmp_path, programs, PYTHON="python3.10")
    assert said.returncode == 1
    assert "python3.10 is not there or older than Python 3.11" in said.stderr
