"""The small words of a mapping: texts with columns, conditions, tables of words, dates.

Each is read into the type of `mapping.py`, or refused with what is wrong; what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError

from plugin.imports.mapping import How, Look, Scalar, When
from plugin.imports.telling.formats import refusal
from plugin.imports.template import Template, of_column, of_text
from standards.schema.base import Value, refuse
from standards.schema.groups import whole
from standards.wording import instead_of, shown
from standards.zones import load_zone

SCALARS = (str, int, float, bool)


class Text(Value):
    """A text as it stands, which may be blank; a number or a truth value has to be quoted."""

    def read(self, value: Any) -> Any:
        return text_of(value)


class Texts(Value):
    """One text or a list of texts, as a tuple."""

    def read(self, value: Any) -> tuple[str, ...]:
        return texts_of(value)


class Column(Value):
    """One column, named bare, or several in braces."""

    def read(self, value: Any) -> Template:
        return column_of(value)


class Columns(Value):
    """One column or a list of columns, as a tuple."""

    def read(self, value: Any) -> tuple[Template, ...]:
        return tuple(map(column_of, texts_of(value)))


class Key(Value):
    """What identifies something in the helpdesk: its kind, a slash, its id."""

    def read(self, value: Any) -> Template:
        template = template_of(of_text, value)
        if not re.match(r"[a-z][a-z_-]*/", template.literals[0]):
            refuse(f"{shown(value)} does not say what it is", "write kind/id, such as ticket/{Id}")
        return template


class Condition(Value):
    """Looks at columns, all of which hold; a list of conditions holds when one of them does."""

    def read(self, value: Any) -> When:
        if isinstance(value, list):
            return tuple(whole(enumerate(value), _every).values())
        return (_every(value),)


class Table(Value):
    """The words of an export and what each becomes."""

    def read(self, value: Any) -> Mapping[str, Scalar]:
        if isinstance(value, str):
            refuse(f"no table of words is called {shown(value)}", "write it under words")
        if not isinstance(value, dict) or not value:
            refuse(f"{shown(value)} is no table of words", "write `their word: our word`")
        return whole(value.items(), scalar_of)


class Zone(Value):
    """The name of an IANA time zone."""

    def read(self, value: Any) -> str:
        name = text_of(value)
        try:
            load_zone(name)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return name


class Formats(Value):
    """One form of date, or several that are tried in turn."""

    def read(self, value: Any) -> tuple[str, ...]:
        formats = texts_of(value)
        for reason in filter(None, map(refusal, formats)):
            raise ValidationError(reason)
        return formats


def text_of(value: Any) -> str:
    """The value, which must be a text."""
    if isinstance(value, dict):
        refuse("YAML reads braces at the start as a mapping", 'put the text in quotes: "{Id}"')
    if not isinstance(value, str):
        refuse(f"{shown(value)} is no text", "put it in quotes, for an export holds text")
    return value


def texts_of(value: Any) -> tuple[str, ...]:
    """The value, which must be one text or a list of texts."""
    if isinstance(value, list):
        return tuple(whole(enumerate(value), text_of).values())
    return (text_of(value),)


def scalar_of(value: Any) -> Scalar:
    """The value, which must be a text, a number or a truth value."""
    if not isinstance(value, SCALARS):
        refuse(shown(value), "write a text, a number, true or false")
    return value


def column_of(value: Any) -> Template:
    """The value, which must name a column."""
    template = template_of(of_column, value)
    if not template.columns:
        refuse(f"{shown(value)} names no column", "write its name, or several in {braces}")
    return template


def template_of(make: Callable[[str], Template], value: Any) -> Template:
    """The template that a text makes."""
    try:
        return make(text_of(value))
    except ValueError as error:
        return refuse(str(error), "a column stands in {braces}; {{ is a brace itself")


def _every(value: Any) -> tuple[Look, ...]:
    if not isinstance(value, dict) or not value:
        refuse(f"{shown(value)} is no condition", "write `Column: its text`")
    pairs = ((column, (column, wanted)) for column, wanted in value.items())
    return tuple(whole(pairs, lambda pair: _look(*pair)).values())


def _look(column: str, wanted: Any) -> Look:
    if not isinstance(wanted, dict):
        return Look(column, How.IS, texts_of(wanted))
    ways = {str(how): how for how in How if how is not How.IS}
    if len(wanted) != 1 or not wanted.keys() <= ways.keys():
        word = next((word for word in wanted if word not in ways), "")
        refuse("a column is looked at in one other way", instead_of(word, ways))
    ((word, value),) = wanted.items()
    if ways[word] is not How.EMPTY:
        return Look(column, ways[word], texts_of(value))
    if not isinstance(value, bool):
        refuse(f"{shown(value)} is neither true nor false", "write one, without quotes")
    return Look(column, How.EMPTY, ("true",) if value else ("false",))
