"""Names of sheets as Excel takes them: 31 letters at most, none of some signs, no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff]")
_RESERVED = "history"  # Excel keeps that name for itself


def sheet_names(titles: Iterable[str]) -> tuple[str, ...]:
    """A name for each title, in their order; those alike are numbered."""
    taken: set[str] = set()
    return tuple(_taken(_name(title), taken) for title in titles)


def _name(title: str) -> str:
    # Excel counts UTF-16 units; half of its limit holds whatever signs the title has.
    name = _FORBIDDEN.sub(" ", title).strip().strip("'").strip()
    longest = LONGEST if name.isascii() or max(name, default="") < "\U00010000" else LONGEST // 2
    return name[:longest].rstrip("' ") or "-"


def _taken(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free.casefold() in taken or free.casefold() == _RESERVED:
        number += 1
        tail = f" ({number})"
        free = f"{name[: LONGEST - len(tail)].rstrip()}{tail}"
    taken.add(free.casefold())
    return free
