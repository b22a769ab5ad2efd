"""Every command line that a command's help gives as an example goes as written."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugin.cli.main import COMMANDS, cli

ROOT = Path(__file__).parents[2]
QUESTION = '{"start": "2026-03-06T16:00Z", "end": "2026-03-09T08:00Z"}\n'


def examples(command: str) -> list[str]:
    """The example lines of the command's help."""
    said = CliRunner().invoke(cli, [command, "--help"], terminal_width=200).output
    return re.findall(r"^ +(plumbline .+)$", said, re.MULTILINE)


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The line run by a shell in the folder, failing where any part of a pipe does."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the examples name."""
    acme, library = ROOT / "docs/examples/acme", ROOT / "standards/library"
    shutil.copytree(library, tmp_path / "standards/library")
    shutil.copy(library / "contact.yaml", tmp_path)
    shutil.copy(acme / "tickets.jsonl", tmp_path)
    for name in ("tickets.csv", "mapping.yaml"):
        shutil.copy(ROOT / "docs/examples/helpdesk-export" / name, tmp_path)
    (tmp_path / "questions.jsonl").write_text(QUESTION)
    (tmp_path / "secret.txt").write_text("what-signs-the-deliveries\n")
    judged = run("plumbline judge contact.yaml tickets.jsonl --out cards.jsonl", tmp_path)
    assert judged.returncode == 0, judged.stderr
    (tmp_path / "cards.jsonl.gz").write_bytes(
        gzip.compress((tmp_path / "cards.jsonl").read_bytes())
    )
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_go_as_written(command: str, folder: Path) -> None:
    lines = examples(command)
    assert lines
    for line in lines:
        done = run(line, folder)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
