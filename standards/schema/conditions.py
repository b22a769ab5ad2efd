"""Facts by name, the firm's own under `fields`: in `when`, `applies` and the facts of examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from standards.conditions import FACTS, FIELD, Condition
from standards.kinds import Status
from standards.said import Said
from standards.schema.base import Describe, Described, Value, refuse
from standards.schema.groups import Many, Named, OneOrMany, whole
from standards.schema.values import Word
from standards.wording import instead_of, shown

_FIELDS = FIELD.rstrip(".")


class Plain(Value):
    """A text, a number, true or false."""

    def read(self, value: Any) -> Any:
        if not isinstance(value, str | int | float | bool) or value == "":
            what = Said("{value} is no value of a fact", value=shown(value))
            refuse(what, Said("write a text, a number, true or false"))
        return value

    def described(self, of: Describe) -> Described:
        return {"type": ["string", "number", "boolean"]}


class Fact(Value):
    """The value of a fact, or several as a tuple."""

    one = Plain()

    def read(self, value: Any) -> Any:
        return Many(self.one).read(value) if isinstance(value, list) else self.one.read(value)

    def described(self, of: Describe) -> Described:
        return OneOrMany(self.one).described(of)


class Facts(Value):
    """Facts by name, those under `fields` as `fields.NAME`."""

    item: Value = Fact()
    closed: ClassVar[Mapping[str, Value]] = {"status": Word("", Status)}

    def read(self, value: Any) -> Any:
        if not isinstance(value, dict) or not value:
            what = Said("{value} names no fact", value=shown(value))
            refuse(what, Said("write {{channel: email}}"))
        return dict(_flat(whole(((key, (key, value[key])) for key in value), self._fact)))

    def _fact(self, named: tuple[str, Any]) -> Any:
        name, value = named
        if name == _FIELDS:
            return Named(self.item).deserialize(value)
        if name not in FACTS:
            own = Said("{mend} The firm's own stand under `fields`", mend=instead_of(name, FACTS))
            refuse(Said("{name} is no fact of a contact", name=shown(name)), own)
        return self.closed.get(name, self.item).deserialize(value)

    def described(self, of: Describe) -> Described:
        facts = {name: of.value(self.closed.get(name, self.item)) for name in FACTS}
        own = of.value(Named(self.item, "The firm's own facts."))
        return {
            "type": "object",
            "properties": facts | {_FIELDS: own},
            "additionalProperties": False,
            "minProperties": 1,
        }


class When(Facts):
    """The condition that each fact named has its value, or one of its values."""

    item = OneOrMany(Plain(), least=1)
    closed: ClassVar[Mapping[str, Value]] = {"status": OneOrMany(Word("", Status), least=1)}

    def read(self, value: Any) -> Condition:
        return Condition.of(super().read(value))


def _flat(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if name == _FIELDS:
            yield from ((FIELD + own, inner) for own, inner in value.items())
        else:
            yield name, value
