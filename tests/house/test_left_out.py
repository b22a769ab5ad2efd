"""A test that is left out says so by name, and in CI none is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFTEST = ROOT / "tests" / "conftest.py"

NEEDS_DATA = """
def test_boston(reference):
    assert (reference / "data").is_dir()
"""
SKIPPED = """
import pytest

def test_plain():
    pass

@pytest.mark.skip(reason="no such browser here")
def test_in_a_browser():
    pass
"""
SKIPPED_WHOLE = """
import pytest

pytest.skip("no such browser here", allow_module_level=True)
"""
EXPECTED_TO_FAIL = """
import pytest

@pytest.mark.xfail(reason="a known gap", strict=True)
def test_gap():
    assert False
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with this project's conftest and, beside it, reference data."""
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (tmp_path / "reference" / "data").mkdir(parents=True)
    return tmp_path


def run(house: Path, tests: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Pytest's outcome over the one test file, in just that environment."""
    (house / "test_it.py").write_text(tests, "utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(
        [*command, "test_it.py"],
        cwd=house,
        env=kept | {"PYTHONPATH": str(ROOT)} | environment,  # conftest reads our other files
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_data_the_test_is_named_with_its_reason(house: Path) -> None:
    done = run(house, NEEDS_DATA)
    assert done.returncode == 0
    named = "test_it.py::test_boston: PLUMBLINE_REFERENCE names no folder of public data sets"
    assert named in done.stdout


def test_with_the_data_the_test_runs(house: Path) -> None:
    done = run(house, NEEDS_DATA, CI="true", PLUMBLINE_REFERENCE=str(house / "reference"))
    assert done.returncode == 0
    assert "1 passed" in done.stdout


def test_a_reference_folder_that_is_not_there_is_a_failure(house: Path) -> None:
    done = run(house, NEEDS_DATA, PLUMBLINE_REFERENCE=str(house / "nowhere"))
    assert done.returncode == 1
    assert "where there is no folder data/" in done.stdout


@pytest.mark.parametrize("tests", [SKIPPED, SKIPPED_WHOLE], ids=["one test", "a whole file"])
def test_ci_with_the_data_leaves_nothing_out(house: Path, tests: str) -> None:
    done = run(house, tests, CI="true", PLUMBLINE_REFERENCE=str(house / "reference"))
    assert done.returncode != 0
    assert "CI leaves nothing out: no such browser here" in done.stdout


@pytest.mark.parametrize("tests", [SKIPPED, SKIPPED_WHOLE], ids=["one test", "a whole file"])
def test_elsewhere_a_skipped_test_is_named(house: Path, tests: str) -> None:
    done = run(house, tests, PLUMBLINE_REFERENCE=str(house / "reference"))
    assert "no such browser here" in done.stdout.partition("left out")[2]
    assert "failed" not in done.stdout


def test_an_expected_failure_is_not_left_out(house: Path) -> None:
    done = run(house, EXPECTED_TO_FAIL, CI="true", PLUMBLINE_REFERENCE=str(house / "reference"))
    assert done.returncode == 0
    assert "1 xfailed" in done.stdout
