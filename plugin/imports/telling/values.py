"""What a row says, by the rules of a mapping: functions from cells to values.

A function returns None for what is unknown and raises Refused for what it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import floor
from operator import itemgetter
from typing import TypeAlias

from plugin.imports.exports.cells import Cells, Places
from plugin.imports.exports.rows import Refused
from plugin.imports.mapping import SECONDS_IN, Constant, How, Look, Said, Scalar, Unit, Value, When
from plugin.imports.template import Template
from standards.durations import show_duration

Known: TypeAlias = "Scalar | list[str] | None"
Says: TypeAlias = "Callable[[Cells], Known]"
Number: TypeAlias = "int | float"

_NUMBERS = {
    mark: re.compile(rf"[-+]?\d{{1,15}}(?:{re.escape(mark)}\d{{1,15}})?", re.ASCII) for mark in ".,"
}


def text_of(template: Template, places: Places) -> Callable[[Cells], str]:
    """The template's text in a row; empty when one of its columns is."""
    indexes = [places[column] for column in template.columns]
    if template.literals == ("", ""):
        return itemgetter(indexes[0])
    first, *literals = template.literals
    if len(indexes) == 1:
        index, last = indexes[0], literals[0]
        return lambda cells: f"{first}{text}{last}" if (text := cells[index]) else ""

    def joined(cells: Cells) -> str:
        texts = [cells[index] for index in indexes]
        if not all(texts):
            return ""
        return first + "".join(map(str.__add__, texts, literals))

    return joined


def value_of(value: Value, places: Places, decimal: str, prefix: str = "") -> Says:
    """What the value is in a row; `prefix` stands before every text of it."""
    if isinstance(value, Constant):
        constant = _ours(value.value, prefix)
        return lambda _: constant
    if value.words is not None:
        return _worded(value, places, decimal, prefix)
    text = text_of(_prefixed(value.text, prefix), places)
    if value.unit is not None or value.number:
        return _counted(value, text, decimal)
    if value.split is not None:
        mark = value.split
        return lambda cells: [part.strip() for part in text(cells).split(mark) if part.strip()]
    return lambda cells: text(cells) or None


def number_of(text: str, decimal: str, column: str) -> Number:
    """The number a text says, whole when it is."""
    if not _NUMBERS[decimal].fullmatch(text):
        raise Refused("no number", column, text)
    number = float(text.replace(decimal, "."))
    return int(number) if number.is_integer() else number


def when_of(when: When, places: Places) -> Callable[[Cells], bool]:
    """Whether a row fulfils the condition; every row does when there is none."""
    if not when:
        return lambda _: True
    ways = [[_look(look, places) for look in every] for every in when]
    if len(ways) == 1 and len(ways[0]) == 1:
        return ways[0][0]
    return lambda cells: any(all(look(cells) for look in every) for every in ways)


def _prefixed(template: Template, prefix: str) -> Template:
    first, *literals = template.literals
    return Template((prefix + first, *literals), template.columns)


def _worded(value: Said, places: Places, decimal: str, prefix: str) -> Says:
    text = text_of(value.text, places)
    assert value.words is not None
    words = {word: _ours(ours, prefix) for word, ours in value.words.items()}
    column = value.text.columns[0]
    otherwise = value.otherwise
    other = None if otherwise is None else value_of(otherwise, places, decimal, prefix)

    def said(cells: Cells) -> Known:
        word = text(cells)
        if word in words:
            return words[word]
        if not word:
            return None
        if other is None:
            raise Refused("a word that the table of words does not have", column, word)
        return other(cells)

    return said


def _ours(word: Scalar, prefix: str) -> Known:
    """A word of the mapping itself; an empty one is no word."""
    if word == "":
        return None
    return f"{prefix}{word}" if prefix else word


def _counted(value: Said, text: Callable[[Cells], str], decimal: str) -> Says:
    column, unit = value.text.columns[0], value.unit

    def said(cells: Cells) -> Known:
        word = text(cells)
        if not word:
            return None
        number = number_of(word, decimal, column)
        return number if unit is None else _duration(number, unit, column, word)

    return said


def _duration(number: Number, unit: Unit, column: str, text: str) -> str:
    if number < 0:
        raise Refused("a duration below zero", column, text)
    return show_duration(floor(number * SECONDS_IN[unit]))


def _look(look: Look, places: Places) -> Callable[[Cells], bool]:
    place, wanted = places[look.column], frozenset(look.wanted)
    match look.how:
        case How.IS:
            return lambda cells: cells[place] in wanted
        case How.NOT:
            return lambda cells: cells[place] not in wanted
        case How.STARTS:
            return lambda cells: cells[place].startswith(look.wanted)
        case How.EMPTY:
            empty = look.wanted == ("true",)
            return lambda cells: (not cells[place]) == empty
