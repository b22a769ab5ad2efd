"""`plumbline diff` says what changes, and what cannot be published."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from tests.standards.written import SOUND, written

Run: TypeAlias = "Callable[..., Result]"


@pytest.fixture
def told(tmp_path: Path) -> Run:
    def run(new: str, *more: str) -> Result:
        (tmp_path / "old.yaml").write_text(SOUND)
        (tmp_path / "new.yaml").write_text(new)
        files = [str(tmp_path / f"{each}.yaml") for each in ("old", "new")]
        return CliRunner().invoke(cli, ["diff", *files, *more])

    return run


def test_it_says_what_changes_clause_by_clause(told: Run) -> None:
    found = told(written(("goal: 0.95", "goal: 0.9"), ("version: 3", "version: 4")))
    assert found.exit_code == 0
    assert "contact: version 3 -> 4" in found.output
    assert "RSP-01  laxer" in found.output
    assert "laxer goal: 0.95 -> 0.9" in found.output


def test_it_says_that_nothing_changed(told: Run) -> None:
    assert "Nothing changed." in told(SOUND).output


def test_a_broken_promise_ends_with_one(told: Run) -> None:
    found = told(written(("kind: yes_no, question", "kind: text, question")))
    assert found.exit_code == 1
    assert "SHP-01 cannot be published: in version 3 it asked yes_no" in found.output


def test_programs_read_it_as_json(told: Run) -> None:
    found = json.loads(told(written(("weight: 3", "weight: 4")), "--format", "json").output)
    assert found["criteria"] == [
        {
            "code": "RSP-01",
            "effects": ["reweighted"],
            "changes": [{"effect": "reweighted", "part": "weight", "was": "3", "now": "4"}],
        }
    ]
    assert (found["whole"], found["broken"]) == ([], [])


def test_two_standards_are_not_two_versions(told: Run) -> None:
    found = told(written(("code: contact", "code: other")))
    assert found.exit_code == 1
    assert "give two versions of one standard" in found.output
