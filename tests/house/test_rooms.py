"""The rooms stand as the README draws them: nothing at the top level that is not expected there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("standards", "scoring", "webhooks", "mobile_api", "plugin")

AT_THE_TOP = {
    *ROOMS, "tests", "benchmarks", "docs", "openapi.yaml", "README.md", "SECURITY.md",
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.lock",
    "requirements-dev.lock", "requirements-bench.lock",
    # made on the spot, and ignored by git
    "build", "dist", "plumbline.egg-info",
}  # fmt: skip


def modules(pattern: str) -> list[Path]:
    """The rooms' files of that name."""
    return sorted(file for room in ROOMS for file in (ROOT / room).rglob(pattern))


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_nothing_else_stands_at_the_top() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert found <= AT_THE_TOP


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_tells_others_that_it_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()


@pytest.mark.parametrize("file", modules("__init__.py"), ids=name_of)
def test_an_init_file_holds_a_docstring_only(file: Path) -> None:
    """A name handed on there would drag libraries into rooms that may not have them."""
    tree = ast.parse(file.read_text("utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


@pytest.mark.parametrize("file", modules("*.py"), ids=name_of)
def test_a_file_opens_with_what_it_is_for(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text("utf-8")))
