"""Reads YAML that people write into plain data, remembering where each thing stands.

Reads events and builds nothing else: no tag can make an object, an alias cannot multiply, and dates
stay text. YAML 1.2, so `no` is the word no. Every fault of form is reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError

from standards.places import LINE_END, START, Fault, Path, Place, Plain, Source
from standards.said import N_, Said, parted, said_by
from standards.scalars import resolve
from standards.wording import TAKE_OUT, shown
from standards.yaml_words import problem_said

# Whoever reads a source finds here what it is made of.
__all__ = ("START", "Fault", "Path", "Place", "Plain", "Source", "read_source")

MOST_BYTES = 1_000_000
MOST_LINES = 50_000
MOST_PARTS = 100_000  # keys, values, lists and mappings; a long standard has three thousand
MOST_DEPTH = 20

SPLIT = Said("split what it holds into several files")
PLAINLY = Said("write the plain value")
WRITE_OUT = Said("write it out")

# What cannot stand in a text file, and what YAML would count as a line's end but no editor does.
_ODD = re.compile("[\x00\x85\u2028\u2029]")
# What only an escape, "\x1b", can bring in: it would command a terminal, or is half a character.
# And what nobody sees: signs that turn the line round, or have no width. Whoever approves a text is
# to have read it as it judges. https://www.unicode.org/reports/tr36/, 2.9 and 3.5
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
    "\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
# The YAML reader's time grows with the square of such a tag's length.
_LONG_TAG = re.compile(r"!\S{2000}")

# What the YAML reader says -> what is right; the likely slips.
_MENDS = {
    "'\\t'": N_("indent with spaces, not with tabs"),
    "mapping values are not allowed": N_("put a text that has `: ` in it in quotes"),
    "expected ',' or": N_("close the bracket, and put a text that has a comma in it in quotes"),
    "that cannot start any token": N_("put a text that begins with it in quotes"),
}

T = TypeVar("T", bound=Event)


def read_source(raw: bytes) -> Source:
    """The YAML document in the bytes, with places; its faults instead of an exception."""
    if len(raw) > MOST_BYTES:
        what = Said("the file has more than {most:,} bytes", most=MOST_BYTES)
        return _unreadable("", START, what, SPLIT)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_at(raw[: error.start].decode("utf-8-sig"))
        what = Said("here the file is not UTF-8 text")
        return _unreadable("", place, what, Said("save the file as UTF-8"))
    odd = _ODD.search(text)
    if odd is not None:
        return _odd(text, odd.start())
    if sum(1 for _ in LINE_END.finditer(text)) > MOST_LINES:
        what = Said("the file has more than {most:,} lines", most=MOST_LINES)
        return _unreadable("", START, what, SPLIT)
    tag = _LONG_TAG.search(text)
    if tag is not None:
        place = _place_at(text[: tag.start()])
        return _unreadable(text, place, Said("a tag without end stands here"), PLAINLY)
    return _read(text)


def _read(text: str) -> Source:
    try:
        events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        reading = _Reading(events)
        data = reading.document()
    except _Refused as refused:
        return _unreadable(text, refused.place, refused.text, refused.mend)
    except ReaderError as error:
        return _odd(text, error.position)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else START
        problem = str(error.problem or error.context)
        what = Said("this is not YAML: {problem}", problem=problem_said(problem))
        return _unreadable(text, place, what, _mend(problem))
    return Source(data, text, reading.places, tuple(reading.faults))


def _mend(problem: str) -> Said:
    """What would be right, by what the YAML reader says."""
    for said, mend in _MENDS.items():
        if said in problem:
            return Said(mend)
    return Said("look at the indents, colons, quotes and brackets here and just above")


def _unreadable(text: str, place: Place, what: str, mend: str) -> Source:
    return Source(None, text, {}, (Fault((), place.line, place.column, what, mend),))


def _odd(text: str, at: int) -> Source:
    what = Said("{character} stands here", character=_named(text[at]))
    mend = Said("take it out, or save the file as plain UTF-8 text")
    return _unreadable(text, _place_at(text[:at]), what, mend)


def _named(character: str) -> Said:
    return Said("a character U+{number}", number=f"{ord(character):04X}")


def _place_at(before: str) -> Place:
    """The place just behind so much of a file's text."""
    lines = LINE_END.split(before)
    return Place(len(lines), len(lines[-1]) + 1)


class _Refused(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, event: Event, text: str, mend: str) -> None:
        super().__init__(text)
        self.place, self.text, self.mend = _place(event), text, mend


