"""Tables of cases as text: a row a case, `|` between its cells, and last why the case is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet


def rows(table: str) -> list[ParameterSet]:
    """The rows as cases, each known by its last cell.

    A line that ends with `|`, `;` or `,` goes on in the next one.
    """
    cells = ([cell.strip() for cell in line.split("|")] for line in _lines(table))
    return [pytest.param(*row[:-1], id=row[-1]) for row in cells]


def _lines(table: str) -> Iterator[str]:
    held = ""
    for line in filter(None, map(str.strip, table.splitlines())):
        held = f"{held} {line}"
        if not line.endswith(("|", ";", ",")):
            yield held
            held = ""
