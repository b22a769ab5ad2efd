"""The templates of what the rooms below say: every one that stands in the code, and every use.

A use is what a key of the form is for, said where the key is missing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from standards.said import BOTH
from standards.schema.base import Form
from standards.schema.standard import StandardForm

HOUSE = Path(__file__).parents[2]
ROOMS = ("standards", "scoring", "plugin")


def templates() -> Iterator[str]:
    """Every template once or more, in no order."""
    yield BOTH
    for room in ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            yield from in_code(ast.parse(file.read_text("utf-8")))
    yield from uses(Form)


def in_code(code: ast.Module) -> Iterator[str]:
    """The templates of the `Said(…)` that stand in the code."""
    for node in ast.walk(code):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Said"
        ):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def uses(form: type[Form]) -> Iterator[str]:
    """What the keys of every form of a standard are for."""
    room = StandardForm.__module__.rpartition(".")[0]
    for each in form.__subclasses__():
        yield from uses(each)
        if each.__module__.startswith(f"{room}."):
            for value in each.values().values():
                if value.metadata["description"]:
                    yield value.metadata["description"]
