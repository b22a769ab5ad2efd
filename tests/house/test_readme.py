"""What the README says can be done, can be done."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long.processes import free_port, until

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PLUMBLINE = Path(sys.executable).with_name("plumbline")
SERVES = {"make run"}  # does not end by itself
OUTSIDE_MAKE = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}


def blocks(language: str) -> list[str]:
    """The texts of the README's fenced blocks in that language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Each line of the shell blocks, without its comment."""
    lines = (
        line.partition(" #")[0].strip() for block in blocks("sh") for line in block.splitlines()
    )
    return [line for line in lines if line]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env=OUTSIDE_MAKE, capture_output=True, text=True, check=False
    )


@pytest.mark.long
@pytest.mark.parametrize("command", [each for each in commands() if each not in SERVES])
def test_the_first_run_goes_as_written(command: str) -> None:
    done = run("/bin/sh", "-c", command)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
@pytest.mark.parametrize("command", [each for each in commands() if each in SERVES])
def test_what_serves_says_where_and_ends_when_told_to(tmp_path: Path, command: str) -> None:
    """The demonstration stands within the three minutes that a newcomer is told of."""
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            ["/bin/sh", "-c", f"exec {command}"],
            cwd=ROOT,
            env={**OUTSIDE_MAKE, "PLUMBLINE_PORT": str(free_port())},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        assert until(lambda: "demo-admin" in said.read_text("utf-8"), 180), said.read_text("utf-8")
        assert "Plumbline answers at http://127.0.0.1:" in said.read_text("utf-8")
    finally:
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does
        process.wait(60)
    assert "Traceback" not in said.read_text("utf-8")


@pytest.mark.parametrize("word", sorted(set(re.findall(r"`plumbline ([a-z]+)", README))))
def test_every_command_it_names_has_help(word: str) -> None:
    done = run(PLUMBLINE, word, "--help")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("written", blocks("yaml"))
def test_the_standard_it_shows_has_no_fault(tmp_path: Path, written: str) -> None:
    standard = tmp_path / "standard.yaml"
    standard.write_text(written, "utf-8")
    done = run(PLUMBLINE, "check", standard)
    assert done.returncode == 0, done.stdout + done.stderr
