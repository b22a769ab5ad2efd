"""Examples: what is given, in words or as an answer, and the verdict it must have."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from standards.model import Example
from standards.said import Said
from standards.schema.base import Describe, Described, Form, Value, refuse
from standards.schema.conditions import Facts
from standards.schema.groups import Many
from standards.schema.values import Text, Word
from standards.schema.words import Words
from standards.wording import instead_of, shown

VERDICTS = ("met", "partly", "missed", "pending", "not_applicable", "unknown")
MEASURED = ("answer", "rating", "count")


class Given(Value):
    """Happenings in order, as a tuple, or one value under `answer`, `rating` or `count`."""

    happenings = Many(Text(most=200), least=1)

    def read(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return self.happenings.deserialize(value)
        if len(value) != 1:
            refuse(Said("one value is given at a time"), Said("write {{answer: yes}}"))
        (key, given), *_ = value.items()
        if key not in MEASURED:
            refuse(Said("{key} cannot be given", key=shown(key)), instead_of(key, MEASURED))
        if isinstance(given, list | dict):
            what = Said("{value} is no single value", value=shown(given))
            refuse(what, Said("write {{{key}: …}}", key=key))
        return {key: given}

    def described(self, of: Describe) -> Described:
        scalar = {"type": ["string", "number", "boolean", "null"]}
        measured = {
            "type": "object",
            "properties": dict.fromkeys(MEASURED, scalar),
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        }
        return {"anyOf": [self.happenings.described(of), measured]}


class ExampleForm(Form):
    """A case the standard itself decides."""

    says = Words("What the example shows, in one line.", load_default=dict)
    given = Given(
        "What happened, [Mon 09:00 opened, Mon 10:00 replied], or {answer: yes}.", required=True
    )
    then = Word("The verdict it must have.", VERDICTS, required=True)
    facts = Facts("Facts of the contact from the beginning.", load_default=dict)
    as_of = Text("When it is judged, Fri 17:00; four weeks on unless it says otherwise.", most=60)

    @post_load
    def made(self, parts: dict[str, Any], **_: Any) -> Example:
        """The example."""
        return Example(**parts)
