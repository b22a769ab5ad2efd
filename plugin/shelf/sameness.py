"""When two criteria ask the same: so the library shows them once, with every place of theirs.

The same is measured or asked, under the same limits, of the same contacts: the kind with all its
parts, the question in its words, the answers and what they earn, the calendars by their hours and
not by their names, `limits`, `applies` and `combine`. What a criterion is called, why it is there,
how much it counts, its goal and its examples may differ; so may `show_if`, which names codes of one
standard alone, and the labels of answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256

from standards.hours import Hours
from standards.kinds import CalendarChoice
from standards.model import Criterion

_LOCAL = frozenset({"shown_if", "labels", "name"})  # `name`: a calendar's


def content_of(criterion: Criterion, hours: Mapping[str, Hours]) -> str:
    """A fingerprint of what the criterion asks; `hours` are the calendars of its standard."""
    asked = (criterion.ask, criterion.limits, criterion.applies, criterion.combine)
    return sha256(repr(_plain(asked, hours)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _plain(value: object, hours: Mapping[str, Hours]) -> object:
    """The value as tuples and scalars that are written alike where it is alike."""
    if isinstance(value, CalendarChoice):
        rows = tuple(
            (_plain(when, hours), _plain(hours[name].calendar, hours) if name in hours else name)
            for when, name in value.rows
        )
        return ("calendar", rows, str(value.on_change))
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((each.name, getattr(value, each.name)) for each in fields(value))
        told = tuple((name, _plain(each, hours)) for name, each in parts if name not in _LOCAL)
        return (type(value).__name__, told)
    if isinstance(value, Mapping):
        return tuple(sorted((str(key), repr(_plain(each, hours))) for key, each in value.items()))
    if isinstance(value, frozenset | set):
        return tuple(sorted(repr(_plain(each, hours)) for each in value))
    if isinstance(value, tuple | list):
        return tuple(_plain(each, hours) for each in value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if value is not None else None
