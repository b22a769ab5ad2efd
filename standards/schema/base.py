"""What every mapping and value of the form share: how they refuse and how they are described."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, Protocol, TypeAlias

from marshmallow import RAISE, Schema, ValidationError, fields

from standards.said import N_, Said, Use, both
from standards.wording import instead_of, shown

Described: TypeAlias = "Mapping[str, Any]"  # a piece of JSON Schema, draft 2020-12

_UNKNOWN = "unknown"
# Of a key without a value: what is wrong, and what is right without and with what it is for.
_LACKING: Mapping[str, tuple[str, str, str]] = {
    "required": (N_("{key} is missing"), N_("add it"), N_("add it: {use}")),
    "null": (N_("{key} has no value"), N_("write one"), N_("write one: {use}")),
}


class Describe(Protocol):
    """Gives the JSON Schema of the parts that a value is made of."""

    def value(self, value: Value) -> Described:
        """That of a value, with its description."""

    def form(self, form: type[Form]) -> Described:
        """A reference to that of a form."""


class Form(Schema):
    """A mapping with known keys; any other key is refused with the one that was perhaps meant."""

    class Meta:
        unknown = RAISE

    error_messages = {  # noqa: RUF012 - marshmallow declares it so
        "unknown": _UNKNOWN,
        "type": both(Said("a mapping is wanted here"), Said("write `key: value`")),
    }

    def handle_error(self, error: ValidationError, data: Any, **_: Any) -> None:
        """Names each unknown key and the nearest known one."""
        said = error.messages_dict
        for key in said:
            if said[key] == [_UNKNOWN]:
                unknown = Said("unknown key {key}", key=shown(key))
                said[key] = [both(unknown, instead_of(key, self.values()))]

    @classmethod
    def values(cls) -> dict[str, Value]:
        """Every value by its key as it is written."""
        declared = cls._declared_fields.items()
        return {
            field.data_key or name: field for name, field in declared if isinstance(field, Value)
        }


class Value(fields.Field[Any]):
    """A value of a form, read by `read` and described for editors by `described`."""

    def __init__(self, description: str = "", **options: Any) -> None:
        super().__init__(metadata={"description": description}, allow_none=False, **options)

    def make_error(self, key: str, **values: object) -> ValidationError:
        """Of a key without a value: that, and what it is for."""
        name, use = self.data_key or self.name or Said("this"), self.metadata["description"]
        what, add, add_use = _LACKING[key]
        mend = Said(add_use, use=Use(use)) if use else Said(add)
        return ValidationError(both(Said(what, key=name), mend))

    def _deserialize(self, value: Any, attr: Any, data: Any, **_: Any) -> Any:
        return self.read(value)

    def read(self, value: Any) -> Any:
        """What the value says; ValidationError names what is wrong with it."""
        raise NotImplementedError

    def described(self, of: Describe) -> Described:
        """The JSON Schema of the value; `of` gives that of a field within it."""
        raise NotImplementedError


class One(Value):
    """A mapping read by a form as a whole: of a faulty one nothing is kept."""

    def __init__(self, form: type[Form], description: str = "", **options: Any) -> None:
        super().__init__(description, **options)
        self.form = form()

    def read(self, value: Any) -> Any:
        try:
            return self.form.load(value)
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def described(self, of: Describe) -> Described:
        return of.form(type(self.form))


def refuse(text: str, mend: str) -> NoReturn:
    """Raises what is wrong and what would be right."""
    raise ValidationError(both(text, mend))
