"""How parts of a criterion are filled in as fields of a form: plain words out, plain words in.

Each part gives its fields by name as text, and takes them back. What a part cannot show, because
it is written in a rarer way, it gives as None; such a part stays as it is in the YAML. Whoever
changes nothing changes nothing: a part whose fields are as they were keeps what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, TypeAlias

from plugin.authoring.written.patching import same
from standards.scalars import resolve
from standards.source import Plain

Fields: TypeAlias = "Mapping[str, str]"


class Absent(StrEnum):
    """Says that nothing is written."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Maybe: TypeAlias = "Plain | Absent"

NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_WORD = re.compile(r"[^,;\n]+")
FIELD = "fields"


class Part(Protocol):
    """A part of a criterion, filled in by the fields that its name begins."""

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """Its fields as text; None when it is written in a way they cannot show."""

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """What the fields say; `was` is what was written."""


def merged(part: Part, fields: Fields, name: str, was: Maybe) -> Maybe:
    """What is to be written: what was, where the fields say the same or cannot say it."""
    shown = part.shown(was, name)
    if shown is None or all(fields.get(each, text) == text for each, text in shown.items()):
        more = {each for each in fields if each.startswith(f"{name}-") and fields[each]}
        if shown is None or more <= shown.keys():
            return was
    return part.taken({**(shown or {}), **fields}, name, was)


@dataclass(frozen=True, slots=True)
class Text:
    """Words, in one field."""

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The words."""
        if plain is ABSENT or plain is None:
            return {name: ""}
        return {name: plain} if isinstance(plain, str) else None

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The words, without blanks around them."""
        return fields[name].strip() or ABSENT


