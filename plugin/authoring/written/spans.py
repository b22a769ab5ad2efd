"""Where each value of a piece of YAML stands in its text, from its first letter to its last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_BLOCK_SCALARS = ("|", ">")


class NotSpanned(Exception):
    """The text has no places that could be told: it is no YAML, or has aliases."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A scalar; `style` is its quote, `|` or `>`, or empty."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value; `start` is the key's first letter, `behind` what follows its colon."""

    key: str
    start: int
    behind: int
    value: Spanned


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; `flow` where it stands in braces. `column` (0-based) is that of its keys."""

    start: int
    end: int
    column: int
    flow: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A sequence; `flow` where it stands in brackets.

    `column` (0-based) is that of its dashes, `dashes` where they are; empty in brackets.
    """

    start: int
    end: int
    column: int
    flow: bool
    items: tuple[Spanned, ...]
    dashes: tuple[int, ...]


Spanned: TypeAlias = Leaf | Table | Row


def spans_of(text: str) -> Spanned:
    """The spans of the one document in the text. NotSpanned when it has none."""
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError as error:
        raise NotSpanned(str(error)) from error
    if node is None:
        raise NotSpanned("there is nothing in it")
    return _spanned(text, node)


def _spanned(text: str, node: Node) -> Spanned:
    start = node.start_mark.index
    match node:
        case ScalarNode():
            return Leaf(start, _end(text, node), node.style or "")
        case MappingNode():
            entries = tuple(_entries(text, node))
            end = _end_of(node, [each.value for each in entries])
            return Table(start, end, node.start_mark.column, bool(node.flow_style), entries)
        case SequenceNode():
            items = tuple(_spanned(text, each) for each in node.value)
            end = _end_of(node, items)
            flow, column = bool(node.flow_style), node.start_mark.column
            dashes = () if flow else tuple(_dashes(text, start, column, items))
            return Row(start, end, column, flow, items, dashes)
    raise NotSpanned("it holds something that is no value")


def _entries(text: str, node: MappingNode) -> Iterator[Entry]:
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise NotSpanned("a key is no word")
        behind = text.index(":", key.end_mark.index) + 1
        # Nothing at all is marked where the next thing begins, behind comments.
        is_nothing = isinstance(value, ScalarNode) and not value.value and not value.style
        span = Leaf(behind, behind, "") if is_nothing else _spanned(text, value)
        yield Entry(str(key.value), key.start_mark.index, behind, span)


def _dashes(text: str, start: int, column: int, items: tuple[Spanned, ...]) -> Iterator[int]:
    """Where the dash of each item is: at the list's own column, behind the item before."""
    dash = re.compile(rf"^ {{{column}}}-(?=\s|\Z)", re.MULTILINE)
    yield start
    for each in items[:-1]:
        found = dash.search(text, each.end)
        if found is None:
            raise NotSpanned("an item has no dash of its own")
        yield found.end() - 1


def _end(text: str, node: ScalarNode) -> int:
    """Where a scalar ends; a block scalar ends with its last line that is not blank."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in _BLOCK_SCALARS:
        return int(start + len(text[start:end].rstrip()))
    return int(end)


def _end_of(node: MappingNode | SequenceNode, inner: tuple[Spanned, ...] | list[Spanned]) -> int:
    """Where a mapping or sequence ends: what has no brackets ends with the last thing in it."""
    if node.flow_style or not inner:
        return int(node.end_mark.index)
    return inner[-1].end
