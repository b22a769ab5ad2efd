"""What is locked is held against known weaknesses, and it is said where nobody could be asked."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.tables import rows

ROOT = Path(__file__).parents[2]
LIST = ROOT / ".ci" / "advisories.toml"


@pytest.fixture(scope="module")
def audit() -> ModuleType:
    """The script, as a module."""
    spec = spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules["audit"] = made  # its dataclasses look themselves up there
    spec.loader.exec_module(made)
    return made


def test_no_lock_holds_what_is_known_to_be_weak(audit: ModuleType) -> None:
    assert list(audit.offline(ROOT)) == []


# the line of a lock | what is said | why it is here
PINS = """
werkzeug==3.0.1 \\ | CVE-2024-34069 | a version that is affected
Werkzeug==3.0.1 \\ | CVE-2024-34069 | a name in other letters
marshmallow==4.1.1 \\ | CVE-2025-68480 | the last one that is affected
marshmallow==4.1.1 ; python_version < "3.13" \\ | CVE-2025-68480 | with a condition
setuptools==77.0.0 \\ | CVE-2025-47273 | what builds the others
"""


@pytest.mark.parametrize(("line", "said"), rows(PINS))
def test_a_weak_pin_is_refused(audit: ModuleType, tmp_path: Path, line: str, said: str) -> None:
    hashed = f"{line}\n    --hash=sha256:{'0' * 64}\n"
    folder = clone(tmp_path, hashed)
    (first, *_) = audit.offline(folder)
    assert first.startswith("requirements.lock: ")
    assert said in first


def test_a_pin_without_a_hash_is_refused(audit: ModuleType, tmp_path: Path) -> None:
    assert list(audit.offline(clone(tmp_path, "flask==3.1.3\n"))) == [
        "requirements.lock: flask has no hash"
    ]


@pytest.mark.parametrize("version", ["4.1.2", "3.26.2", "5.0.0"])
def test_a_version_that_was_mended_passes(audit: ModuleType, tmp_path: Path, version: str) -> None:
    lock = f"marshmallow=={version} \\\n    --hash=sha256:{'0' * 64}\n"
    assert list(audit.offline(clone(tmp_path, lock))) == []


def test_each_advisory_says_where_it_is_from_and_what_is_accepted_says_why() -> None:
    told = tomllib.loads(LIST.read_text("utf-8"))["advisory"]
    assert len(told) > 15
    for each in told:
        assert each["id"] in each["source"]
        assert set(each) - {"accepted"} == {"id", "package", "affected", "what", "source"}
        assert len(each.get("accepted", "a reason that is long enough")) > 20


def test_what_the_service_passes_over_was_not_asked(audit: ModuleType) -> None:
    weak = {"id": "CVE-1", "fix_versions": ["2.0"]}
    told: list[Any] = [
        {"name": "a", "version": "1.0", "vulns": [weak]},
        {"name": "b", "version": "1.0", "vulns": []},
        {"name": "c", "skip_reason": "Dependency not found"},
    ]
    asked = audit.read(told)
    assert asked.faults == ("a 1.0: CVE-1, mended in 2.0",)
    assert (asked.asked, asked.unasked) == (2, "it knows nothing of 1 packages")


def test_where_nobody_answers_that_is_said_by_name(tmp_path: Path) -> None:
    folder = clone(tmp_path, "")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1"}
    for required, code in (("", 0), ("required", 1)):
        done = subprocess.run(
            [sys.executable, str(ROOT / ".ci" / "audit.py"), str(folder)],
            env={**nowhere, "PLUMBLINE_AUDIT": required, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "NOT ASKED about requirements.lock: an advisory service" in done.stdout


def clone(folder: Path, lock: str) -> Path:
    """A folder with that lock, whose other locks hold one good pin."""
    good = f"flask==3.1.3 \\\n    --hash=sha256:{'0' * 64}\n"
    (folder / ".ci").mkdir()
    (folder / ".ci" / "advisories.toml").write_bytes(LIST.read_bytes())
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        (folder / name).write_text(good, "utf-8")
    if lock:
        (folder / "requirements.lock").write_text(lock, "utf-8")
    return folder
