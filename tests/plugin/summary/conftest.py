"""What the tests of the summary share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scoring.mail import YAML


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """The standard as a file."""
    path = tmp_path / "mail.yaml"
    path.write_text(YAML, "utf-8")
    return path
