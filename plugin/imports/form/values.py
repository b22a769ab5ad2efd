"""The form of a single value that a row says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from plugin.imports.form.words import Column, Key, Table, Text, scalar_of, template_of
from plugin.imports.mapping import Constant, Said, Scalar, Unit, Value
from plugin.imports.template import Template, of_text
from standards.schema.base import Form, refuse
from standards.schema.base import Value as Field
from standards.schema.values import Flag, Word
from standards.wording import instead_of, listed, shown

# What a value can come to in a line.
SORTS = {
    "text": "a text",
    "whole": "a whole number",
    "number": "a number",
    "measured": "a number of the export",
    "truth": "a truth value",
    "list": "a list",
}
FACT = ("text", "whole", "number", "measured", "truth")
NUMBER = ("whole", "number", "measured")
_SORT_OF = {bool: "truth", int: "whole", float: "number", str: "text"}


class Plain(Field):
    """A text with columns in braces, or a plain number or truth value."""

    def read(self, value: Any) -> Value:
        return plain_value(value)


class SaidForm(Form):
    """A value looked at more closely than a text with columns can say."""

    column = Column("The column, or several in braces.", required=True)
    words = Table("A table of words, or the name of one.")
    otherwise = Plain("What a word becomes that the table lacks.")
    number = Flag("Whether it is a number.")
    unit = Word("What the number counts; then the value is a duration.", Unit)
    split = Text("What stands between several values.")

    @validates_schema
    def _one_reading(self, data: Mapping[str, Any], **_: Any) -> None:
        if "otherwise" in data and "words" not in data:
            raise ValidationError("otherwise than what; write words beside it", "otherwise")
        ways = [way for way in ("words", "number", "unit", "split") if way in data]
        if len(ways) > 1:
            raise ValidationError(f"read in {len(ways)} ways; write one of {listed(ways)}", ways[0])

    @post_load
    def _said(self, data: dict[str, Any], **_: Any) -> Any:
        return Said(data.pop("column"), **data)


class ValueField(Field):
    """A text with columns in braces, a plain number or truth value, or a `SaidForm`.

    `sorts` are what it may come to: a line with anything else could not be read.
    """

    def __init__(self, description: str = "", sorts: Sequence[str] = FACT, **more: Any) -> None:
        super().__init__(description, **more)
        self.sorts = sorts

    def read(self, value: Any) -> Value:
        said = value_of(value)
        for sort in sorts_of(said):
            if sort not in self.sorts:
                mend = f"write {listed(SORTS[known] for known in self.sorts)}"
                refuse(f"this comes to {SORTS[sort]}", mend)
        return said


class KeyField(Field):
    """What identifies something in the helpdesk: `kind/id`, unless a table gives it."""

    def read(self, value: Any) -> Value:
        if not isinstance(value, dict):
            return of_template(Key().read(value))
        said = value_of(value)
        if set(sorts_of(said)) != {"text"}:
            refuse("an id is a text", "write kind/id, such as user/7")
        return said


class Chosen(Field):
    """One of a closed list: said by the mapping itself, or by its table of words."""

    def __init__(self, description: str, words: Iterable[Any], **options: Any) -> None:
        super().__init__(description, **options)
        self.words = tuple(words)

    def read(self, value: Any) -> Value:
        said = value_of(value)
        for word in outcomes_of(said):
            if word is None:
                refuse("the export's own word", "give it a table: {column: …, words: {…: …}}")
            if word not in self.words:
                known = (shown(known).strip("'") for known in self.words)
                refuse(f"{shown(word)} is not known here", instead_of(shown(word), known))
        return said


def value_of(value: Any) -> Value:
    """The value a form says, as a mapping or plainly."""
    if not isinstance(value, dict):
        return plain_value(value)
    said: Said = SaidForm().load(value)
    return said


def plain_value(value: Any) -> Value:
    """The value that a text with columns, a number or a truth value says."""
    scalar = scalar_of(value)
    if not isinstance(scalar, str):
        return Constant(scalar)
    return of_template(template_of(of_text, scalar))


def of_template(template: Template) -> Value:
    """The value of a text: a constant when no column is in it."""
    constant = template.constant
    return Said(template) if constant is None else Constant(constant)


def sorts_of(value: Value) -> Iterator[str]:
    """What the value can come to in a line, by the words of `SORTS`."""
    if isinstance(value, Constant):
        yield _SORT_OF[type(value.value)]
    elif value.words is None:
        yield "list" if value.split else "measured" if value.number and not value.unit else "text"
    else:
        yield from (_SORT_OF[type(word)] for word in value.words.values())
        yield from () if value.otherwise is None else sorts_of(value.otherwise)


def outcomes_of(value: Value) -> Iterator[Scalar | None]:
    """Everything the value can become; None for what only the export knows."""
    if isinstance(value, Constant):
        yield value.value
    elif value.words is None:
        yield None
    else:
        yield from value.words.values()
        if value.otherwise is not None:
            yield from outcomes_of(value.otherwise)
