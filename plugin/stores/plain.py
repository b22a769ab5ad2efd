"""Numbers as Python has them: BSON's long integers come back as a type of their own."""

from __future__ import annotations

from typing import Any

from bson.int64 import Int64


def plain(value: Any) -> Any:
    """The same value with plain integers, however deep they lie."""
    if isinstance(value, Int64):
        return int(value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value
