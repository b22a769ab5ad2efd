"""The form of an instant that a row tells."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from plugin.imports.form.words import Column, Formats, Zone, column_of
from plugin.imports.mapping import At, Dates, Later, Offset, Unit
from standards.schema.base import Form, One
from standards.schema.base import Value as Field
from standards.schema.values import Word


class DatesForm(Form):
    """How dates are written."""

    format = Formats("iso, epoch, epoch_ms or a pattern; or a list of them.")
    zone = Zone("The zone of stamps without a trusted offset.")
    offset = Word("What to think of an offset: trust, ignore or doubled.", Offset)

    @post_load
    def _dates(self, data: dict[str, Any], **_: Any) -> Any:
        return Dates(data.get("format"), data.get("zone"), data.get("offset"))


class LaterForm(Form):
    """So much later than a date."""

    column = Column("The column with the number.", required=True)
    unit = Word("What it counts.", Unit, required=True)

    @post_load
    def _later(self, data: dict[str, Any], **_: Any) -> Later:
        return Later(**data)


class AtForm(DatesForm):
    """A date that is written in its own way, or reckoned from another."""

    column = Column("The column, or several in braces.", required=True)
    plus = One(LaterForm, "A column with so many seconds, minutes, hours or days to add.")
    not_before = Column("A column with a date that this one is never before.")

    @post_load
    def _dates(self, data: dict[str, Any], **_: Any) -> Any:
        dates = super()._dates(data)
        return At(data["column"], dates, data.get("plus"), data.get("not_before"))


class Instant(Field):
    """The column of a date, or an `AtForm`."""

    def read(self, value: Any) -> At:
        if not isinstance(value, dict):
            return At(column_of(value), Dates())
        at: At = AtForm().load(value)
        return at
