"""What a mapping names, found wherever it stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from plugin.imports.mapping import Look
from plugin.imports.template import Template

T = TypeVar("T")


def found(sort: type[T], thing: Any) -> Iterator[T]:
    """Everything of the sort in a rule and in the rules inside it."""
    if isinstance(thing, sort):
        yield thing
    if isinstance(thing, tuple):
        for item in thing:
            yield from found(sort, item)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from found(sort, getattr(thing, field.name))


def columns_of(thing: Any) -> tuple[str, ...]:
    """The columns a rule names, each once, in the order of first mention."""
    named = [column for template in found(Template, thing) for column in template.columns]
    return tuple(dict.fromkeys(named + [look.column for look in found(Look, thing)]))
