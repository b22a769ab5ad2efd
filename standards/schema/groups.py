"""Values made of values: lists, mappings by name, one or many.

`Parts` and `NamedParts` keep what they could read of each item, so that a fault in one criterion
hides nothing in another; all others keep nothing of what has a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marshmallow import ValidationError

from standards.said import Said
from standards.schema.base import Describe, Described, Form, One, Value, refuse
from standards.wording import shown

_LONGEST_NAME = 60
_ENOUGH = 500  # faults of one list of values


class Many(Value):
    """A list of values, as a tuple."""

    def __init__(self, item: Value, description: str = "", least: int = 0, **options: Any) -> None:
        super().__init__(description, **options)
        self.item, self.least = item, least

    def read(self, value: Any) -> Any:
        return tuple(whole(enumerate(self.listed(value)), self.item.deserialize).values())

    def listed(self, value: Any) -> list[Any]:
        """The list itself; ValidationError when it is none or too short."""
        if not isinstance(value, list):
            what = Said("a list is wanted here, not {value}", value=shown(value))
            refuse(what, Said("write [one, two]"))
        if len(value) < self.least:
            refuse(Said("the list is too short"), Said("write at least {least}", least=self.least))
        return value

    def described(self, of: Describe) -> Described:
        return {"type": "array", "items": of.value(self.item), "minItems": self.least}


class OneOrMany(Many):
    """A value or a list of values, as a tuple."""

    def read(self, value: Any) -> Any:
        return super().read(value) if isinstance(value, list) else (self.item.deserialize(value),)

    def described(self, of: Describe) -> Described:
        many = super().described(of)
        return {"anyOf": [many["items"], many]}


class Named(Value):
    """A mapping of free names to values."""

    def __init__(self, item: Value, description: str = "", least: int = 1, **options: Any) -> None:
        super().__init__(description, **options)
        self.item, self.least = item, least

    def read(self, value: Any) -> Any:
        return whole(self.mapped(value).items(), self.item.deserialize)

    def mapped(self, value: Any) -> dict[str, Any]:
        """The mapping itself; ValidationError when it is none, too short, or a name is blank."""
        if not isinstance(value, dict):
            what = Said("a mapping is wanted here, not {value}", value=shown(value))
            refuse(what, Said("write {{name: value}}"))
        if len(value) < self.least:
            least = Said("write at least {least}", least=self.least)
            refuse(Said("the mapping has too few entries"), least)
        for name in value:
            if not name.strip() or len(name) > _LONGEST_NAME:
                what = Said("{name} is no name", name=shown(name))
                refuse(what, Said("write 1 to {most} characters", most=_LONGEST_NAME))
        return value

    def described(self, of: Describe) -> Described:
        values = of.value(self.item)
        return {"type": "object", "additionalProperties": values, "minProperties": self.least}


class Parts(Many):
    """A list of mappings, by number: each as what could be read of it."""

    def __init__(self, form: type[Form], description: str, **options: Any) -> None:
        super().__init__(One(form), description, **options)
        self.form = form()

    def read(self, value: Any) -> Any:
        return in_parts(enumerate(self.listed(value)), self.form.load)


class NamedParts(Named):
    """A mapping of names to mappings: each as what could be read of it."""

    def __init__(self, form: type[Form], description: str, **options: Any) -> None:
        super().__init__(One(form), description, **options)
        self.form = form()

    def read(self, value: Any) -> Any:
        return in_parts(self.mapped(value).items(), self.form.load)


def whole(items: Iterable[tuple[Any, Any]], read: Callable[[Any], Any]) -> dict[Any, Any]:
    """What each value says under its key; ValidationError with their faults under theirs."""
    try:
        return in_parts(items, read, _ENOUGH)
    except ValidationError as error:
        raise ValidationError(error.messages) from error


def in_parts(
    items: Iterable[tuple[Any, Any]], read: Callable[[Any], Any], most: int | None = None
) -> dict[Any, Any]:
    """The same, with whatever could be read of all of them as the error's `valid_data`.

    No more are read after so many faults (None: all of them).
    """
    good: dict[Any, Any] = {}
    faults: dict[Any, Any] = {}
    for key, item in items:
        try:
            good[key] = read(item)
        except ValidationError as error:
            faults[key] = error.messages
            good[key] = error.valid_data
            if len(faults) == most:
                break
    if faults:
        raise ValidationError(faults, valid_data=good)
    return good
