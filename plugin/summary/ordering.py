"""In which order the rows of a table stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from plugin.summary.counting import Names
from scoring.tally.counts import Counts
from scoring.tally.periods import PERIODS
from scoring.tally.tally import Key

_DIGITS = re.compile(r"(\d{1,300})")


class Sorting(StrEnum):
    """What comes first."""

    ORDER = "order"  # criteria as in the standard, periods by time, all else by name
    WORST = "worst"  # the interval with the lowest high end: a few unlucky ones do not lead


def usual(names: Names) -> Sorting:
    """In order for criteria and periods, otherwise worst first."""
    in_order = any(name == "criterion" or name in PERIODS for name in names)
    return Sorting.ORDER if in_order else Sorting.WORST


@dataclass(frozen=True, slots=True)
class Places:
    """Where standards, and the criteria of each, stand among each other."""

    standards: Mapping[tuple[str, int], int]
    criteria: Mapping[tuple[str, int, str], int]

    def of(self, sorting: Sorting, names: Names, key: Key, counts: Counts) -> Any:
        """What the row sorts by, among rows of the same names."""
        standard = self.standards[key.code, key.version]
        parts = [self._part(key, *part) for part in zip(names, key.parts, strict=True)]
        if sorting is Sorting.ORDER:
            return standard, parts
        interval = counts.interval
        high = 2.0 if interval is None else interval.high  # undecided ones at the end
        return standard, high, -counts.decided, parts

    def _part(self, key: Key, name: str, part: str | None) -> Any:
        """Criteria by their place, all else by its text; what is not known at the end."""
        if part is None:
            return True, 0, []
        if name == "criterion":
            return False, self.criteria[key.code, key.version, part], []
        return False, 0, _natural(part)


def _natural(text: str) -> list[str | int]:
    """The text with the numbers in it as numbers, so that 9 stands before 10."""
    return [int(part) if at % 2 else part for at, part in enumerate(_DIGITS.split(text))]
