"""A wheel holds whatever the rooms need at run time: templates, translations, standards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("standards", "scoring", "webhooks", "mobile_api", "plugin")


@pytest.mark.long
def test_the_wheel_holds_every_file_of_the_rooms(tmp_path: Path) -> None:
    clone, built = tmp_path / "clone", tmp_path / "built"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(built)]
    subprocess.run([*pip, *options, str(clone)], check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    kept = subprocess.run(
        ["git", "ls-files", *ROOMS], cwd=clone, check=True, capture_output=True, text=True
    )
    wanted = {name for name in kept.stdout.splitlines() if not name.endswith(".md")}
    assert sorted(wanted - set(ZipFile(wheel).namelist())) == []
