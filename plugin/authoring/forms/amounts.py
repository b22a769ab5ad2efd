"""Limits as fields of a form: a number, and what it is a number of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from plugin.authoring.forms.fields import ABSENT, NUMBER, Fields, Maybe, number_in, said
from standards.source import Plain

NUMBER_UNIT, WRITTEN = "number", "written"
_IN_SECONDS: Mapping[str, int] = {"hours": 3_600, "minutes": 60, "seconds": 1}
_DAYS = ("working_days", "calendar_days")
UNITS = (*_IN_SECONDS, *_DAYS, NUMBER_UNIT, WRITTEN)

_SPAN = re.compile(r"PT([0-9]+)([HMS])")
_LETTERS = {"H": "hours", "M": "minutes", "S": "seconds"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A span of time or a number, in a field `NAME` and its unit in `NAME-unit`.

    `unit` is what a new one is a number of. What no unit says, PT1H30M, is shown as it is written.
    """

    unit: str

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The number and its unit."""
        told = self._told(plain)
        return None if told is None else {name: told[0], f"{name}-unit": told[1]}

    def _told(self, plain: Maybe) -> tuple[str, str] | None:
        if plain is ABSENT or plain is None:
            return "", self.unit
        if isinstance(plain, int | float) and not isinstance(plain, bool):
            return said(plain), NUMBER_UNIT
        if isinstance(plain, str):
            found = _SPAN.fullmatch(plain)
            return (found[1], _LETTERS[found[2]]) if found else (plain, WRITTEN)
        if isinstance(plain, dict) and len(plain) == 1:
            (unit, days), *_ = plain.items()
            if unit in _DAYS and isinstance(days, int | str) and not isinstance(days, bool):
                return str(days), unit
        return None

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The amount; words that are no number are kept as they are, with their fault."""
        words, unit = fields[name].strip(), fields.get(f"{name}-unit", self.unit)
        if not words:
            return ABSENT
        if unit == WRITTEN and NUMBER.fullmatch(words.replace(",", ".")):
            unit = self.unit  # it was shown as it is written because it was no number before
        if unit in _DAYS:
            return {unit: number_in(words)}
        if unit in _IN_SECONDS:
            return _span(words, _IN_SECONDS[unit], unit[0].upper())
        return number_in(words) if unit == NUMBER_UNIT else words


def _span(words: str, size: int, letter: str) -> Plain:
    """`4` hours are PT4H, `1.5` PT1H30M; what is no number is kept."""
    told = words.replace(",", ".")
    if not NUMBER.fullmatch(told) or told.startswith("-"):
        return words
    number = Fraction(told)
    if number.denominator == 1:
        return f"PT{number.numerator}{letter}"
    seconds = round(number * size)
    parts = [("H", seconds // 3_600), ("M", seconds % 3_600 // 60), ("S", seconds % 60)]
    return "PT" + "".join(f"{count}{each}" for each, count in parts if count)
