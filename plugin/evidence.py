"""Reads evidence as it streams by: line by line, contact by contact, memory flat."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

import orjson

from scoring.evidence import Event, Evidence, EvidenceInvalid, Ticket, Visit
from scoring.lines.reading import read_evidence

LONGEST = 8 * 1024 * 1024  # bytes of one line; a message with its text is far shorter
_SAID = 400  # characters of a refusal; a name in a spoilt line may be as long as the line is
_NUMBER = re.compile(r"([0-9]+)")


class LineRefused(ValueError):
    """A line of evidence cannot be taken; `line` is its 1-based number."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line, self.text = line, _in_a_line(text)


def _in_a_line(text: str) -> str:
    """The text, short, and without what would break the line or steer a terminal."""
    shown = text if len(text) <= _SAID else f"{text[:_SAID]}..."
    return "".join(each if each.isprintable() else "?" for each in shown)


class Line(NamedTuple):
    """A line that was read: its 1-based number, its bytes and the JSON in it."""

    number: int
    raw: bytes
    given: object


def lines_of(stream: BinaryIO) -> Iterator[Line]:
    """The lines that are not empty, read as JSON. LineRefused names the first that cannot be."""
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(BOM_UTF8)
        if len(raw) > LONGEST:
            raise LineRefused(number, f"the line is longer than {LONGEST:,} bytes")
        if raw.strip():
            yield read_line(number, raw)


def read_line(number: int, raw: bytes) -> Line:
    """The line with the JSON in it. LineRefused when there is none."""
    try:
        return Line(number, raw, orjson.loads(raw))
    except orjson.JSONDecodeError as error:
        if not raw.endswith(b"\n"):
            text = f"the last line is cut off or no JSON ({error.msg}); export it again"
        else:
            text = f"this is no JSON: {error.msg} at column {error.colno}"
        raise LineRefused(number, text) from None


@dataclass(slots=True)
class Grouping:
    """Lines gathered contact by contact; contacts must ascend, which is how none can come back.

    Ascending is by code points or with numbers by their size (`ticket/9` before `ticket/10`),
    whichever the whole input keeps. A visit or review stands alone and may come anywhere, once.
    """

    _last: str | None = None
    _by_code_points: bool = True
    _by_numbers: bool = True
    _visits: set[str] = field(default_factory=set)

    def contacts(self, lines: Iterable[Line]) -> Iterator[list[Line]]:
        """The lines of each contact. LineRefused names the line that is out of order."""
        held: list[Line] = []
        for line in lines:
            given = line.given if isinstance(line.given, dict) else {}
            contact = given.get("contact")
            if given.get("type") != "event" or not isinstance(contact, str) or not contact:
                self._once(line, contact)
                yield [line]
            elif contact == self._last:
                held.append(line)
            else:
                self._ascends(line, contact)
                if held:
                    yield held
                held = [line]
        if held:
            yield held

    def _ascends(self, line: Line, contact: str) -> None:
        last, self._last = self._last, contact
        if last is None:
            return
        self._by_code_points = self._by_code_points and last < contact
        self._by_numbers = self._by_numbers and _natural(last) < _natural(contact)
        if not (self._by_code_points or self._by_numbers):
            mend = "sort the lines by contact; `plumbline import` writes them sorted"
            raise LineRefused(line.number, f"{contact[:80]} stands after {last[:80]}; {mend}")

    def _once(self, line: Line, contact: object) -> None:
        if not isinstance(contact, str):
            return
        if contact in self._visits:
            raise LineRefused(line.number, f"{contact[:80]} stands twice; keep one of them")
        self._visits.add(contact)


def _natural(contact: str) -> list[tuple[int, str, str]]:
    """What orders contacts by the size of their numbers: a number is as long as its digits."""
    words_and_digits = enumerate(_NUMBER.split(contact))
    parts = ((part.lstrip("0") if i % 2 else "", part) for i, part in words_and_digits)
    return [(len(digits), digits, part) for digits, part in parts]


def evidence_of(lines: list[Line]) -> Evidence:
    """The evidence in one contact's lines. LineRefused names the first line that is none."""
    read = [_read(line) for line in lines]
    first = read[0]
    if isinstance(first, Visit):
        return first
    return Ticket(first.contact, tuple(each for each in read if isinstance(each, Event)))


def _read(line: Line) -> Event | Visit:
    try:
        return read_evidence(line.given, line.number)
    except EvidenceInvalid as error:
        raise LineRefused(line.number, str(error)) from None