@dataclass(frozen=True, slots=True)
class Number:
    """A number; whatever else is written there is shown as it is, so that it can be mended."""

    of_hundred: bool = False  # written as a share, shown as so many of a hundred

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The number with a point."""
        if plain is ABSENT or plain is None:
            return {name: ""}
        if isinstance(plain, str):
            return {name: plain}
        if isinstance(plain, bool) or not isinstance(plain, int | float):
            return None
        return {name: said(round(plain * 100, 6) if self.of_hundred else plain)}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The number, or the words as they are: their fault is told beside them."""
        words = (
            fields[name].strip().rstrip("%").strip() if self.of_hundred else fields[name].strip()
        )
        found = number_in(words)
        if isinstance(found, float | int) and self.of_hundred:
            return round(found / 100, 8)
        return found if words else ABSENT


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes, no, or nothing said."""

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """`true`, `false` or nothing."""
        if plain is ABSENT:
            return {name: ""}
        return {name: str(plain).lower()} if isinstance(plain, bool) else None

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """True, false, or nothing."""
        return {"true": True, "false": False}.get(fields[name], ABSENT)


@dataclass(frozen=True, slots=True)
class Several:
    """Some of a few words, joined by commas in one field."""

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The words, joined."""
        if plain is ABSENT:
            return {name: ""}
        if not isinstance(plain, list) or not all(_is_word(each) for each in plain):
            return None
        return {name: ",".join(map(str, plain))}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The words, those that stood there in their order; [] where there were some."""
        now = [each for each in fields[name].split(",") if each]
        before = [str(each) for each in was] if isinstance(was, list) else []
        kept: list[Plain] = [each for each in before if each in now]
        found = [*kept, *(each for each in now if each not in before)]
        return found if found or isinstance(was, list) else ABSENT


@dataclass(frozen=True, slots=True)
class Words:
    """A text in each language, a field each; `loose` where one language is enough."""

    languages: tuple[str, ...]
    loose: bool = False

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The text of each language; a plain one is that of the first."""
        first = self.languages[0]
        empty = {f"{name}-{each}": "" for each in self.languages}
        if plain is ABSENT or plain is None:
            return empty
        if isinstance(plain, str):
            return {**empty, f"{name}-{first}": plain}
        if not isinstance(plain, dict) or not all(isinstance(each, str) for each in plain.values()):
            return None
        return {**empty, **{f"{name}-{each}": str(text) for each, text in plain.items()}}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The texts that are filled in; a plain one where that is enough."""
        known = (
            [*self.languages, *(each for each in was if each not in self.languages)]
            if (isinstance(was, dict))
            else [*self.languages]
        )
        told: dict[str, Plain] = {
            each: text
            for each in known
            if (text := fields.get(f"{name}-{each}", "").replace("\r\n", "\n").strip())
        }
        if not told:
            return ABSENT
        plain = isinstance(was, str) or self.loose or len(self.languages) == 1
        if not isinstance(was, dict) and plain and told.keys() == {self.languages[0]}:
            return told[self.languages[0]]
        return told


@dataclass(frozen=True, slots=True)
class Condition:
    """Facts and the values that fit: `channel: email, chat; fields.tier: gold`.

    `single` writes one value without brackets: the facts of an example, the answers of a question.
    """

    single: bool = False

    def shown(self, plain: Maybe, name: str) -> Fields | None:
        """The facts in one line."""
        if plain is ABSENT:
            return {name: ""}
        if isinstance(plain, str):
            return {name: plain}
        if not isinstance(plain, dict):
            return None
        told = [_fact(key, each) for key, each in _flat(plain)]
        return None if None in told else {name: "; ".join(each for each in told if each)}

    def taken(self, fields: Fields, name: str, was: Maybe) -> Maybe:
        """The facts; words that name none are kept as they are, with their fault."""
        line = fields[name].replace("\n", ";").strip()
        parts = [each.strip() for each in line.split(";") if each.strip()]
        if not parts:
            return ABSENT
        if not all(":" in each for each in parts):
            return line
        before = dict(_flat(was)) if isinstance(was, dict) else {}
        made: dict[str, Plain] = {}
        for each in parts:
            key, _, values = each.partition(":")
            self._put(made, key.strip(), values, before)
        return made

    def _put(
        self, made: dict[str, Plain], key: str, values: str, before: Mapping[str, Plain]
    ) -> None:
        found: list[Plain] = [resolved(each.strip()) for each in values.split(",") if each.strip()]
        was = before.get(key)
        alone = len(found) == 1 and (self.single or (key in before and not isinstance(was, list)))
        value: Plain = found[0] if alone and not isinstance(was, list) else found
        if isinstance(was, list) and same(was, found):
            value = was
        own, _, inner = key.partition(".")
        if own == FIELD and inner:
            below = made.get(FIELD)
            made[FIELD] = {**(below if isinstance(below, dict) else {}), inner: value}
        else:
            made[key] = value


def resolved(words: str) -> Plain:
    """What the words mean where they stand without quotes."""
    try:
        return resolve(words)
    except ValueError:
        return words


def number_in(words: str) -> Plain:
    """The number, or the words where they are none; a comma may stand for the point."""
    told = words.replace(",", ".") if words.count(",") == 1 else words
    return resolved(told) if NUMBER.fullmatch(told) else words


def said(number: float) -> str:
    """The number as it is typed: without a point where it is whole."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) < 2**53
    return str(int(number)) if whole else repr(number)


def _flat(plain: Mapping[str, Plain]) -> Iterable[tuple[str, Plain]]:
    for key, each in plain.items():
        if key == FIELD and isinstance(each, dict):
            yield from ((f"{FIELD}.{own}", inner) for own, inner in each.items())
        else:
            yield key, each


def _fact(key: str, value: Plain) -> str | None:
    """A fact with its values; None where one of them cannot stand in a line."""
    values = value if isinstance(value, list) else [value]
    if not values or not all(_is_word(each) for each in values) or not _is_word(key):
        return None
    return f"{key}: {', '.join(_plainly(each) for each in values)}"


def _plainly(value: Plain) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_word(value: Plain) -> bool:
    """Whether a line of words brings it back as it is."""
    if isinstance(value, bool | int | float):
        return True
    is_text = isinstance(value, str) and bool(_WORD.fullmatch(value)) and ":" not in str(value)
    return is_text and resolved(str(value)) == value and str(value).strip() == value
