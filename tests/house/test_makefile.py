"""`make` alone says what each word does, and the words are those that were promised."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROMISED = {
    "help",
    "run",
    "judge",
    "test",
    "test-long",
    "storm",
    "real-helpdesk",
    "sweep",
    "bench",
    "catalogue",
    "messages",
    "format",
    "lock",
    "clean",
    "audit",
    "secrets",
}


def make(*arguments: str) -> str:
    """What make prints."""
    outside = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=outside, capture_output=True, text=True, check=True
    ).stdout


def test_every_promised_word_is_told_of() -> None:
    told = {line.split()[1] for line in make().splitlines()}
    assert told == PROMISED


def test_no_word_is_taken_for_a_file_of_that_name() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == PROMISED


@pytest.mark.parametrize(
    "step",
    ["ruff format --check", "ruff check", "mypy", "lint-imports", '-m "not long"'],
)
def test_make_test_takes_every_step(step: str) -> None:
    assert step in make("--dry-run", "test")
