"""A secret that is tracked is found, told by its place alone, until somebody explains it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".ci" / "seek_secrets.py"
# Put together here, so that this file itself holds nothing that looks like a secret.
PLANTED = {
    "a key of a cloud": "aws = '" + "AKIA" + "Q7RT2XK4WZ5N3JHB" + "'",
    "a token of a forge": "token = '"
    + "ghp_"
    + "x7Kq2Lm9Rt"
    + "4Wv8Yz1Bc3"
    + "Df5Gh6Jk0N"
    + "p2Qs4T"
    + "'",
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE",
    "a password": "password = '" + "Tr0ub4dor" + "And3Horses!'",
    "a password in an address": "uri = 'mongodb://admin:" + "s3cr3tW0rd9" + "@db.internal/x'",
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A small clone with one file that holds nothing."""
    (tmp_path / "plain.py").write_text("x = 1\n", "utf-8")
    (tmp_path / ".ci").mkdir()
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def seek(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What the script says of the clone."""
    command = [sys.executable, str(SCRIPT), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_clone_without_secrets_passes(clone: Path) -> None:
    done = seek(clone)
    assert (done.returncode, done.stdout) == (
        0,
        "secrets: none in 1 files but those that are explained\n",
    )


def test_planted_secrets_are_found_by_their_place_and_not_repeated(clone: Path) -> None:
    for number, text in enumerate(PLANTED.values()):
        (clone / f"planted{number}.py").write_text(f"# a line before\n{text}\n", "utf-8")
    git(clone, "add", ".")
    done = seek(clone)
    assert done.returncode == 1
    for number, text in enumerate(PLANTED.values()):
        assert f"planted{number}.py:2: this looks like a secret" in done.stdout
        assert text not in done.stdout
    assert "s3cr3tW0rd9" not in done.stdout + done.stderr


def test_what_is_explained_passes_and_another_one_beside_it_does_not(clone: Path) -> None:
    file = clone / "tests.py"
    file.write_text(PLANTED["a password"] + "\n", "utf-8")
    git(clone, "add", ".")
    assert seek(clone).returncode == 1
    assert seek(clone, "--allow", "tests.py", "made up for a test").returncode == 0
    assert seek(clone).returncode == 0
    file.write_text(file.read_text("utf-8") + PLANTED["a key of a cloud"] + "\n", "utf-8")
    done = seek(clone)
    assert done.returncode == 1
    assert "tests.py:2: this looks like a secret (AWS Access Key)" in done.stdout


def test_an_explanation_of_nothing_and_one_without_a_reason_are_refused(clone: Path) -> None:
    file = clone / "tests.py"
    file.write_text(PLANTED["a password"] + "\n", "utf-8")
    git(clone, "add", ".")
    seek(clone, "--allow", "tests.py", " ")
    assert "gives no reason" in seek(clone).stdout
    seek(clone, "--allow", "tests.py", "made up for a test")
    file.write_text("x = 1\n", "utf-8")
    assert "explains what is no longer there" in seek(clone).stdout


def test_every_finding_that_is_allowed_here_has_a_reason() -> None:
    told = tomllib.loads((ROOT / ".ci" / "secrets.toml").read_text("utf-8"))["allowed"]
    assert told
    for each in told:
        assert len(each["why"]) > 10
        assert each["sha1"]
