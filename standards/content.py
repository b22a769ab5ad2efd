"""A standard as far as it could be read: what checks look at, and what loading builds of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from standards.calendar import Calendar
from standards.kinds import Kind
from standards.source import Path, Plain, Source

Parts: TypeAlias = "Mapping[str, Any]"  # what could be read of a mapping, by the model's names
Told: TypeAlias = tuple[Path, str]  # where, and `what is wrong; what would be right`


@dataclass(frozen=True, slots=True)
class Content:
    """What is written, what could be read of it, and the calendars that could be made of that.

    A part that has a fault is missing from `parts`, a calendar that has one from `calendars`.
    """

    source: Source
    parts: Parts
    calendars: Mapping[str, Calendar]

    @property
    def criteria(self) -> Mapping[int, Parts]:
        """What could be read of each criterion, by its number."""
        criteria: Mapping[int, Parts] = self.parts.get("criteria", {})
        return criteria

    @property
    def calendar_names(self) -> tuple[str, ...]:
        """Every calendar that is written, also those that have a fault."""
        return tuple(mapping(mapping(self.source.data).get("calendars")))

    @property
    def codes(self) -> frozenset[str]:
        """The code of every criterion, also of those that have a fault elsewhere."""
        return frozenset(parts["code"] for parts in self.criteria.values() if "code" in parts)

    @property
    def asked(self) -> Mapping[str, tuple[int, Kind]]:
        """The number and the question of each criterion, by its code."""
        return {
            parts["code"]: (number, parts["ask"])
            for number, parts in self.criteria.items()
            if "code" in parts and "ask" in parts
        }

    def at(self, criterion: int, *path: str | int) -> Path:
        """The path below a criterion; row 0 is left out where no list is written."""
        below: Path = ("criteria", criterion)
        for step in path:
            below = (*below, step) if step != 0 or (*below, 0) in self.source.places else below
        return below


def mapping(plain: Plain) -> Mapping[str, Plain]:
    """The mapping itself, empty when it is none."""
    return plain if isinstance(plain, dict) else {}