@dataclass(slots=True)
class _Reading:
    """One pass over the events of a file, gathering places and faults."""

    events: Iterator[Event]
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    depth: int = 0
    parts: int = 0

    def document(self) -> Plain:
        self._next(StreamStartEvent)
        if isinstance(first := self._next(Event), StreamEndEvent):
            mend = Said("write a mapping, `key: value`")
            raise _Refused(first, Said("the file is empty"), mend)
        data = self._plain(self._next(NodeEvent), ())
        self._next(DocumentEndEvent)
        if isinstance(more := self._next(Event), DocumentStartEvent):
            mend = Said("keep one standard in one file")
            raise _Refused(more, Said("a second document begins"), mend)
        return data

    def _next(self, expected: type[T]) -> T:
        event = next(self.events)
        assert isinstance(event, expected), event
        self.parts += isinstance(event, NodeEvent)
        if self.parts > MOST_PARTS:
            what = Said("the file has more than {most:,} keys and values", most=MOST_PARTS)
            raise _Refused(event, what, SPLIT)
        return event

    def _plain(self, event: NodeEvent, path: Path) -> Plain:
        self.places.setdefault(path, _place(event))
        match event:
            case AliasEvent():
                self._fault(event, path, _alias(event), WRITE_OUT)
                return None
            case ScalarEvent():
                return self._scalar(event, path)
        self._refuse_tag(event, path)
        with_keys = isinstance(event, MappingStartEvent)
        self._deeper(event)
        found = self._mapping(path) if with_keys else self._sequence(path)
        self.depth -= 1
        return found

    def _deeper(self, event: Event) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            mend = Said("nothing in a standard nests more than {most} deep", most=MOST_DEPTH)
            raise _Refused(event, Said("nested too deep"), mend)

    def _sequence(self, path: Path) -> list[Plain]:
        found: list[Plain] = []
        while isinstance(event := self._next(Event), NodeEvent):
            found.append(self._plain(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        while isinstance(key := self._next(Event), NodeEvent):
            name = self._key(key, path)
            if name is None:
                self._pass_over(self._next(NodeEvent))
            elif name in found:
                self._repeated(key, (*path, name))
            else:
                self.places[*path, name] = _place(key)
                found[name] = self._plain(self._next(NodeEvent), (*path, name))
        return found

    def _key(self, key: NodeEvent, path: Path) -> str | None:
        """The word a key is; None when it is no word and its value cannot be placed."""
        if not isinstance(key, ScalarEvent):
            self._fault(key, path, Said("a key must be a word"), Said("write `word: value`"))
            if isinstance(key, CollectionStartEvent):
                self._pass_over(key)
            return None
        if key.value == "<<" and key.implicit[0]:
            what = Said("<< would merge a mapping, which is not read")
            self._fault(key, path, what, WRITE_OUT)
            return None
        self._refuse_unseen(key, path)
        return str(key.value)

    def _repeated(self, key: Event, path: Path) -> None:
        mend = Said("keep one; the first is in line {line}", line=self.places[path].line)
        self._fault(key, path, Said("{word} stands twice", word=shown(path[-1])), mend)
        self._pass_over(self._next(NodeEvent))

    def _pass_over(self, event: Event) -> None:
        """Leaves out a value; bounded in depth, for it is part of the same file."""
        open_ = 0
        while True:
            if isinstance(event, AliasEvent):
                self._fault(event, (), _alias(event), WRITE_OUT)
            open_ += isinstance(event, CollectionStartEvent)
            open_ -= isinstance(event, CollectionEndEvent)
            if not open_:
                return
            if self.depth + open_ > MOST_DEPTH:
                raise _Refused(event, Said("nested too deep"), Said("write less deeply"))
            event = self._next(Event)

    def _scalar(self, event: ScalarEvent, path: Path) -> Plain:
        self._refuse_tag(event, path)
        self._refuse_unseen(event, path)
        if not event.implicit[0]:
            return str(event.value)
        try:
            return resolve(str(event.value))
        except ValueError as error:
            self._fault(event, path, *parted(said_by(error)))
            return None

    def _refuse_unseen(self, event: ScalarEvent, path: Path) -> None:
        odd = _UNSEEN.search(event.value)
        if odd is not None:
            what = Said("it says {character}", character=_named(odd.group()))
            self._fault(event, path, what, TAKE_OUT)

    def _refuse_tag(self, event: NodeEvent, path: Path) -> None:
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.ctag is not None:
            what = Said("the tag {tag} is not read", tag=shown(str(event.tag)))
            self._fault(event, path, what, PLAINLY)

    def _fault(self, event: Event, path: Path, text: str, mend: str) -> None:
        place = _place(event)
        self.faults.append(Fault(path, place.line, place.column, text, mend))


def _alias(event: AliasEvent) -> Said:
    return Said("the alias *{name} is not read", name=event.anchor[:40])


def _place(event: Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
