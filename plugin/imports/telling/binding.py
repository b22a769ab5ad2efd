"""A mapping's rules bound to one file: where its columns stand, how its dates are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from plugin.imports.exports.cells import Cells, Places
from plugin.imports.mapping import At, Dates, Value, When
from plugin.imports.telling.stamps import Instant, instant_of
from plugin.imports.telling.values import Says, text_of, value_of, when_of
from plugin.imports.template import Template


@dataclass(frozen=True, slots=True)
class Binding:
    """Makes functions from cells out of rules. `notes` counts what was seen on the way."""

    places: Places
    connection: str
    dates: Dates
    decimal: str
    notes: Counter[str]

    def text(self, template: Template) -> Callable[[Cells], str]:
        """A text; empty when one of its columns is."""
        return text_of(template, self.places)

    def value(self, value: Value) -> Says:
        """A value as it stands."""
        return value_of(value, self.places, self.decimal)

    def key(self, value: Value) -> Says:
        """What the helpdesk identifies something by, with the connection before it."""
        return value_of(value, self.places, self.decimal, f"{self.connection}/")

    def instant(self, at: At) -> Instant:
        """An instant in UTC seconds."""
        return instant_of(at, self.places, self.dates, self.decimal, self.notes)

    def when(self, when: When) -> Callable[[Cells], bool]:
        """Whether a row fulfils a condition; every row does without one."""
        return when_of(when, self.places)
