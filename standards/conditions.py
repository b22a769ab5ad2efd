"""When a criterion, a limit or a calendar applies: facts and the values that fit them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Fact: TypeAlias = "str | int | float | bool | tuple[str, ...] | None"
Facts: TypeAlias = "Mapping[str, Fact]"
Value: TypeAlias = "str | int | float | bool"

# What may be known of a contact; the firm's own stand beside them as `fields.NAME`.
FACTS = (
    "status",
    "status_label",
    "priority",
    "assignee",
    "group",
    "channel",
    "brand",
    "form",
    "language",
    "segment",
    "tags",
    "contact_type",
    "location",
    "promised_at",
)
FIELD = "fields."


@dataclass(frozen=True, slots=True)
class Condition:
    """Every named fact has one of its values; an empty condition always fits."""

    wanted: tuple[tuple[str, frozenset[Value]], ...] = ()

    @classmethod
    def of(cls, wanted: Mapping[str, tuple[Value, ...]]) -> Condition:
        """The condition that each fact named is one of its values."""
        return cls(tuple((name, frozenset(values)) for name, values in wanted.items()))

    def fits(self, facts: Facts) -> bool:
        """Whether the facts fit; a fact with several values (tags) fits when one of them does."""
        for name, values in self.wanted:
            fact = facts.get(name)
            if isinstance(fact, tuple):
                if values.isdisjoint(fact):
                    return False
            elif fact not in values:
                return False
        return True


ALWAYS = Condition()
