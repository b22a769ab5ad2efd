"""Reads the conditions of an XLSForm (`relevant`, XPath 1.0) as far as `show_if` can say them.

`show_if` says: each of these questions was answered by one of these answers. So what can be taken
is an `and` of answers to different questions, and an `or` of answers to one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugin.exchange.workbooks.escaping import restored

MOST_DEPTH = 40
LONGEST = 4_000  # characters

Conditions = Mapping[str, frozenset[str]]

_TOKEN = re.compile(
    r"\s*(?:(?P<name>\$\{\s*[^}\s]+\s*\})|(?P<text>'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?)"
    r"|(?P<mark>!=|=|\(|\)|,)|(?P<word>[a-z]+\b))"
)


class Unsayable(Exception):
    """The condition says something that `show_if` cannot."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a condition says; `is_narrower` where it also held while nothing was answered."""

    shown_if: Conditions
    is_narrower: bool = False


def read_relevant(text: str, answers: Mapping[str, frozenset[str]]) -> Read:
    """What the expression says. Unsayable where it cannot be said.

    `answers` are those that earlier questions can have, by the name of the question; an empty set
    where they cannot be listed.
    """
    if len(text) > LONGEST:
        raise Unsayable
    reading = _Reading(_tokens(text), answers)
    found = reading.either(0)
    if reading.at != len(reading.tokens):
        raise Unsayable
    return Read(found, reading.is_narrower)


def _tokens(text: str) -> tuple[tuple[str, str], ...]:
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        token = _TOKEN.match(stripped, at)
        if token is None:
            raise Unsayable
        found.append((str(token.lastgroup), token[str(token.lastgroup)]))
        at = token.end()
    return tuple(found)


@dataclass(slots=True)
class _Reading:
    """A descent over the tokens; `either` and `both` are the levels of `or` and `and`."""

    tokens: tuple[tuple[str, str], ...]
    answers: Mapping[str, frozenset[str]]
    at: int = field(default=0)
    is_narrower: bool = field(default=False)

    def either(self, depth: int) -> Conditions:
        if depth > MOST_DEPTH:
            raise Unsayable
        found = self.both(depth)
        while self._takes(("word", "or")):
            found = _any_of(found, self.both(depth))
        return found

    def both(self, depth: int) -> Conditions:
        found = self._one(depth)
        while self._takes(("word", "and")):
            found = _all_of(found, self._one(depth))
        return found

    def _one(self, depth: int) -> Conditions:
        kind, token = self._next()
        if (kind, token) == ("mark", "("):
            return self._closed(self.either(depth + 1))
        if (kind, token) == ("word", "not"):
            self._must(("mark", "("))
            return self._not(self._closed(self.either(depth + 1)))
        if (kind, token) == ("word", "selected"):
            return self._selected()
        if kind == "name":
            return self._compared(token)
        raise Unsayable

    def _selected(self) -> Conditions:
        self._must(("mark", "("))
        kind, name = self._next()
        if kind != "name":
            raise Unsayable
        self._must(("mark", ","))
        return self._closed(self._is(name, self._text()))

    def _compared(self, name: str) -> Conditions:
        if self._takes(("mark", "=")):
            return self._is(name, self._text())
        self._must(("mark", "!="))
        return self._not(self._is(name, self._text()))

    def _is(self, name: str, answer: str) -> Conditions:
        code = name[2:-1].strip()
        possible = self.answers.get(code)
        if possible is None or (possible and answer not in possible):
            raise Unsayable
        return {code: frozenset({answer})}

    def _not(self, found: Conditions) -> Conditions:
        """Any other answer to the one question; that none was given cannot be asked for."""
        if len(found) != 1:
            raise Unsayable
        ((code, wanted),) = found.items()
        others = self.answers[code] - wanted
        if not others:
            raise Unsayable
        self.is_narrower = True
        return {code: others}

    def _text(self) -> str:
        kind, token = self._next()
        if kind != "text":
            raise Unsayable
        return restored(token[1:-1]) if token[0] in "'\"" else token

    def _closed(self, found: Conditions) -> Conditions:
        self._must(("mark", ")"))
        return found

    def _takes(self, wanted: tuple[str, str]) -> bool:
        is_next = self.tokens[self.at : self.at + 1] == (wanted,)
        self.at += is_next
        return is_next

    def _must(self, wanted: tuple[str, str]) -> None:
        if not self._takes(wanted):
            raise Unsayable

    def _next(self) -> tuple[str, str]:
        if self.at == len(self.tokens):
            raise Unsayable
        self.at += 1
        return self.tokens[self.at - 1]


def _all_of(one: Conditions, other: Conditions) -> Conditions:
    found = dict(one)
    for code, answers in other.items():
        found[code] = found.get(code, answers) & answers
        if not found[code]:
            raise Unsayable
    return found


def _any_of(one: Conditions, other: Conditions) -> Conditions:
    if len(one) != 1 or one.keys() != other.keys():
        raise Unsayable
    return {code: answers | other[code] for code, answers in one.items()}
