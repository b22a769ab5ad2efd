"""What BSON makes of values, and what it cannot hold at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bson.int64 import Int64

LONGEST = 1 << 63


def fits(number: int) -> bool:
    """Whether BSON holds the whole number."""
    return -LONGEST <= number < LONGEST


def plain(value: Any) -> Any:
    """The same value with plain integers: long ones come back as a type of their own."""
    if isinstance(value, Int64):
        return int(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value


def shown_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as a card shows them; what BSON cannot hold is written out."""
    return {
        name.replace("\0", "\N{REPLACEMENT CHARACTER}"): _shown(fact)
        for name, fact in facts.items()
    }


def _shown(fact: Any) -> Any:
    if isinstance(fact, dict):
        return shown_facts(fact)
    return str(fact) if isinstance(fact, int) and not fits(fact) else fact
