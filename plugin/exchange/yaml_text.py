"""Writes plain data as YAML that people go on writing: block style, with TODOs where words lack."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standards.scalars import resolve

_PLAIN = re.compile(r"[^\W\d_][\w ./()%+-]*", re.UNICODE)
# What cannot stand in a text file, or what YAML would take for the end of a line.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WIDE = 96  # characters of a line


@dataclass(frozen=True, slots=True)
class Todo:
    """A value that is not known; the checker faults its line until somebody writes it."""

    what: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a comment behind or above it."""

    value: object
    note: str


def yaml_of(value: Mapping[str, object], indent: int = 0) -> str:
    """The mapping as YAML, each line indented by so many spaces."""
    return "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in _mapping(value))


def items_of(values: Sequence[Mapping[str, object]], indent: int) -> str:
    """The mappings as items of a list, a blank line between them."""
    return "\n".join(
        "".join(f"{' ' * indent}{line}\n" for line in _item(list(_mapping(each))))
        for each in values
    )


def _mapping(value: Mapping[str, object]) -> Iterator[str]:
    for key, written in value.items():
        each = written
        if isinstance(written, Noted):
            yield f"# {one_line(written.note)}"
            each = written.value
        name = _scalar(key)
        if isinstance(each, Todo):
            yield f"{name}:  # TODO {each.what}"
        elif _is_short(each, len(name)):
            yield f"{name}: {_flow(each)}"
        else:
            yield f"{name}:"
            yield from (f"  {line}" for line in _block(each))


def _block(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from _mapping(value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for each in value:
            if _is_short(each, 0):
                yield f"- {_flow(each)}"
            else:
                yield from _item(list(_block(each)))
    else:
        yield _scalar(value)


def _item(lines: list[str]) -> Iterator[str]:
    """The lines of a mapping as an item; what is said above its first key stays above it."""
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    yield from lines[:first]
    yield f"- {lines[first]}"
    yield from (f"  {line}" for line in lines[first + 1 :])


def _is_short(value: object, beside: int) -> bool:
    """Whether the value goes into one line and holds no TODO."""
    if _holds_todo(value):
        return False
    if not isinstance(value, Mapping | Sequence) or isinstance(value, str):
        return True
    return not value or len(_flow(value)) + beside < _WIDE


def _holds_todo(value: object) -> bool:
    if isinstance(value, Todo | Noted):
        return True
    if isinstance(value, Mapping):
        return any(map(_holds_todo, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_todo, value))


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return (
            "{" + ", ".join(f"{_scalar(key)}: {_flow(each)}" for key, each in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_said(value)
    text = clean(str(value))
    if _PLAIN.fullmatch(text) and text == text.strip() and isinstance(resolve(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


def number_said(value: float) -> str:
    """The number with nothing lost and nothing added: `1`, `0.5`."""
    return repr(value).removesuffix(".0")


def clean(text: str) -> str:
    """The text without what cannot stand in a text file."""
    return _ODD.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """The text in one line, as a comment holds it."""
    return " ".join(clean(text).split())
