"""`plumbline handbook` and `plumbline leaflet`: files from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin.cli.main import cli
from tests.plugin.handbook.samples import FIRST, SECOND


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two versions of a standard, one of another, and one with a fault."""
    for name, text in (
        ("old", FIRST),
        ("new", SECOND),
        ("other", FIRST.replace("code: counter", "code: desk")),
        ("faulty", FIRST.replace("weight: 3", "wieght: 3")),
    ):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, words)))


def test_the_ending_says_what_is_written(folder: Path) -> None:
    for name, begins in (("book.pdf", b"%PDF"), ("book.html", b"<!doctype html>")):
        found = ran("handbook", folder / "old.yaml", "--language", "ru", "-o", folder / name)
        assert found.exit_code == 0, found.output
        assert (folder / name).read_bytes().startswith(begins)
    assert "Сделано хорошо" in (folder / "book.html").read_text("utf-8")


def test_a_leaflet_says_why_and_from_when(folder: Path) -> None:
    page = folder / "leaflet.html"
    begins = "2026-12-01T00:00:00+01:00"
    words = ("--why", "So wanted", "--from", begins, "--draft", "-o", page)
    assert ran("leaflet", folder / "old.yaml", folder / "new.yaml", *words).exit_code == 0
    shown = page.read_text("utf-8")
    assert "So wanted" in shown
    assert "from 1 December 2026 on" in shown
    assert 'data-mark="Draft"' in shown


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("handbook", "old.yaml", "-o", "book.doc"), 2, "write .html or .pdf"),
        (("handbook", "old.yaml"), 2, "--out"),
        (("handbook", "old.yaml", "--language", "de", "-o", "book.pdf"), 2, "'de'"),
        (("handbook", "none.yaml", "-o", "book.pdf"), 3, "none.yaml"),
        (("handbook", "old.yaml", "-o", "none/book.pdf"), 3, "none"),
        (("handbook", "faulty.yaml", "-o", "book.pdf"), 1, "wieght"),
        (
            ("leaflet", "old.yaml", "other.yaml", "-o", "book.pdf"),
            1,
            "two versions of one standard",
        ),
        (("leaflet", "old.yaml", "faulty.yaml", "-o", "book.pdf"), 1, "wieght"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    folder: Path, words: tuple[str, ...], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    found = ran(*words)
    assert found.exit_code == code, found.output
    assert said in found.output
    assert not (folder / "book.pdf").exists()
