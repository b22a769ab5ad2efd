"""Judging is pure: `scoring` and `standards` read no file, no clock, no zone and no chance.

What a machine can see of it: which modules are imported, and which calls are made. The YAML form of
a standard is the exception, file by file.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("standards", "scoring")
YAML_FORM = {"schema", "loader.py", "source.py", "holidays.py", "zones.py"}

# All of them compute; none of them reaches outside the process or differs from run to run.
HARMLESS = {
    "__future__", "abc", "array", "bisect", "calendar", "collections", "contextlib", "dataclasses",
    "datetime", "decimal", "difflib", "enum", "fractions", "functools", "hashlib", "heapq",
    "itertools", "json", "math", "numbers", "operator", "re", "statistics", "string", "textwrap",
    "types", "typing", "unicodedata", "zoneinfo",
}  # fmt: skip

REACHING = {"open", "print", "input", "exec", "eval", "__import__"}
CLOCKS = {"now", "utcnow", "today"}


def pure_files() -> list[Path]:
    """Every module bound by the law."""
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return sorted(file for file in files if not YAML_FORM & set(file.relative_to(ROOT).parts))


def impurities(tree: ast.AST) -> Iterator[str]:
    """What in the module reaches outside, each with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from _strangers(node.lineno, (name.name for name in names))
            case ast.ImportFrom(module=str(module), level=0):
                yield from _strangers(node.lineno, [module])
            case ast.Call(func=ast.Name(id=name)) if name in REACHING:
                yield f"line {node.lineno}: calls {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS:
                yield f"line {node.lineno}: reads the clock by {name}()"
            case ast.Call(func=ast.Name(id="ZoneInfo") | ast.Attribute(attr="ZoneInfo")):
                yield f"line {node.lineno}: reads a zone from the machine"


def _strangers(line: int, modules: Iterator[str] | list[str]) -> Iterator[str]:
    for module in modules:
        if module.split(".")[0] not in HARMLESS | set(ROOMS):
            yield f"line {line}: imports {module}"


@pytest.mark.parametrize("file", pure_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_the_file_is_pure(file: Path) -> None:
    assert list(impurities(ast.parse(file.read_text("utf-8")))) == []


# source                                   | what is said of it
CASES = """
import os                                  | line 1: imports os
import math, time                          | line 1: imports time
from pathlib import Path                   | line 1: imports pathlib
from marshmallow import Schema             | line 1: imports marshmallow
from random import random                  | line 1: imports random
from datetime import datetime              | -
from collections.abc import Mapping        | -
from standards.model import Criterion      | -
x = datetime.now(UTC)                      | line 1: reads the clock by now()
x = date.today()                           | line 1: reads the clock by today()
x = open('cards')                          | line 1: calls open()
def f(): print('x')                        | line 1: calls print()
zone = ZoneInfo('Europe/Warsaw')           | line 1: reads a zone from the machine
zone = zoneinfo.ZoneInfo('Europe/Warsaw')  | line 1: reads a zone from the machine
zone = ZoneInfo.from_file(handed_over)     | -
def f(zone: ZoneInfo) -> int: return 1     | -
"""


@pytest.mark.parametrize("row", CASES.strip().splitlines(), ids=lambda row: row.split("  ")[0])
def test_the_law_sees(row: str) -> None:
    source, _, said = (part.strip() for part in row.rpartition(" | "))
    assert ", ".join(impurities(ast.parse(source))) == said.replace("-", "", said == "-")
