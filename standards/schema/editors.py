"""The form as JSON Schema, draft 2020-12: editors complete and check a standard as it is typed.

It says what may stand where. What parts must say together (codes that exist, limits in order,
examples kept) only `plumbline check` knows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Any

from standards.kinds import KINDS, Clock, Count, Question, Rating
from standards.limits import BY_ITSELF, COUNTED, SHARED, TIMED
from standards.schema.base import Described, Form, Value
from standards.schema.spans import SpanOfTime
from standards.schema.standard import StandardForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "Plumbline standard, form 1"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a whole standard."""
    sketch = _Sketch()
    top = sketch.form(StandardForm)
    sketch.definitions["Criterion"]["allOf"] = _by_kind(sketch)
    return {"$schema": DIALECT, "title": TITLE, **top, "$defs": sketch.definitions}


def json_schema_text() -> str:
    """The same as it is committed."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


@dataclass(slots=True)
class _Sketch:
    """Gathers the definition of every form that is met."""

    definitions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def value(self, value: Value) -> Described:
        description = value.metadata["description"]
        return {**({"description": description} if description else {}), **value.described(self)}

    def form(self, form: type[Form]) -> Described:
        name = form.__name__.removesuffix("Form")
        if name not in self.definitions:
            self.definitions[name] = self._mapping(form)
        return {"$ref": f"#/$defs/{name}"}

    def _mapping(self, form: type[Form]) -> dict[str, Any]:
        values = form.values()
        return {
            "description": (getdoc(form) or "").partition("\n")[0],
            "type": "object",
            "properties": {key: self.value(value) for key, value in values.items()},
            "required": [key for key, value in values.items() if value.required],
            "additionalProperties": False,
        }


def _by_kind(sketch: _Sketch) -> list[Described]:
    """What a criterion's limits and examples must be, by the kind that it asks."""
    span, needing = SpanOfTime().described(sketch), {*KINDS.values()} - {*SHARED, *BY_ITSELF}
    return [
        _where(TIMED, "limits", _rows(span)),
        _where(COUNTED, "limits", _rows({"type": "number"})),
        _where(SHARED, "limits", False),
        {"if": _asks(tuple(needing)), "then": {"required": ["limits"]}},
        _where((Clock,), "examples", _given({"type": "array"})),
        _where((Count,), "examples", _given(_told_or("count"))),
        _where((Rating,), "examples", _given(_told_or("rating"))),
        _where((Question,), "examples", _given({"type": "object", "required": ["answer"]})),
    ]


def _where(kinds: tuple[type, ...], key: str, value: Described | bool) -> Described:
    return {"if": _asks(kinds), "then": {"properties": {key: value}}}


def _asks(kinds: tuple[type, ...]) -> Described:
    words = [word for word, kind in KINDS.items() if issubclass(kind, kinds)]
    kind = {"properties": {"kind": {"enum": words}}, "required": ["kind"]}
    return {"properties": {"ask": kind}, "required": ["ask"]}


def _rows(amount: Described) -> Described:
    row = {"properties": {"full": amount, "none": amount}}
    return {**row, "items": row}


def _told_or(key: str) -> Described:
    return {"anyOf": [{"type": "array"}, {"type": "object", "required": [key]}]}


def _given(value: Described) -> Described:
    return {"items": {"properties": {"given": value}}}
