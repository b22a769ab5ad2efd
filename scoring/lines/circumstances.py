"""How a visit came about, read: for which task, where, on what device, with which words.

None of it is judged. One reader serves both ends: whoever wants the first fault alone (`FIRST`),
and whoever gathers them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, TypeAlias, TypeVar

from scoring.evidence import Device, EvidenceInvalid, Position
from scoring.lines.fields import instant, known_only, optional, shown
from standards.kinds import Instrument
from standards.scalars import MOST

T = TypeVar("T")
Where: TypeAlias = "tuple[str | int, ...]"

CIRCUMSTANCES = frozenset({"assignment", "notes", "positions", "device", "words"})
POSITIONS = frozenset({"start", "end"})
POSITION = frozenset({"latitude", "longitude", "accuracy", "age", "at"})
DEVICE = frozenset({"clock_ahead", "app"})
WORDS = frozenset({"position", "clock", "late"})

LONGEST_NOTE = 2_000  # characters
LONGEST_WORDS = 500
LONGEST_APP = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # all but tabs and line ends
_FURTHEST = {"latitude": 90, "longitude": 180}  # degrees either way
_NOTHING: Mapping[str, Any] = {}


class Reading(Protocol):
    """What becomes of a part that cannot be read."""

    def part(self, place: Where, read: Callable[[], T], otherwise: T) -> T:
        """What the reading gives, or the other one in place of what is at fault."""


class _First:
    """The first fault ends the reading."""

    def part(self, place: Where, read: Callable[[], T], otherwise: T) -> T:
        """What can be read. EvidenceInvalid with the whole place."""
        try:
            return read()
        except EvidenceInvalid as error:
            raise EvidenceInvalid(".".join(map(str, place)), error.text) from None


FIRST: Reading = _First()


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was read of them; the fields are those of `Visit`."""

    assignment: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    device: Device | None = None
    words: Mapping[str, str] = field(default_factory=dict)


def read_circumstances(
    given: Mapping[str, Any], instrument: Instrument, reading: Reading
) -> Circumstances:
    """The circumstances of a visit; a review has none, and each that it tells is a fault."""
    if instrument is not Instrument.VISIT:
        for name in given:
            if name in CIRCUMSTANCES:
                reading.part((name,), _of_visits_only, None)
        return Circumstances()
    return Circumstances(
        assignment=reading.part(("assignment",), lambda: optional(given, "assignment", str), None),
        notes=_texts(given, "notes", LONGEST_NOTE, None, reading),
        positions=_positions(given, reading),
        device=_device(given, reading),
        words=_texts(given, "words", LONGEST_WORDS, WORDS, reading),
    )


def _of_visits_only() -> None:
    raise EvidenceInvalid("", "only a visit has it; leave it out")


def _object(given: Mapping[str, Any], name: str, where: Where, reading: Reading) -> Any:
    """The object of that name, empty where none is told."""
    return reading.part((*where, name), lambda: optional(given, name, dict), None) or _NOTHING


def _texts(
    given: Mapping[str, Any],
    name: str,
    longest: int,
    known: frozenset[str] | None,
    reading: Reading,
) -> Mapping[str, str]:
    """Texts by key; one that is null or empty is none. `known` None takes every key."""
    told = _object(given, name, (), reading)
    texts = {}
    for key in told:
        place = (name, key)
        if known is not None and key not in known:
            reading.part(place, partial(known_only, {key: 0}, known), None)
        elif text := reading.part(place, partial(_text, told, key, longest), None):
            texts[key] = text
    return texts


def _text(given: Mapping[str, Any], name: str, longest: int) -> str | None:
    value = optional(given, name, str)
    if value is None:
        return None
    if len(value) > longest:
        raise EvidenceInvalid(name, f"must be text of at most {longest:,} characters")
    if _CONTROL.search(value):
        raise EvidenceInvalid(name, "must be text without control characters")
    return value


def _positions(given: Mapping[str, Any], reading: Reading) -> Mapping[str, Position]:
    told = _object(given, "positions", (), reading)
    positions = {}
    for key in told:
        place = ("positions", key)
        if key not in POSITIONS:
            reading.part(place, partial(known_only, {key: 0}, POSITIONS), None)
        elif one := reading.part(place, partial(optional, told, key, dict), None):
            positions[key] = _position(one, place, reading)
    return positions


def _position(given: Mapping[str, Any], where: Where, reading: Reading) -> Position:
    _known_only(given, POSITION, where, reading)

    def number(name: str, least: float, most: float) -> float:
        return reading.part((*where, name), lambda: _number(given, name, least, most), 0.0)

    degrees = {name: number(name, -most, most) for name, most in _FURTHEST.items()}
    at = reading.part((*where, "at"), lambda: _instant(given, "at"), None)
    accuracy, age = number("accuracy", 0, MOST), number("age", 0, MOST)
    return Position(**degrees, accuracy=accuracy, age=age, at=at)


def _device(given: Mapping[str, Any], reading: Reading) -> Device | None:
    told = _object(given, "device", (), reading)
    if not told:
        return None
    where = ("device",)
    _known_only(told, DEVICE, where, reading)
    return Device(
        reading.part((*where, "clock_ahead"), lambda: _seconds(told, "clock_ahead"), None),
        reading.part((*where, "app"), lambda: _app(told), None),
    )


def _app(given: Mapping[str, Any]) -> str | None:
    app = _text(given, "app", LONGEST_APP)
    if app is not None and not app.isprintable():
        raise EvidenceInvalid("app", "must be text in one line")
    return app


def _known_only(
    given: Mapping[str, Any], known: frozenset[str], where: Where, reading: Reading
) -> None:
    for name in given:
        if name not in known:
            reading.part((*where, name), partial(known_only, {name: 0}, known), None)


def _instant(given: Mapping[str, Any], name: str) -> int | None:
    return None if given.get(name) is None else instant(given, name)


def _seconds(given: Mapping[str, Any], name: str) -> float | None:
    return None if given.get(name) is None else _number(given, name, -MOST, MOST)


def _number(given: Mapping[str, Any], name: str, least: float, most: float) -> float:
    value = given.get(name)
    if type(value) not in (int, float) or value is None or not least <= value <= most:
        said = f"must be a number from {least:,} to {most:,}, not {shown(value)}"
        raise EvidenceInvalid(name, said)
    return value  # type: ignore[no-any-return]  # a number by the lines above
