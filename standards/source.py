"""Reads YAML that people write into plain data, remembering where each thing stands.

Only composes, never constructs: no tag can make an object, an alias cannot multiply, and scalars
keep the text of dates. YAML 1.2, so `no` is the word no. Every fault of form is reported at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Plain: TypeAlias = "None | bool | int | float | str | list[Plain] | dict[str, Plain]"
Path: TypeAlias = tuple[str | int, ...]

MOST_BYTES = 1_000_000
MOST_DEPTH = 20

TAG = "tag:yaml.org,2002:"
TRUE = ("true", "True", "TRUE")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where (1-based line and column), what, and what would be right."""

    path: Path
    line: int
    column: int
    text: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file, 1-based."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content as plain data, the place of every path in it, and the faults of its form.

    `data` is None when nothing could be read at all; then `faults` says why.
    """

    data: Plain
    text: str
    places: Mapping[Path, Place]
    faults: tuple[Fault, ...] = ()

    def place_of(self, path: Path) -> Place:
        """The place of the path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))

    def fault(self, path: Path, text: str, mend: str = "") -> Fault:
        """A fault at the path's place."""
        place = self.place_of(path)
        return Fault(path, place.line, place.column, text, mend)

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its end; empty past the end of the file."""
        lines = self.text.split("\n")
        return lines[line - 1].rstrip("\r") if 0 < line <= len(lines) else ""


def read_source(raw: bytes) -> Source:
    """The YAML document in the bytes, with places; its faults instead of an exception."""
    if len(raw) > MOST_BYTES:
        mend = f"keep one file under {MOST_BYTES:,} bytes; split the standard in two"
        return _unreadable("", 1, 1, f"the file has {len(raw):,} bytes", mend)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unreadable("", line, 1, "this line is not UTF-8 text", "save the file as UTF-8")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        return _unreadable(text, line, 1, "a NUL character stands here", "save it as plain text")
    return _compose(text)


def _compose(text: str) -> Source:
    try:
        refused = next(_refused_events(text), None)
        if refused is not None:
            return Source(None, text, {}, (refused,))
        node = _yaml().compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return _unreadable(text, line, column, f"this is not YAML: {error.problem or error.context}")
    except (YAMLError, ValueError, RecursionError) as error:
        return _unreadable(text, 1, 1, f"this is not YAML: {str(error).splitlines()[0]}")
    if node is None:
        return _unreadable(text, 1, 1, "the file is empty", "write a mapping, key: value")
    reading = _Reading()
    data = reading.plain(node, ())
    return Source(data, text, reading.places, tuple(reading.faults))


def _yaml() -> YAML:
    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = True  # found below, all of them, with a place each
    return yaml


def _refused_events(text: str) -> Iterator[Fault]:
    """Faults that must be seen before a tree is built: aliases (bombs) and deep nesting."""
    depth = 0
    for event in _yaml().parse(text):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, AliasEvent):
            mend = "write the value out where it is used; aliases are not read"
            yield Fault((), line, column, f"alias *{event.anchor}", mend)
        if isinstance(event, CollectionStartEvent):
            depth += 1
        if isinstance(event, CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            mend = f"nothing in a standard nests more than {MOST_DEPTH} deep"
            yield Fault((), line, column, "nested too deep", mend)


def _unreadable(text: str, line: int, column: int, what: str, mend: str = "") -> Source:
    return Source(None, text, {}, (Fault((), line, column, what, mend),))


@dataclass(slots=True)
class _Reading:
    """One pass over the node tree, gathering places and faults."""

    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def plain(self, node: Node, path: Path) -> Plain:
        self.places.setdefault(path, _place(node))
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self.plain(item, (*path, i)) for i, item in enumerate(node.value)]
            case ScalarNode():
                return self._scalar(node, path)
        raise AssertionError(f"a YAML node of no known sort: {node!r}")

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._fault(key_node, path, "a key must be a word", "write `word: value`")
                continue
            key = str(key_node.value)
            inside = (*path, key)
            if key in found:
                first = self.places[inside].line
                self._fault(key_node, inside, f"{key} stands twice", f"keep one; see line {first}")
                continue
            self.places[inside] = _place(key_node)
            found[key] = self.plain(value_node, inside)
        return found

    def _scalar(self, node: ScalarNode, path: Path) -> Plain:
        text, tag = str(node.value), str(node.tag).removeprefix(TAG)
        try:
            return _SCALARS.get(tag, str)(text)
        except (ValueError, OverflowError):
            self._fault(node, path, f"{text[:40]} cannot be read as {tag}", "put it in quotes")
            return None

    def _fault(self, node: Node, path: Path, text: str, mend: str) -> None:
        place = _place(node)
        self.faults.append(Fault(path, place.line, place.column, text, mend))


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _integer(text: str) -> int:
    return int(text.replace("_", ""), 0) if text.lstrip("+-")[:2] in ("0x", "0o") else int(text)


# YAML's own resolution -> plain data; timestamps stay text, for a standard reads its own dates.
_SCALARS = {"null": lambda _: None, "bool": lambda text: text in TRUE, "int": _integer, "float": float}
